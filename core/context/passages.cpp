#include "core/context/passages.h"

#include "core/text/sentence_index.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace sotto {

namespace {

constexpr std::string_view kGap = "\n[…]\n";

struct Ranked {
    double weight = 0;
    std::uint32_t place = 0;
};

// The paragraphs with significant words of the question, the best first.
std::vector<Ranked> rank(const SentenceIndex& index, std::string_view question) {
    std::vector<double> weights(index.sentences().size());
    std::vector<bool> is_found(index.sentences().size());
    for (const WeightedWord& word : index.weigh(question)) {
        if (word.word == kUnknownWord) {
            continue;
        }
        for (const std::uint32_t place : index.places(word.word)) {
            weights[place] += word.weight;
            is_found[place] = is_found[place] || word.is_significant;
        }
    }
    std::vector<Ranked> ranked;
    for (std::uint32_t place = 0; place < weights.size(); ++place) {
        if (is_found[place]) {
            ranked.push_back({weights[place], place});
        }
    }
    std::ranges::stable_sort(ranked, std::ranges::greater{}, &Ranked::weight);
    return ranked;
}

} // namespace

FoundParts find_parts(const std::vector<DocumentText>& documents, std::string_view question,
                      std::size_t max_bytes) {
    const SentenceIndex index(documents, IndexedUnit::paragraph);
    const auto& all = index.sentences();
    std::vector<std::uint32_t> chosen;
    std::size_t bytes = 0;
    for (const Ranked& ranked : rank(index, question)) {
        const DocumentSentence& part = all[ranked.place];
        const std::size_t size = part.end - part.begin + kGap.size();
        if (bytes + size <= max_bytes) {
            bytes += size;
            chosen.push_back(ranked.place);
        }
    }
    std::ranges::sort(chosen);
    FoundParts found;
    found.parts = chosen.size();
    found.total_parts = all.size();
    for (auto place = chosen.begin(); place != chosen.end();) {
        const std::size_t number = all[*place].document;
        const std::string_view whole = documents[number].text;
        std::string text;
        for (; place != chosen.end() && all[*place].document == number; ++place) {
            const DocumentSentence& part = all[*place];
            text += text.empty() ? "" : kGap;
            text += whole.substr(part.begin, part.end - part.begin);
        }
        found.documents.push_back({documents[number].title, std::move(text)});
    }
    return found;
}

} // namespace sotto
