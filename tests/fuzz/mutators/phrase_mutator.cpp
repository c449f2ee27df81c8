#include "tests/fuzz/mutators/phrase_mutator.h"

#include <algorithm>

namespace sotto::fuzz {

namespace {

constexpr std::size_t kLongestPiece = 256;
constexpr std::size_t kMaxTimes = 64;
constexpr std::string_view kDigits = "0123456789";

/// A random position, usually where a word, a line or a bracket begins.
std::size_t place_in(std::string_view text, Mutation& mutation) {
    const std::size_t at = mutation.draw(text.size() + 1);
    const std::size_t found = text.find_first_of(" \n\\{}<[(,;", at);
    return mutation.once_in(4) || found == std::string_view::npos ? at : found;
}

std::string with_limit(std::string text, Mutation& mutation) {
    const std::size_t begin = text.find_first_of(kDigits, mutation.draw(text.size()));
    if (begin == std::string::npos) {
        return text;
    }
    const std::size_t end = std::min(text.find_first_not_of(kDigits, begin), text.size());
    const std::string sign = mutation.once_in(4) ? "-" : "";
    return text.replace(begin, end - begin, sign + std::to_string(mutation.limit()));
}

/// Copies a piece elsewhere, moves it there, or repeats it many times.
std::string with_piece_again(std::string text, Mutation& mutation) {
    const std::size_t begin = place_in(text, mutation);
    const std::string piece = text.substr(begin, mutation.draw(kLongestPiece));
    if (mutation.once_in(3)) {
        for (std::size_t left = mutation.draw(kMaxTimes); left > 0; --left) {
            text.insert(begin, piece);
        }
        return text;
    }
    if (mutation.once_in(2)) {
        text.erase(begin, piece.size());
    }
    return text.insert(place_in(text, mutation), piece);
}

} // namespace

std::string mutate_phrases(std::string_view text, std::size_t max_bytes,
                           std::span<const std::string_view> phrases, Mutation& mutation) {
    const std::size_t way = mutation.draw(6);
    if (text.empty() || way < 2) {
        return mutation.bytes(text, max_bytes);
    }
    std::string changed(text);
    if (way == 2) {
        changed = with_limit(std::move(changed), mutation);
    } else if (way == 3) {
        changed = with_piece_again(std::move(changed), mutation);
    } else {
        const std::string_view phrase = phrases[mutation.draw(phrases.size())];
        const std::size_t length =
            mutation.once_in(6) ? mutation.draw(phrase.size()) : phrase.size();
        changed.insert(place_in(text, mutation), phrase.substr(0, length));
    }
    return changed.size() <= max_bytes ? changed : mutation.bytes(text, max_bytes);
}

} // namespace sotto::fuzz
