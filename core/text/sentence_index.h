#pragma once

#include "core/document.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sotto {

/// What a document is divided into for an index.
enum class IndexedUnit { sentence, paragraph };

/// A sentence or paragraph of a document, without the space around it.
struct DocumentSentence {
    std::size_t document = 0; ///< index into the documents
    std::size_t begin = 0;    ///< byte in its text
    std::size_t end = 0;
    std::int64_t offset = 0; ///< the same in Unicode code points
    std::int64_t length = 0;
    std::vector<std::uint32_t> words; ///< distinct numbers of words, ascending
};

/// A word of an answer or a question, and how much it says.
struct WeighedWord {
    std::uint32_t word = 0; ///< its number; kUnknownWord where no document has it
    double weight = 0;
    bool has_digit = false;
    bool says_much = false; ///< has more than a few letters, or a digit
    std::size_t letters = 0;
};

inline constexpr std::uint32_t kUnknownWord = UINT32_MAX;

/// All sentences (or paragraphs, of about a thousand bytes) of some documents, and in which of them
/// each word stands. Made in time linear in the documents, which need not live on.
class SentenceIndex {
public:
    SentenceIndex(const std::vector<DocumentText>& documents, IndexedUnit unit);

    [[nodiscard]] const std::vector<DocumentSentence>& sentences() const { return sentences_; }

    /// Numbers of the sentences in which a word stands, ascending.
    [[nodiscard]] const std::vector<std::uint32_t>& places(std::uint32_t word) const {
        return places_[word];
    }

    /// The distinct words of a text. Words of a few letters, which every text has, weigh little;
    /// rare ones weigh more than common ones.
    [[nodiscard]] std::vector<WeighedWord> weigh(std::string_view text) const;

private:
    void add(const DocumentText& document, std::size_t number, IndexedUnit unit);
    std::uint32_t number_of(std::string word);

    std::unordered_map<std::string, std::uint32_t> numbers_; // of words
    std::vector<std::vector<std::uint32_t>> places_;         // by number of the word
    std::vector<DocumentSentence> sentences_;
};

} // namespace sotto
