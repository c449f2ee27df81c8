#include "app/extract/text/right_to_left.h"

#include "app/extract/text/charset.h"

#include <unicode/ubidi.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace sotto::extract {

namespace {

std::u16string to_utf16(std::string_view text) {
    std::u16string units(text.size(), u'\0');
    std::int32_t length = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8WithSub(units.data(), static_cast<std::int32_t>(units.size()), &length,
                         text.data(), static_cast<std::int32_t>(text.size()), 0xFFFD, nullptr,
                         &status);
    units.resize(U_SUCCESS(status) ? static_cast<std::size_t>(length) : 0);
    return units;
}

template <class OnCharacter>
void for_each_character(std::u16string_view text, OnCharacter on_character) {
    for (std::size_t i = 0; i < text.size();) {
        UChar32 character = 0;
        U16_NEXT(text.data(), i, text.size(), character);
        on_character(character);
    }
}

bool is_right_to_left(UChar32 character) {
    const UCharDirection direction = u_charDirection(character);
    return direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
}

// The direction of the line: that of most of its letters.
UBiDiLevel level_of(std::u16string_view line) {
    std::ptrdiff_t balance = 0;
    for_each_character(line, [&balance](UChar32 character) {
        balance += is_right_to_left(character)                     ? 1
                   : u_charDirection(character) == U_LEFT_TO_RIGHT ? -1
                                                                   : 0;
    });
    return balance > 0 ? 1 : 0;
}

std::u16string reordered(const std::u16string& line, std::uint16_t options) {
    const std::unique_ptr<UBiDi, decltype(&ubidi_close)> bidi(ubidi_open(), &ubidi_close);
    const auto length = static_cast<std::int32_t>(line.size());
    std::u16string result(line.size(), u'\0');
    UErrorCode status = U_ZERO_ERROR;
    ubidi_setReorderingMode(bidi.get(), UBIDI_REORDER_INVERSE_LIKE_DIRECT);
    ubidi_setPara(bidi.get(), line.data(), length, level_of(line), nullptr, &status);
    ubidi_writeReordered(bidi.get(), result.data(), length, options, &status);
    return U_SUCCESS(status) ? result : line;
}

// The number of brackets without a partner.
std::ptrdiff_t unmatched_brackets(std::u16string_view line) {
    std::ptrdiff_t unmatched = 0;
    std::ptrdiff_t open = 0;
    for (const char16_t unit : line) {
        const bool closes = unit == u')' || unit == u']' || unit == u'}';
        open += unit == u'(' || unit == u'[' || unit == u'{' ? 1 : 0;
        unmatched += closes && open == 0 ? 1 : 0;
        open -= closes && open > 0 ? 1 : 0;
    }
    return unmatched + open;
}

// Some files encode a bracket by its shape, others by its meaning; in right-to-left text these are
// opposite.
std::u16string reordered(const std::u16string& line) {
    const std::u16string by_shape = reordered(line, UBIDI_DO_MIRRORING);
    const std::u16string by_meaning = reordered(line, 0);
    return unmatched_brackets(by_meaning) < unmatched_brackets(by_shape) ? by_meaning : by_shape;
}

// Arabic and Hebrew presentation forms: code points for each shape of a letter.
bool is_presentation_form(UChar32 character) {
    return (character >= 0xFB1D && character <= 0xFDFF) ||
           (character >= 0xFE70 && character <= 0xFEFC);
}

std::u16string without_presentation_forms(std::u16string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2* const normalizer = unorm2_getNFKCInstance(&status);
    std::u16string letters;
    for_each_character(text, [&](UChar32 character) {
        char16_t shown[32]; // the longest is 18
        status = U_ZERO_ERROR;
        const std::int32_t length =
            is_presentation_form(character)
                ? unorm2_getDecomposition(normalizer, character, shown, 32, &status)
                : -1;
        if (length > 0 && U_SUCCESS(status)) {
            const std::u16string_view whole(shown, static_cast<std::size_t>(length));
            // A lone mark is decomposed with a space.
            letters += whole.substr(whole.size() > 1 && whole.front() == u' ' ? 1 : 0);
        } else if (U_IS_BMP(character)) {
            letters += static_cast<char16_t>(character);
        } else {
            letters += {U16_LEAD(character), U16_TRAIL(character)};
        }
    });
    return letters;
}

} // namespace

LetterDirection direction_of(char32_t character) {
    const auto code = static_cast<UChar32>(character);
    if (is_right_to_left(code)) {
        return LetterDirection::right_to_left;
    }
    return u_charDirection(code) == U_LEFT_TO_RIGHT ? LetterDirection::left_to_right
                                                    : LetterDirection::none;
}

bool has_right_to_left(std::string_view text) {
    // The first of them is U+0590, whose first byte is D6.
    const auto may_be = [](char byte) { return static_cast<unsigned char>(byte) >= 0xD6U; };
    bool has_any = false;
    if (std::ranges::any_of(text, may_be)) {
        for_each_character(to_utf16(text), [&has_any](UChar32 character) {
            has_any = has_any || is_right_to_left(character);
        });
    }
    return has_any;
}

std::string logical_order(std::string_view line) {
    return to_utf8(without_presentation_forms(reordered(to_utf16(line))));
}

} // namespace sotto::extract
