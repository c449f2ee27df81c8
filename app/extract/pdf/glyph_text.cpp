#include "app/extract/pdf/glyph_text.h"

#include "app/extract/pdf/poppler.h"
#include "app/extract/text/right_to_left.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <vector>

namespace sotto::extract {

namespace {

// Symbol fonts put their signs at U+F000; these are the bullets of lists.
char32_t known_sign(char32_t letter) {
    switch (letter) {
    case 0xF0B7:
    case 0xF06C:
        return 0x2022;
    case 0xF0A7:
    case 0xF06E:
        return 0x25AA;
    case 0xF0A8:
    case 0xF06F:
        return 0x25A1;
    case 0xF0D8:
        return 0x27A2;
    case 0xF0E0:
        return 0x2192;
    case 0xF0FC:
        return 0x2713;
    default:
        return 0xFFFD;
    }
}

bool is_private(char32_t letter) {
    return (letter >= 0xE000 && letter <= 0xF8FF) || letter >= 0xF0000;
}

Extent extent(double begin, double end) {
    return {begin, end};
}

} // namespace

PlacedWord placed_word(const TextWord& word) {
    PlacedWord placed;
    for (int i = 0; i < word.getLength(); ++i) {
        const char32_t letter = *word.getChar(i);
        append_utf8(placed.text, is_private(letter) ? known_sign(letter) : letter);
    }
    placed.text = without_ligatures(std::move(placed.text));
    placed.rotation = word.getRotation();
    placed.has_space_after = word.hasSpaceAfter();
    placed.size = word.getFontSize();
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
    word.getBBox(&left, &top, &right, &bottom);
    const double base = word.getBaseline();
    // Rotates the page so that `along` is the direction of reading.
    switch (placed.rotation) {
    case 1:
        placed.along = extent(top, bottom);
        placed.across = extent(-right, -left);
        placed.baseline = -base;
        break;
    case 2:
        placed.along = extent(-right, -left);
        placed.across = extent(-bottom, -top);
        placed.baseline = -base;
        break;
    case 3:
        placed.along = extent(-bottom, -top);
        placed.across = extent(left, right);
        placed.baseline = base;
        break;
    default:
        placed.along = extent(left, right);
        placed.across = extent(top, bottom);
        placed.baseline = base;
        break;
    }
    return placed;
}

bool is_right_to_left(const unsigned int* letters, int count) {
    bool has_letter = false;
    for (int i = 0; i < count; ++i) {
        const LetterDirection direction = direction_of(letters[i]);
        if (direction == LetterDirection::left_to_right) {
            return false;
        }
        has_letter = has_letter || direction == LetterDirection::right_to_left;
    }
    return has_letter;
}

std::string in_order_of_page(const std::string& text) {
    std::vector<Unicode> letters = TextStringToUCS4(text);
    if (!is_right_to_left(letters.data(), static_cast<int>(letters.size())) ||
        std::ranges::any_of(letters, [](Unicode letter) { return letter > 0xFFFF; })) {
        return text;
    }
    std::ranges::reverse(letters);
    std::string shown = "\xFE\xFF"; // UTF-16, big endian
    for (const Unicode letter : letters) {
        shown += static_cast<char>(letter >> 8U);
        shown += static_cast<char>(letter & 0xFFU);
    }
    return shown;
}

} // namespace sotto::extract
