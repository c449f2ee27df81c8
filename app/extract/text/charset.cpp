#include "app/extract/text/charset.h"

#include "app/extract/text/ascii.h"
#include "app/extract/text/charset_detection.h"
#include "core/text/utf8.h"

#include <unicode/ucnv.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <utility>

namespace sotto::extract {

namespace {

using namespace std::string_view_literals;

using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

// How much is decoded at once. Unit: UTF-16 code units.
constexpr std::size_t kMinChunk = 16;
constexpr std::size_t kMaxChunk = std::size_t{1} << 16U;
// The most control characters in a thousand bytes of text.
constexpr std::size_t kMaxControls = 5;

struct Utf8Census {
    std::size_t broken = 0;     ///< runs of invalid bytes
    std::size_t multi_byte = 0; ///< characters of more than one byte
};

template <class OnCharacter>
void for_each_character(std::string_view text, OnCharacter on_character) {
    while (!text.empty()) {
        const Utf8Step step = next_utf8(text);
        on_character(text.substr(0, step.length), step.kind == Utf8Kind::character);
        text.remove_prefix(step.length);
    }
}

Utf8Census census_of(std::string_view text) {
    Utf8Census census;
    for_each_character(text, [&census](std::string_view bytes, bool is_character) {
        census.broken += is_character ? 0 : 1;
        census.multi_byte += is_character && bytes.size() > 1 ? 1 : 0;
    });
    return census;
}

// Control characters that do not occur in text: C0 except tab, line ends, end of file and escape;
// DEL; C1 except next line (NEL).
bool is_unusual_control(std::string_view character) {
    const auto first = static_cast<unsigned char>(character.front());
    if (character.size() == 2 && first == 0xC2U) {
        const auto second = static_cast<unsigned char>(character[1]);
        return second < 0xA0U && second != 0x85U;
    }
    const bool is_usual = (first >= '\t' && first <= '\r') || first == 0x1AU || first == 0x1BU;
    return !is_usual && (first < 0x20U || first == 0x7FU);
}

bool looks_like_text(std::string_view text) {
    std::size_t controls = 0;
    for_each_character(text, [&controls](std::string_view character, bool is_character) {
        controls += is_character && is_unusual_control(character) ? 1 : 0;
    });
    return controls * 1000 <= text.size() * kMaxControls;
}

// ICU's name for a character set that uchardet or the web names differently, or for a superset of
// it. `name` ends with a zero.
const char* icu_name(std::string_view name) {
    constexpr std::array kNames{
        std::pair{"ISO-8859-1"sv, "windows-1252"},
        std::pair{"ASCII"sv, "windows-1252"},
        std::pair{"TIS-620"sv, "windows-874"},
        std::pair{"ISO-8859-11"sv, "windows-874"},
        std::pair{"UHC"sv, "windows-949"},
        std::pair{"EUC-KR"sv, "windows-949"},
        std::pair{"SHIFT_JIS"sv, "windows-932"},
        std::pair{"GB2312"sv, "GB18030"},
        std::pair{"GBK"sv, "GB18030"},
        std::pair{"MAC-CYRILLIC"sv, "x-mac-cyrillic"},
        std::pair{"MAC-CENTRALEUROPE"sv, "x-mac-ce"},
        std::pair{"BIG5"sv, "Big5-HKSCS"},
        std::pair{"ISO-8859-9"sv, "windows-1254"},
        std::pair{"ISO-8859-16"sv,
                  "windows-1250"}, // ICU lacks it; the Romanian letters are the same
    };
    for (const auto& [theirs, ours] : kNames) {
        if (equals_ignoring_case(name, theirs)) {
            return ours;
        }
    }
    return name.data();
}

Converter open_converter(const char* name) {
    UErrorCode status = U_ZERO_ERROR;
    Converter converter(ucnv_open(icu_name(name), &status), &ucnv_close);
    return U_SUCCESS(status) ? std::move(converter) : Converter(nullptr, &ucnv_close);
}

// Decodes text that is completely valid in `charset`.
std::optional<std::string> decode_strictly(std::string_view bytes, const std::string& charset) {
    auto text = decode(bytes, charset.c_str());
    if (!text || text->contains(kReplacementCharacter) || !looks_like_text(*text)) {
        return std::nullopt;
    }
    return text;
}

// Decodes text whose non-English letters are encoded in ASCII, after escapes (ISO 2022, in
// Japanese, Korean and Chinese mail) or tildes (HZ). Nothing when there are none.
std::optional<std::string> decode_escapes(std::string_view bytes) {
    if (!bytes.contains("\x1B$") && !bytes.contains("\x1B(") && !bytes.contains("~{")) {
        return std::nullopt;
    }
    const std::string charset = detect_with_uchardet(bytes);
    return charset.starts_with("ISO-2022-") || charset.starts_with("HZ-")
               ? decode_strictly(bytes, charset)
               : std::nullopt;
}

// The character set of a byte order mark, and the length of the mark.
std::pair<const char*, std::size_t> charset_of_mark(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF"sv)) {
        return {"UTF-8", 3};
    }
    if (bytes.starts_with("\xFF\xFE\0\0"sv)) {
        return {"UTF-32LE", 4};
    }
    if (bytes.starts_with("\0\0\xFE\xFF"sv)) {
        return {"UTF-32BE", 4};
    }
    if (bytes.starts_with("\xFF\xFE"sv)) {
        return {"UTF-16LE", 2};
    }
    if (bytes.starts_with("\xFE\xFF"sv)) {
        return {"UTF-16BE", 2};
    }
    return {nullptr, 0};
}

} // namespace

