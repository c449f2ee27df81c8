#include "core/text/sentence_index.h"

#include "core/text/sentences.h"
#include "core/text/text_parts.h"
#include "core/text/utf8.h"
#include "core/text/words.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sotto {

namespace {

constexpr std::size_t kFewLetters = 3;
constexpr double kFewLettersFactor = 0.3;
constexpr double kNumberFactor = 1.5;
constexpr std::size_t kParagraphBytes = 1200; // at most
constexpr std::string_view kSpace = " \t\r\n\f\v";

std::vector<SentenceRange> paragraphs_of(std::string_view text) {
    std::vector<SentenceRange> paragraphs;
    std::size_t begin = 0;
    for (const std::string_view part : cut_text(text, kParagraphBytes)) {
        if (const auto first = part.find_first_not_of(kSpace); first != std::string_view::npos) {
            paragraphs.push_back({begin + first, begin + part.find_last_not_of(kSpace) + 1});
        }
        begin += part.size();
    }
    return paragraphs;
}

double factor_of(const Word& word) {
    if (word.has_digit) {
        return kNumberFactor;
    }
    return word.letters <= kFewLetters && !word.is_ideograph ? kFewLettersFactor : 1;
}

} // namespace

SentenceIndex::SentenceIndex(const std::vector<DocumentText>& documents, IndexedUnit unit) {
    for (std::size_t i = 0; i < documents.size(); ++i) {
        add(documents[i], i, unit);
    }
}

std::uint32_t SentenceIndex::number_of(std::string word) {
    const auto number = static_cast<std::uint32_t>(places_.size());
    const auto [found, is_new] = numbers_.try_emplace(std::move(word), number);
    if (is_new) {
        places_.emplace_back();
    }
    return found->second;
}

void SentenceIndex::add(const DocumentText& document, std::size_t number, IndexedUnit unit) {
    const std::string_view text = document.text;
    std::size_t counted = 0; // bytes
    std::int64_t offset = 0; // the same in code points
    for (const SentenceRange& range : unit == IndexedUnit::sentence
                                          ? split_sentences(text, LineBreaks::wrap)
                                          : paragraphs_of(text)) {
        DocumentSentence sentence;
        for (Word& word : words_of(text.substr(range.begin, range.end - range.begin))) {
            sentence.words.push_back(number_of(std::move(word.folded)));
        }
        if (sentence.words.empty()) {
            continue;
        }
        std::ranges::sort(sentence.words);
        const auto repeated = std::ranges::unique(sentence.words);
        sentence.words.erase(repeated.begin(), repeated.end());
        const auto place = static_cast<std::uint32_t>(sentences_.size());
        for (const std::uint32_t word : sentence.words) {
            places_[word].push_back(place);
        }
        offset += count_code_points(text.substr(counted, range.begin - counted));
        counted = range.begin;
        sentence.document = number;
        sentence.begin = range.begin;
        sentence.end = range.end;
        sentence.offset = offset;
        sentence.length = count_code_points(text.substr(range.begin, range.end - range.begin));
        sentences_.push_back(std::move(sentence));
    }
}

std::vector<WeightedWord> SentenceIndex::weigh(std::string_view text) const {
    std::vector<Word> words = words_of(text);
    std::ranges::sort(words, {}, &Word::folded);
    const auto repeated = std::ranges::unique(words, {}, &Word::folded);
    words.erase(repeated.begin(), repeated.end());
    std::vector<WeightedWord> weighed;
    for (const Word& word : words) {
        const auto found = numbers_.find(word.folded);
        const bool is_known = found != numbers_.end();
        // An unknown word weighs as one that occurs in one sentence.
        const std::size_t uses = is_known ? places_[found->second].size() : 1;
        const double rarity =
            std::log1p(static_cast<double>(sentences_.size()) / static_cast<double>(uses));
        const double factor = factor_of(word);
        weighed.push_back({is_known ? found->second : kUnknownWord, rarity * factor, word.has_digit,
                           factor >= 1, word.letters});
    }
    return weighed;
}

} // namespace sotto
