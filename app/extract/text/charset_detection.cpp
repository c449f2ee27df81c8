#include "app/extract/text/charset_detection.h"

#include "app/extract/text/ascii.h"
#include "app/extract/text/charset.h"

#include <uchardet.h>
#include <unicode/uchar.h>
#include <unicode/ucsdet.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace sotto::extract {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t kSampleBytes = std::size_t{1} << 20U; // even

// Detects Latin text in UTF-16, and any text in UTF-32.
const char* charset_of_zeros(std::string_view bytes) {
    std::array<std::size_t, 4> zeros{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        zeros[i % 4] += bytes[i] == '\0' ? 1 : 0;
    }
    const std::size_t units = bytes.size() / 4;
    const auto mostly = [units](std::size_t count) { return count * 2 > units; };
    const auto seldom = [units](std::size_t count) { return count * 10 <= units; };
    if (bytes.size() % 4 == 0 && mostly(zeros[2]) && mostly(zeros[3]) && seldom(zeros[0])) {
        return "UTF-32LE";
    }
    if (bytes.size() % 4 == 0 && mostly(zeros[0]) && mostly(zeros[1]) && seldom(zeros[3])) {
        return "UTF-32BE";
    }
    if (bytes.size() % 2 == 0 && mostly(zeros[1]) && mostly(zeros[3]) && seldom(zeros[0])) {
        return "UTF-16LE";
    }
    if (bytes.size() % 2 == 0 && mostly(zeros[0]) && mostly(zeros[2]) && seldom(zeros[1])) {
        return "UTF-16BE";
    }
    return nullptr;
}

// The characters of bytes that are read as UTF-16.
struct WideCensus {
    std::size_t characters = 0;
    std::size_t impossible = 0; ///< control characters, lone surrogates, unassigned
    std::size_t common = 0;     ///< characters of ASCII, commas and full stops of East Asia
    std::size_t east_asian = 0;
    std::size_t rows = 0; ///< different upper bytes
};

bool is_impossible(UChar32 character) {
    const int kind = u_charType(character);
    const bool is_line = character == '\t' || character == '\n' || character == '\r';
    return kind == U_UNASSIGNED || kind == U_PRIVATE_USE_CHAR || kind == U_SURROGATE ||
           (kind == U_CONTROL_CHAR && !is_line);
}

WideCensus census_of(std::string_view bytes, bool is_big_endian) {
    const auto unit_at = [bytes, is_big_endian](std::size_t unit) {
        const auto first = static_cast<unsigned char>(bytes[2 * unit]);
        const auto second = static_cast<unsigned char>(bytes[2 * unit + 1]);
        return static_cast<char16_t>(is_big_endian ? first << 8U | second : second << 8U | first);
    };
    WideCensus census;
    std::bitset<256> rows;
    const std::size_t units = bytes.size() / 2;
    for (std::size_t i = 0; i < units; ++i) {
        UChar32 character = unit_at(i);
        rows.set(static_cast<std::size_t>(character) >> 8U);
        if (U16_IS_LEAD(character) && i + 1 < units && U16_IS_TRAIL(unit_at(i + 1))) {
            character = U16_GET_SUPPLEMENTARY(character, unit_at(++i));
        }
        ++census.characters;
        census.impossible += is_impossible(character) ? 1 : 0;
        const bool is_stop = character == 0x3001 || character == 0x3002 || character == 0xFF0C;
        census.common += is_stop || (character < 0x7F && !is_impossible(character)) ? 1 : 0;
        census.east_asian += (character >= 0x3000 && character < 0xA000) ||
                                     (character >= 0xAC00 && character < 0xD7B0)
                                 ? 1
                                 : 0;
    }
    census.rows = rows.count();
    return census;
}

// Whether no text in another character set could look like this. Without a zero byte it must be
// East Asian text, whose bytes are together in no other text.
bool is_certainly_wide(const WideCensus& census, bool has_zero) {
    return census.common > 0 && census.impossible * 50 <= census.characters &&
           (has_zero || census.east_asian * 10 >= census.characters * 9);
}

// Detects UTF-16 in any language.
const char* charset_of_units(std::string_view bytes) {
    if (bytes.empty() || bytes.size() % 2 != 0) {
        return nullptr;
    }
    const bool has_zero = bytes.contains('\0');
    const WideCensus little = census_of(bytes, false);
    const WideCensus big = census_of(bytes, true);
    const bool is_little =
        little.common != big.common ? little.common > big.common : little.rows < big.rows;
    return !is_certainly_wide(is_little ? little : big, has_zero) ? nullptr
           : is_little ? "UTF-16LE"
                       : "UTF-16BE";
}

// Whether ICU is confident that the text is Western, from the sequence of its letters. In short
// texts uchardet mistakes an accent or a quotation mark for a letter of Greek or of MS-DOS; it
// knows more languages than ICU, though.
bool is_certainly_western(std::string_view bytes) {
    constexpr int kConfident = 65;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status),
                                                                              &ucsdet_close);
    const std::string_view sample = bytes.substr(0, kSampleBytes);
    ucsdet_setText(detector.get(), sample.data(), static_cast<std::int32_t>(sample.size()),
                   &status);
    const UCharsetMatch* const match = ucsdet_detect(detector.get(), &status);
    if (U_FAILURE(status) || match == nullptr) {
        return false;
    }
    const std::string_view name = ucsdet_getName(match, &status);
    return (name == "windows-1252" || name == "ISO-8859-1") &&
           ucsdet_getConfidence(match, &status) >= kConfident;
}

