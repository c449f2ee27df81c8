#include "inference/normalizer/unicode_form.h"

#include "core/text/utf8.h"

#include <unicode/bytestream.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace sotto::inference {

namespace {

// ICU counts bytes in 32 bits.
constexpr std::size_t kMaxAtOnce = std::size_t{1} << 28U;

/// Whether the text is surely in a form already: every character is below the first that another
/// one may compose with (U+0300), or below the first that the form changes (U+00A0).
bool is_surely(std::string_view text, UnicodeForm form) {
    const unsigned char end = form == UnicodeForm::nfc ? 0xCC : 0x80;
    return std::ranges::all_of(text, [end](char c) { return static_cast<unsigned char>(c) < end; });
}

const icu::Normalizer2* normalizer_of(UnicodeForm form) {
    UErrorCode status = U_ZERO_ERROR;
    switch (form) {
    case UnicodeForm::nfc:
        return icu::Normalizer2::getNFCInstance(status);
    case UnicodeForm::nfd:
        return icu::Normalizer2::getNFDInstance(status);
    case UnicodeForm::nfkc:
        return icu::Normalizer2::getNFKCInstance(status);
    case UnicodeForm::nfkd:
        break;
    }
    return icu::Normalizer2::getNFKDInstance(status);
}

icu::StringPiece piece_of(std::string_view text) {
    return {text.data(), static_cast<std::int32_t>(text.size())};
}

/// Passes the valid parts of a text to `change`, which appends to the result; broken bytes stay.
template <class Change>
std::string change_valid(std::string_view text, Change change) {
    std::string out;
    for (std::string_view rest = text; !rest.empty();) {
        const std::string_view valid =
            rest.substr(0, valid_utf8_prefix(rest.substr(0, kMaxAtOnce)));
        change(valid, out);
        rest.remove_prefix(valid.size());
        while (!rest.empty() && next_utf8(rest).kind != Utf8Kind::character) {
            const std::size_t broken = next_utf8(rest).length;
            out += rest.substr(0, broken);
            rest.remove_prefix(broken);
        }
    }
    return out;
}

std::optional<std::string> unless_same(std::string made, std::string_view text) {
    return made == text ? std::nullopt : std::optional(std::move(made));
}

/// The first character of a text; -1 = there is none, or it is broken.
UChar32 first_character(std::string_view text) {
    if (text.empty() || next_utf8(text).kind != Utf8Kind::character) {
        return -1;
    }
    return icu::UnicodeString::fromUTF8(piece_of(text.substr(0, next_utf8(text).length)))
        .char32At(0);
}

/// Where the last character of a text, which is not empty, begins.
std::size_t last_character(std::string_view text) {
    std::size_t begin = text.size() - 1;
    while (begin > 0 && text.size() - begin < 4 && is_continuation_byte(text[begin])) {
        --begin;
    }
    return begin;
}

bool is_word_character(UChar32 code) {
    constexpr auto kMask = U_GC_M_MASK | U_GC_ND_MASK | U_GC_PC_MASK;
    return code >= 0 && (u_hasBinaryProperty(code, UCHAR_ALPHABETIC) != 0 ||
                         u_hasBinaryProperty(code, UCHAR_JOIN_CONTROL) != 0 ||
                         (U_GET_GC_MASK(code) & kMask) != 0);
}

} // namespace

std::optional<std::string> to_form(std::string_view text, UnicodeForm form) {
    const icu::Normalizer2* const normalizer =
        is_surely(text, form) ? nullptr : normalizer_of(form);
    if (normalizer == nullptr) {
        return std::nullopt;
    }
    std::string made = change_valid(text, [normalizer](std::string_view valid, std::string& out) {
        UErrorCode status = U_ZERO_ERROR;
        std::string changed;
        icu::StringByteSink<std::string> sink(&changed);
        normalizer->normalizeUTF8(0, piece_of(valid), sink, nullptr, status);
        out += U_SUCCESS(status) ? std::string_view(changed) : valid;
    });
    return unless_same(std::move(made), text);
}

std::optional<std::string> to_lower_case(std::string_view text) {
    std::string made = change_valid(text, [](std::string_view valid, std::string& out) {
        while (!valid.empty()) {
            const std::size_t bytes = next_utf8(valid).length;
            auto character = icu::UnicodeString::fromUTF8(piece_of(valid.substr(0, bytes)));
            character.toLower(icu::Locale::getRoot()).toUTF8String(out);
            valid.remove_prefix(bytes);
        }
    });
    return unless_same(std::move(made), text);
}

std::size_t leading_space(std::string_view text) {
    std::size_t bytes = 0;
    while (u_hasBinaryProperty(std::max(first_character(text.substr(bytes)), 0),
                               UCHAR_WHITE_SPACE) != 0) {
        bytes += next_utf8(text.substr(bytes)).length;
    }
    return bytes;
}

std::size_t trailing_space(std::string_view text) {
    std::size_t end = text.size();
    while (end > 0) {
        const std::size_t begin = last_character(text.substr(0, end));
        const UChar32 code = first_character(text.substr(begin, end - begin));
        if (code < 0 || u_hasBinaryProperty(code, UCHAR_WHITE_SPACE) == 0) {
            break;
        }
        end = begin;
    }
    return text.size() - end;
}

bool begins_with_word(std::string_view text) {
    return is_word_character(first_character(text));
}

bool ends_with_word(std::string_view text) {
    return !text.empty() && is_word_character(first_character(text.substr(last_character(text))));
}

} // namespace sotto::inference