bool is_utf8(std::string_view text) {
    return census_of(text).broken == 0;
}

std::string repaired_utf8(std::string_view text) {
    std::string repaired;
    repaired.reserve(text.size());
    for_each_character(text, [&repaired](std::string_view bytes, bool is_character) {
        repaired += is_character ? bytes : kReplacementCharacter;
    });
    return repaired;
}

std::string to_utf8(char32_t character) {
    const bool is_character = character <= 0x10FFFFU && !U_IS_SURROGATE(character);
    std::array<std::uint8_t, U8_MAX_LENGTH> bytes{};
    std::size_t length = 0;
    U8_APPEND_UNSAFE(bytes.data(), length, is_character ? character : U'\uFFFD');
    return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length)};
}

std::string to_utf8(std::u16string_view text) {
    std::string utf8;
    std::size_t at = 0;
    while (at < text.size()) {
        UChar32 character = 0;
        U16_NEXT(text.data(), at, text.size(), character);
        utf8 += to_utf8(static_cast<char32_t>(character));
    }
    return utf8;
}

std::optional<std::string> decode(std::string_view bytes, const char* charset) {
    const Converter converter = open_converter(charset);
    if (!converter) {
        return std::nullopt;
    }
    // Most calls decode a few bytes, the text between two control words of RTF.
    std::u16string chunk(std::clamp(bytes.size(), kMinChunk, kMaxChunk), u'\0');
    std::u16string text;
    const char* source = bytes.data();
    const char* const end = source + bytes.size();
    UErrorCode status = U_BUFFER_OVERFLOW_ERROR;
    while (status == U_BUFFER_OVERFLOW_ERROR) {
        status = U_ZERO_ERROR;
        char16_t* target = chunk.data();
        ucnv_toUnicode(converter.get(), &target, chunk.data() + chunk.size(), &source, end, nullptr,
                       /*flush=*/1, &status);
        text.append(chunk, 0, static_cast<std::size_t>(target - chunk.data()));
    }
    return U_SUCCESS(status) ? std::optional(to_utf8(text)) : std::nullopt;
}

std::string decode_code_page(std::string_view bytes, int code_page) {
    const std::string number = std::to_string(code_page);
    const bool is_of_windows = code_page >= 1000 || (code_page >= 874 && code_page <= 950);
    const std::string name = code_page == 10000   ? "macintosh"
                             : code_page == 65001 ? "UTF-8"
                                                  : (is_of_windows ? "windows-" : "ibm-") + number;
    auto text = decode(bytes, name.c_str());
    return text ? std::move(*text) : decode(bytes, "windows-1252").value_or(std::string());
}

std::optional<std::string> decode_text(std::string_view bytes, const std::string& declared) {
    if (const auto [charset, length] = charset_of_mark(bytes); charset != nullptr) {
        auto text = decode(bytes.substr(length), charset);
        return text && looks_like_text(*text) ? std::move(text) : std::nullopt;
    }
    const Utf8Census census = census_of(bytes);
    if (census.broken == 0 && !bytes.contains('\0')) {
        auto text = census.multi_byte == 0 ? decode_escapes(bytes) : std::nullopt;
        return text ? std::move(text) : std::string(bytes);
    }
    if (const char* wide = wide_charset(bytes); wide != nullptr) {
        return decode_strictly(bytes, wide);
    }
    if (bytes.contains('\0')) {
        return std::nullopt;
    }
    if (census.multi_byte > 10 * census.broken && looks_like_text(bytes)) {
        return repaired_utf8(bytes); // UTF-8 with a few invalid bytes
    }
    if (looks_like_ebcdic(bytes)) {
        return decode_strictly(bytes, "ibm-37");
    }
    auto text = declared.empty() ? std::nullopt : decode_strictly(bytes, declared);
    if (!text) {
        const std::string detected = detect_charset(bytes);
        text = detected.empty() ? std::nullopt : decode_strictly(bytes, detected);
    }
    return text ? std::move(text) : decode_strictly(bytes, latin_variant(bytes, "windows-1252"));
}

} // namespace sotto::extract
