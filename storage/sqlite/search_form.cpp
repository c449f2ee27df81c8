#include "storage/sqlite/search_form.h"

#include "core/text/utf8.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

namespace sotto::storage {
namespace {

// ICU orders the marks of a letter in quadratic time; no letter of any language has so many.
constexpr int kMaxCharacters = 32;

// ICU's tables are part of its library: the instances always exist.
struct Normalizers {
    const icu::Normalizer2* folded = nullptr; // NFKC_Casefold
    const icu::Normalizer2* decomposed = nullptr;
};

const Normalizers& normalizers() {
    static const Normalizers kNormalizers = [] {
        UErrorCode error = U_ZERO_ERROR;
        return Normalizers{icu::Normalizer2::getNFKCCasefoldInstance(error),
                           icu::Normalizer2::getNFDInstance(error)};
    }();
    return kNormalizers;
}

struct Character {
    char32_t code = 0;
    std::size_t bytes = 1;
    bool is_valid = false;
};

Character character_at(std::string_view text, std::size_t at) {
    const Utf8Step step = next_utf8(text.substr(at));
    if (step.kind != Utf8Kind::character) {
        return {.code = U' ', .bytes = step.length, .is_valid = false};
    }
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    char32_t code = step.length == 1 ? byte(0) : byte(0) & (0x7FU >> step.length);
    for (std::size_t i = 1; i < step.length; ++i) {
        code = (code << 6) | (byte(i) & 0x3FU);
    }
    return {.code = code, .bytes = step.length, .is_valid = true};
}

bool is_accent(UChar32 code) {
    return code >= 0x0300 && code <= 0x036F;
}

// Vowel points, signs of recitation and the lengthening of words (U+0640).
bool is_point(UChar32 code) {
    return (code >= 0x0591 && code <= 0x05BD) || code == 0x05BF || code == 0x05C1 ||
           code == 0x05C2 || code == 0x05C4 || code == 0x05C5 || code == 0x05C7 ||
           (code >= 0x0610 && code <= 0x061A) || code == 0x0640 ||
           (code >= 0x064B && code <= 0x065F) || code == 0x0670 ||
           (code >= 0x06D6 && code <= 0x06DC) || (code >= 0x06DF && code <= 0x06E8) ||
           (code >= 0x06EA && code <= 0x06ED);
}

bool has_accents_without_meaning(UChar32 code) {
    UErrorCode error = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(code, &error);
    return script == USCRIPT_LATIN || script == USCRIPT_GREEK;
}

// The form of a letter with its marks. A fraction such as ½ stays: "3½" is not 31/2.
std::string form_of(std::string_view letter) {
    const auto source = icu::UnicodeString::fromUTF8(
        icu::StringPiece(letter.data(), static_cast<std::int32_t>(letter.size())));
    UErrorCode error = U_ZERO_ERROR;
    icu::UnicodeString form = normalizers().folded->normalize(source, error);
    constexpr UChar32 kFractionSlash = 0x2044;
    if (U_FAILURE(error) || (form.indexOf(kFractionSlash) >= 0 && source != form)) {
        return std::string(letter);
    }
    if (!form.isEmpty() && has_accents_without_meaning(form.char32At(0))) {
        form = normalizers().decomposed->normalize(form, error);
    }
    icu::UnicodeString kept;
    for (std::int32_t i = 0; i < form.length(); i = form.moveIndex32(i, 1)) {
        const UChar32 code = form.char32At(i);
        if (!is_accent(code) && !is_point(code)) {
            kept.append(code);
        }
    }
    std::string text;
    return kept.toUTF8String(text);
}

// Most letters have no marks and come again: what ICU makes of them is kept.
const std::string& form_of_character(char32_t code, std::string_view letter) {
    struct Known {
        char32_t code = 0; // none
        std::string form;
    };
    constexpr std::size_t kSlots = 2048;
    thread_local std::array<Known, kSlots> known;
    Known& slot = known.at(code % kSlots);
    if (slot.code != code) {
        slot = {code, form_of(letter)};
    }
    return slot.form;
}

bool begins_letter(char32_t code) {
    return normalizers().folded->hasBoundaryBefore(static_cast<UChar32>(code));
}

// The end of the letter that begins at `at`, with its marks.
std::size_t end_of_letter(std::string_view text, std::size_t at) {
    std::size_t end = at + character_at(text, at).bytes;
    for (int count = 1; count < kMaxCharacters && end < text.size(); ++count) {
        const Character next = character_at(text, end);
        if (!next.is_valid || next.code < 0x80 || begins_letter(next.code)) {
            break;
        }
        end += next.bytes;
    }
    return end;
}

bool is_ascii_at(std::string_view text, std::size_t at) {
    return at < text.size() && static_cast<unsigned char>(text[at]) < 0x80U;
}

} // namespace

SearchForm::SearchForm(std::string_view text) {
    text_.reserve(text.size());
    std::size_t at = 0;
    while (at < text.size()) {
        // A mark may follow the last character before one that is not ASCII.
        std::size_t same = at;
        while (is_ascii_at(text, same) &&
               (same + 1 == text.size() || is_ascii_at(text, same + 1))) {
            ++same;
        }
        if (same > at) {
            add_same(text, at, same);
            at = same;
            continue;
        }
        const Character first = character_at(text, at);
        if (!first.is_valid) {
            add_changed(" ", at, at + first.bytes);
            at += first.bytes;
            continue;
        }
        const std::size_t end = end_of_letter(text, at);
        const std::string_view letter = text.substr(at, end - at);
        const std::string form = letter.size() == first.bytes && first.code != 0
                                     ? form_of_character(first.code, letter)
                                     : form_of(letter);
        if (form == letter) {
            add_same(text, at, end);
        } else {
            add_changed(form, at, end);
        }
        at = end;
    }
}

void SearchForm::add_same(std::string_view source, std::size_t begin, std::size_t end) {
    if (runs_.empty() || !runs_.back().is_same || runs_.back().source_end != begin) {
        runs_.push_back({text_.size(), begin, end, true});
    }
    runs_.back().source_end = end;
    std::ranges::transform(source.substr(begin, end - begin), std::back_inserter(text_),
                           [](char c) {
                               const bool is_capital = c >= 'A' && c <= 'Z';
                               return is_capital ? static_cast<char>(c - 'A' + 'a') : c;
                           });
}

void SearchForm::add_changed(std::string_view form, std::size_t begin, std::size_t end) {
    if (!form.empty()) {
        runs_.push_back({text_.size(), begin, end, false});
        text_ += form;
    }
}

const SearchForm::Run& SearchForm::run_at(std::size_t at) const {
    return *std::prev(std::ranges::upper_bound(runs_, at, {}, &Run::begin));
}

std::size_t SearchForm::source_begin(std::size_t at) const {
    const Run& run = run_at(at);
    return run.is_same ? run.source_begin + (at - run.begin) : run.source_begin;
}

std::size_t SearchForm::source_end(std::size_t end) const {
    const Run& run = run_at(end - 1);
    return run.is_same ? run.source_begin + (end - run.begin) : run.source_end;
}

} // namespace sotto::storage
