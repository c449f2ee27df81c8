#include "app/extract/pdf/pdf.h"
#include "tests/fuzz/document_checks.h"
#include "tests/fuzz/mutators/phrase_mutator.h"
#include "tests/fuzz/target.h"

#include <algorithm>
#include <array>

namespace sotto::fuzz {

namespace {

constexpr std::string_view kBlanks("\0\t\n\f\r ", 6);
constexpr std::string_view kDigits = "0123456789";

constexpr std::array<std::string_view, 44> kPhrases{
    "BT /F 10 Tf 40 500 Td (word) Tj ET\n",
    "(more) Tj ",
    "[(a) -250 (b)] TJ ",
    "<FEFF00E9> Tj ",
    "<d83dde00> Tj ",
    "0 -12 Td ",
    "T* ",
    "1 0 0 1 10 10 Tm ",
    "0 1 -1 0 300 300 Tm ",
    "-1 0 0 -1 300 300 Tm ",
    "1e30 0 0 1e30 0 0 Tm ",
    "0 0 0 0 0 0 Tm ",
    "3 Tr ",
    "q ",
    "Q ",
    "BT ",
    "ET ",
    "/Fm Do ",
    "BI /W 1 /H 1 ID x EI ",
    "/Span <</ActualText (x)>> BDC ",
    "EMC ",
    " endstream endobj\n",
    "endobj\n",
    "7 0 obj<</Type/Page/Parent 2 0 R>>endobj\n",
    "3 0 R ",
    "/Rotate 90",
    "/Rotate 271",
    "/MediaBox[0 0 0 0]",
    "/MediaBox[-1e9 -1e9 1e9 1e9]",
    "/Kids[2 0 R 2 0 R]",
    "/Count 2147483647",
    "/Length 999999999",
    "/Filter/ASCIIHexDecode",
    "/Filter[/FlateDecode/LZWDecode/RunLengthDecode]",
    "/Encoding/Identity-H",
    "/Encoding/90ms-RKSJ-H",
    "/Subtype/Type0/DescendantFonts[<</Subtype/CIDFontType0/CIDSystemInfo<</Registry(Adobe)"
    "/Ordering(Japan1)>>>>]",
    "/ToUnicode 3 0 R",
    "/Differences[65/ffi/uniD800/g9]",
    "/Encrypt<</Filter/Standard/V 1/R 2/O(x)/U(x)/P -4>>",
    "trailer<</Root 1 0 R>>\n",
    "startxref\n0\n%%EOF\n",
    "xref\n0 1\n0000000000 65535 f \n",
    "%PDF-2.0\n",
};

/// Object numbers with more digits than this are too large: Poppler allocates a table up to the
/// highest number.
constexpr std::size_t kMaxDigits = 6;

/// The number at the beginning of `text`, without leading zeros; empty when there is none.
std::string_view number_of(std::string_view text) {
    text = text.substr(0, text.find_first_not_of(kDigits));
    text.remove_prefix(std::min(text.find_first_not_of('0'), text.size()));
    return text;
}

/// Whether an object number or count ("7 0 obj") would make Poppler allocate hundreds of megabytes.
/// The sandbox of sotto-extract stops that; here it would look like a fault of ours.
bool has_far_object(std::string_view bytes) {
    for (std::size_t at = bytes.find_first_of(kDigits); at != std::string_view::npos;) {
        const std::size_t end = std::min(bytes.find_first_not_of(kDigits, at), bytes.size());
        const std::size_t next = bytes.find_first_not_of(kBlanks, end);
        const bool is_object = next != std::string_view::npos && kDigits.contains(bytes[next]);
        std::string_view before = bytes.substr(0, at);
        before = before.substr(0, before.find_last_not_of(kBlanks) + 1);
        const bool is_count =
            before.ends_with("/Size") || before.ends_with("[") || before.ends_with("xref");
        if ((is_object || is_count) && number_of(bytes.substr(at)).size() > kMaxDigits) {
            return true;
        }
        at = bytes.find_first_of(kDigits, end);
    }
    return false;
}

/// Poppler's time is more than quadratic in the words that overlap on a page; the sandbox of
/// sotto-extract limits it to 60 seconds. Seen so far: 24 seconds for 17 KiB.
constexpr int kMaxSeconds = 280;

/// Input: a PDF. Poppler is the system library, without instrumentation: only faults that crash,
/// hang or use memory are detected.
bool run(std::string_view input) {
    if (has_far_object(input)) {
        return false;
    }
    static const bool kIsPrepared = (extract::preload_pdf_files(), true);
    static_cast<void>(kIsPrepared);
    return check_document(input, "pdf");
}

std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    return mutate_phrases(input, max_bytes, kPhrases, mutation);
}

} // namespace

const Target& pdf_target() {
    static constexpr Target kTarget{"pdf", run, mutate, kDocumentHeap, kMaxSeconds};
    return kTarget;
}

} // namespace sotto::fuzz