// Latin character sets, by uchardet's names.
bool is_latin(std::string_view charset) {
    constexpr std::array kLatin{"ISO-8859-1"sv,   "ISO-8859-2"sv,        "ISO-8859-3"sv,
                                "ISO-8859-4"sv,   "ISO-8859-9"sv,        "ISO-8859-10"sv,
                                "ISO-8859-13"sv,  "ISO-8859-15"sv,       "ISO-8859-16"sv,
                                "WINDOWS-1250"sv, "WINDOWS-1252"sv,      "WINDOWS-1257"sv,
                                "IBM852"sv,       "MAC-CENTRALEUROPE"sv, "windows-1252"sv};
    return std::ranges::contains(kLatin, charset);
}

enum class Letter : std::uint8_t { none, small, capital, mark };

// What the bytes from 0x80 are in a single-byte character set.
std::array<Letter, 128> letters_of(const std::string& charset) {
    std::array<Letter, 128> letters{};
    std::string bytes;
    for (unsigned byte = 0x80U; byte <= 0xFFU; ++byte) {
        bytes += static_cast<char>(byte);
    }
    const std::string text = decode(bytes, charset.c_str()).value_or(std::string());
    std::size_t at = 0;
    for (std::size_t i = 0; i < letters.size() && at < text.size(); ++i) {
        UChar32 character = 0;
        U8_NEXT_UNSAFE(text.data(), at, character);
        const int kind = u_charType(character);
        const bool is_quote = kind == U_INITIAL_PUNCTUATION || kind == U_FINAL_PUNCTUATION ||
                              kind == U_DASH_PUNCTUATION || character == 0xAD;
        const bool is_sign =
            u_isUAlphabetic(character) == 0 || character == 0x192; // the florin sign
        letters[i] = is_sign                     ? (is_quote ? Letter::mark : Letter::none)
                     : u_isupper(character) != 0 ? Letter::capital
                                                 : Letter::small;
    }
    return letters;
}

// The number of letters within words, less that of signs.
std::ptrdiff_t score_of(std::string_view bytes, const std::array<Letter, 128>& letters) {
    std::ptrdiff_t score = 0;
    for (std::size_t i = 1; i + 1 < bytes.size(); ++i) {
        const auto code = static_cast<unsigned char>(bytes[i]);
        if (code < 0x80U) {
            continue;
        }
        const bool follows = is_ascii_letter(bytes[i - 1]);
        const bool leads = is_ascii_letter(bytes[i + 1]);
        const bool follows_small = bytes[i - 1] >= 'a' && bytes[i - 1] <= 'z';
        switch (letters[code - 0x80U]) {
        case Letter::small:
            score += follows && leads ? 1 : 0; // at the end of a word it may be a quotation mark
            break;
        case Letter::capital:
            score -= follows_small ? 1 : 0;
            break;
        case Letter::none:
            score -= follows && leads ? 1 : 0;
            break;
        case Letter::mark:
            break;
        }
    }
    return score;
}

} // namespace

const char* wide_charset(std::string_view bytes) {
    const std::string_view sample = bytes.substr(0, kSampleBytes);
    const char* const charset = charset_of_zeros(sample);
    return charset != nullptr ? charset : charset_of_units(sample);
}

bool looks_like_ebcdic(std::string_view bytes) {
    bytes = bytes.substr(0, kSampleBytes);
    // Spaces do not count, since forms and listings are full of them.
    std::size_t letters = 0;
    std::size_t spaces = 0;
    for (const char byte : bytes) {
        const auto code = static_cast<unsigned char>(byte);
        const unsigned column = code & 0x0FU;
        letters += (code >= 0x81U && code <= 0xA9U && column >= 1 && column <= 9) ? 1 : 0;
        spaces += code == 0x40U ? 1 : 0;
    }
    return letters * 10 > (bytes.size() - spaces) * 6 && spaces * 20 > bytes.size() &&
           spaces * 10 < bytes.size() * 6;
}

std::string detect_with_uchardet(std::string_view bytes) {
    const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(),
                                                                         &uchardet_delete);
    const std::string_view sample = bytes.substr(0, kSampleBytes);
    if (!detector || uchardet_handle_data(detector.get(), sample.data(), sample.size()) != 0) {
        return {};
    }
    uchardet_data_end(detector.get());
    return uchardet_get_charset(detector.get());
}

std::string latin_variant(std::string_view bytes, const std::string& charset) {
    const std::string_view sample = bytes.substr(0, kSampleBytes);
    const auto letters = std::ranges::count_if(
        sample, [](char byte) { return static_cast<unsigned char>(byte) >= 0x80U; });
    std::string best = charset;
    std::ptrdiff_t best_score = score_of(sample, letters_of(charset)) + letters / 4;
    for (const char* other : {"ibm-850", "macintosh", "ibm-852"}) {
        const std::ptrdiff_t score = score_of(sample, letters_of(other));
        if (score > best_score) {
            best = other;
            best_score = score;
        }
    }
    return best;
}

std::string detect_charset(std::string_view bytes) {
    std::string charset = detect_with_uchardet(bytes);
    const bool has_small_set = charset.starts_with("ISO-8859-") || charset.starts_with("IBM") ||
                               charset.starts_with("WINDOWS-") || charset.starts_with("MAC-");
    if (has_small_set && is_certainly_western(bytes)) {
        charset = "windows-1252";
    }
    return is_latin(charset) ? latin_variant(bytes, charset) : charset;
}

} // namespace sotto::extract
