#pragma once

#include "core/document.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sotto {

/// The units of an index.
enum class IndexedUnit { sentence, paragraph };

/// A sentence or paragraph of a document, without white space around it.
struct DocumentSentence {
    std::size_t document = 0; ///< index into the documents
    std::size_t begin = 0;    ///< byte in its text
    std::size_t end = 0;
    std::int64_t offset = 0; ///< the same in Unicode code points
    std::int64_t length = 0;
    std::vector<std::uint32_t> words; ///< distinct word numbers, ascending
};

/// A word of an answer or a question, with its weight.
struct WeightedWord {
    std::uint32_t word = 0; ///< its number; kUnknownWord when no document has it
    double weight = 0;
    bool has_digit = false;
    bool is_significant = false; ///< has a digit or more than a few letters
    std::size_t letters = 0;
};

inline constexpr std::uint32_t kUnknownWord = UINT32_MAX;

/// An inverted index of the sentences, or of the paragraphs of about 1000 bytes, of some documents.
/// Built in linear time; the documents need not outlive it.
class SentenceIndex {
public:
    SentenceIndex(const std::vector<DocumentText>& documents, IndexedUnit unit);

    [[nodiscard]] const std::vector<DocumentSentence>& sentences() const { return sentences_; }

    /// Indices of the sentences with a word, ascending.
    [[nodiscard]] const std::vector<std::uint32_t>& places(std::uint32_t word) const {
        return places_[word];
    }

    /// The distinct words of a text. Rare words weigh more than common ones, and words of a few
    /// letters weigh little.
    [[nodiscard]] std::vector<WeightedWord> weigh(std::string_view text) const;

private:
    void add(const DocumentText& document, std::size_t number, IndexedUnit unit);
    std::uint32_t number_of(std::string word);

    std::unordered_map<std::string, std::uint32_t> numbers_; // of words
    std::vector<std::vector<std::uint32_t>> places_;         // by number of the word
    std::vector<DocumentSentence> sentences_;
};

} // namespace sotto
