#include "app/extract/pdf.h"
#include "tests/fuzz/document_checks.h"
#include "tests/fuzz/phrase_mutator.h"
#include "tests/fuzz/target.h"

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

/// Objects with numbers of more digits than this: Poppler's table has a place for each number
/// below.
constexpr std::size_t kMostDigits = 6;

/// Whether an object ("7 0 obj") has a number for which Poppler would need hundreds of megabytes.
/// In sotto-extract its walls hold that; here every such input would look like a mistake of ours.
bool has_far_object(std::string_view bytes) {
    const auto without_last = [](std::string_view text, std::string_view characters) {
        return text.substr(0, text.find_last_not_of(characters) + 1);
    };
    for (std::size_t at = bytes.find("obj"); at != std::string_view::npos;
         at = bytes.find("obj", at + 1)) {
        std::string_view before = without_last(bytes.substr(0, at), kBlanks);
        before = without_last(without_last(before, kDigits), kBlanks);
        if (before.size() - without_last(before, kDigits).size() > kMostDigits) {
            return true;
        }
    }
    return false;
}

/// Input: a PDF. Poppler is the system's, so that of its mistakes only those are seen that end the
/// process, take time or take memory.
bool run(std::string_view input) {
    if (has_far_object(input)) {
        return false;
    }
    static const bool kIsPrepared = (extract::prepare_pdf_reader(), true);
    static_cast<void>(kIsPrepared);
    return check_document(input, "pdf");
}

std::string mutate(std::string_view input, std::size_t most_bytes, Mutation& mutation) {
    return mutate_phrases(input, most_bytes, kPhrases, mutation);
}

} // namespace

const Target& pdf_target() {
    static constexpr Target kTarget{"pdf", run, mutate, kDocumentHeap};
    return kTarget;
}

} // namespace sotto::fuzz
