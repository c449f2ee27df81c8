#include "tests/fuzz/document_checks.h"
#include "tests/fuzz/mutators/phrase_mutator.h"
#include "tests/fuzz/target.h"

#include <algorithm>
#include <array>
#include <string>

namespace sotto::fuzz {

namespace {

using namespace std::string_view_literals;

// Byte order marks, and words in the character sets that are detected.
constexpr std::array kPhrases{
    "\xEF\xBB\xBF"sv,
    "\xFF\xFE"sv,
    "\xFE\xFF"sv,
    "\xFF\xFE\0\0"sv,
    "\0\0\xFE\xFF"sv,
    "\x1B$B\x46|\x4B\x5C\x1B(B"sv,                // ISO-2022-JP
    "\x1B$)C\x0E\x47\x51\x0F"sv,                  // ISO-2022-KR
    "~{<:Ky2;~}"sv,                               // HZ
    "\x93\xFA\x96{\x8C\xEA\x82\xC5\x82\xB7"sv,    // Shift JIS
    "\xC6\xFC\xCB\xDC\xB8\xEC\xA4\xC7\xA4\xB9"sv, // EUC-JP
    "\x81\x30\x81\x30\xD6\xD0\xCE\xC4"sv,         // GB 18030
    "\xEF\xF0\xE8\xE2\xE5\xF2"sv,                 // Windows 1251
    "\xD0\xD2\xC9\xD7\xC5\xD4"sv,                 // KOI8-R
    "\xA1\xCA\xC7\xB7"sv,                         // TIS-620
    "\xC9\x40\x81\x94\x40\x88\x85\x99\x85\x40"sv, // EBCDIC
    "\xED\xA0\x80\xF4\x90\x80\x80"sv,             // invalid UTF-8
    "\r\n\r\n"sv,
    "\r"sv,
    "\f"sv,
    "parted-\nword\n\n"sv,
    "\0"sv,
    "a;b;\"c\"\"d\";\n"sv,
    "1,2,\"x\ny\"\t\n"sv,
    "<?xml version='1.0' encoding='x'?>"sv,
    "caf\xE9 na\xEFve"sv,
    "caf\u00E9 \u65E5\u672C \U0001F600"sv,
};

/// Input: a text file in any character set. CSV uses the same parser; recognized text is UTF-8 with
/// form feeds.
bool run(std::string_view input) {
    const bool is_text = check_document(input, "txt");
    require(check_document(input, "csv") == is_text, "CSV is read as text is");
    static_cast<void>(check_recognized(input));
    return is_text;
}

/// Widens each byte to a character of two or four bytes.
std::string widened(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    const std::size_t zeros = mutation.once_in(2) ? 1 : 3;
    const bool is_little = mutation.once_in(2);
    std::string wide;
    for (const char byte : input.substr(0, max_bytes / (zeros + 1))) {
        wide += is_little ? byte + std::string(zeros, '\0') : std::string(zeros, '\0') + byte;
    }
    return wide;
}

std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    return mutation.once_in(32) ? widened(input, max_bytes, mutation)
                                : mutate_phrases(input, max_bytes, kPhrases, mutation);
}

} // namespace

const Target& text_target() {
    static constexpr Target kTarget{"text", run, mutate, kDocumentHeap};
    return kTarget;
}

} // namespace sotto::fuzz
