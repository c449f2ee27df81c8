#include "core/citations/citations.h"

#include "core/document_place.h"
#include "core/text/sentence_index.h"
#include "core/text/sentences.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace sotto {

namespace {

// Shares of an answer's sentence, by the weight of its words, that a place must have. With less,
// the place is about the same subject at most.
constexpr double kMinShare = 0.6;
constexpr double kMinShareOfTwoPlaces = 0.7;
constexpr double kMinShareOfSecondPlace = 0.2;
// A neighbour joins a passage only when it adds more than this share.
constexpr double kNeighbourPenalty = 0.08;
constexpr std::size_t kMinSharedWords = 2;
constexpr std::size_t kMaxCandidates = 8;
// A sentence that is one number ("4827") is supported by a place with that number if there are few.
constexpr std::size_t kMinLoneDigits = 2;
constexpr std::size_t kMaxLonePlaces = 2;

/// Neighbouring sentences of a document, by index.
struct SentenceSpan {
    std::size_t first = 0;
    std::size_t last = 0;
};

/// How much of an answer's sentence one or two passages have.
struct Support {
    double share = 0; // of the weight of all words
    std::size_t shared_words = 0;
    bool has_all_numbers = true;
};

/// Finds the passages that support one sentence of an answer.
class Search {
public:
    Search(const SentenceIndex& index, std::string_view sentence,
           std::span<const std::size_t> excluded)
        : index_(index), words_(index.weigh(sentence)), excluded_(excluded) {
        for (const WeightedWord& word : words_) {
            total_ += word.weight;
            significant_words_ += word.is_significant ? 1 : 0;
        }
    }

    [[nodiscard]] std::vector<SentenceSpan> run() const {
        if (significant_words_ == 0) {
            return {};
        }
        if (significant_words_ == 1) {
            return find_lone_number();
        }
        const std::vector<std::uint32_t> candidates = find_candidates();
        if (const auto best = find_one(candidates)) {
            return {*best};
        }
        return find_two(candidates);
    }

private:
    [[nodiscard]] std::vector<SentenceSpan> find_lone_number() const {
        const auto word = std::ranges::find(words_, true, &WeightedWord::is_significant);
        if (!word->has_digit || word->letters < kMinLoneDigits || word->word == kUnknownWord) {
            return {};
        }
        std::vector<std::uint32_t> places = index_.places(word->word);
        std::erase_if(places, [this](std::uint32_t place) { return is_excluded(place); });
        return !places.empty() && places.size() <= kMaxLonePlaces
                   ? std::vector<SentenceSpan>{{places.front(), places.front()}}
                   : std::vector<SentenceSpan>();
    }

    [[nodiscard]] bool is_excluded(std::uint32_t sentence) const {
        return std::ranges::contains(excluded_, index_.sentences()[sentence].document);
    }

    // The sentences with the highest weights, the best first.
    [[nodiscard]] std::vector<std::uint32_t> find_candidates() const {
        std::vector<double> weights(index_.sentences().size());
        std::vector<std::uint32_t> found;
        for (const WeightedWord& word : words_) {
            if (word.word == kUnknownWord) {
                continue;
            }
            for (const std::uint32_t place : index_.places(word.word)) {
                if (is_excluded(place)) {
                    continue;
                }
                if (weights[place] == 0) {
                    found.push_back(place);
                }
                weights[place] += word.weight;
            }
        }
        const auto is_better = [&weights](std::uint32_t a, std::uint32_t b) {
            return weights[a] != weights[b] ? weights[a] > weights[b] : a < b;
        };
        const auto kept = std::min(found.size(), kMaxCandidates);
        std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(kept),
                                  is_better);
        found.resize(kept);
        return found;
    }

    [[nodiscard]] Support support_by(std::span<const SentenceSpan> passages) const {
        Support support;
        for (const WeightedWord& word : words_) {
            const bool is_there = std::ranges::any_of(
                passages, [&](const SentenceSpan& passage) { return has(passage, word.word); });
            support.share += is_there ? word.weight / total_ : 0;
            support.shared_words += is_there && word.is_significant ? 1 : 0;
            support.has_all_numbers = support.has_all_numbers && (is_there || !word.has_digit);
        }
        return support;
    }

    [[nodiscard]] bool has(const SentenceSpan& passage, std::uint32_t word) const {
        for (std::size_t i = passage.first; i <= passage.last; ++i) {
            if (std::ranges::binary_search(index_.sentences()[i].words, word)) {
                return true;
            }
        }
        return false;
    }

    // `sentences`: of all passages; each further one may match a word by chance.
    static bool is_enough(const Support& support, double share, std::size_t sentences) {
        return support.share >= share && support.has_all_numbers &&
               support.shared_words >= kMinSharedWords + sentences - 1;
    }

    // The sentence alone, with the neighbour before, with the one behind, and with both.
    [[nodiscard]] std::vector<SentenceSpan> around(std::size_t sentence) const {
        const auto& all = index_.sentences();
        const bool has_before =
            sentence > 0 && all[sentence - 1].document == all[sentence].document;
        const bool has_behind =
            sentence + 1 < all.size() && all[sentence + 1].document == all[sentence].document;
        std::vector<SentenceSpan> passages{{sentence, sentence}};
        if (has_before) {
            passages.push_back({sentence - 1, sentence});
        }
        if (has_behind) {
            passages.push_back({sentence, sentence + 1});
        }
        if (has_before && has_behind) {
            passages.push_back({sentence - 1, sentence + 1});
        }
        return passages;
    }

    [[nodiscard]] std::size_t bytes_of(const SentenceSpan& passage) const {
        return index_.sentences()[passage.last].end - index_.sentences()[passage.first].begin;
    }

    [[nodiscard]] std::optional<SentenceSpan>
    find_one(const std::vector<std::uint32_t>& candidates) const {
        std::optional<SentenceSpan> best;
        double best_worth = 0;
        for (const std::uint32_t candidate : candidates) {
            for (const SentenceSpan& passage : around(candidate)) {
                const Support support = support_by({&passage, 1});
                const double worth =
                    support.share -
                    kNeighbourPenalty * static_cast<double>(passage.last - passage.first);
                const bool is_better = !best || worth > best_worth ||
                                       (worth == best_worth && bytes_of(passage) < bytes_of(*best));
                const std::size_t n_sentences = passage.last - passage.first + 1;
                if (is_enough(support, kMinShare, n_sentences) && is_better) {
                    best = passage;
                    best_worth = worth;
                }
            }
        }
        return best;
    }

    [[nodiscard]] std::vector<SentenceSpan>
    find_two(const std::vector<std::uint32_t>& candidates) const {
        for (const std::uint32_t first : candidates) {
            for (const std::uint32_t second : candidates) {
                std::array<SentenceSpan, 2> both{SentenceSpan{first, first},
                                                 SentenceSpan{second, second}};
                const Support support = support_by(both);
                const double larger = std::max(support_by({both.data(), 1}).share,
                                               support_by({both.data() + 1, 1}).share);
                const double least = support.share - larger;
                if (least >= kMinShareOfSecondPlace &&
                    is_enough(support, kMinShareOfTwoPlaces, both.size())) {
                    std::ranges::sort(both, {}, &SentenceSpan::first);
                    return {both.begin(), both.end()};
                }
            }
        }
        return {};
    }

    const SentenceIndex& index_;
    std::vector<WeightedWord> words_;
    std::span<const std::size_t> excluded_;
    double total_ = 0;
    std::size_t significant_words_ = 0;
};

} // namespace

std::string location_text(std::span<const DocumentMark> marks, std::int64_t offset,
                          std::int64_t length) {
    const auto* const page = mark_at(marks, DocumentMarkKind::page, offset);
    if (page != nullptr) {
        const auto* const last =
            mark_at(marks, DocumentMarkKind::page, offset + std::max<std::int64_t>(length, 1) - 1);
        return last == page ? "p. " + page->label : "pp. " + page->label + "-" + last->label;
    }
    const auto* const section = mark_at(marks, DocumentMarkKind::section, offset);
    return section == nullptr || section->label.empty() ? "" : "section " + section->label;
}

struct CitationIndex::State {
    explicit State(std::vector<DocumentText> given)
        : documents(std::move(given)), index(documents, IndexedUnit::sentence) {}

    std::vector<DocumentText> documents;
    SentenceIndex index;
};

CitationIndex::CitationIndex(std::vector<DocumentText> documents)
    : state_(std::make_unique<const State>(std::move(documents))) {}

CitationIndex::~CitationIndex() = default;

const std::vector<DocumentText>& CitationIndex::documents() const {
    return state_->documents;
}

std::vector<Citation> CitationIndex::find(std::string_view answer,
                                          std::span<const std::size_t> excluded) const {
    const auto& sentences = state_->index.sentences();
    std::vector<Citation> citations;
    for (const SentenceRange& range : split_sentences(answer, LineBreaks::end)) {
        const std::string_view sentence = answer.substr(range.begin, range.end - range.begin);
        for (const SentenceSpan& passage : Search(state_->index, sentence, excluded).run()) {
            const DocumentSentence& first = sentences[passage.first];
            const DocumentSentence& last = sentences[passage.last];
            const DocumentText& document = state_->documents[first.document];
            const std::int64_t length = last.offset + last.length - first.offset;
            citations.push_back(
                {std::string(sentence), first.document,
                 location_text(document.marks, first.offset, length), first.offset, length,
                 std::string(document.text.view().substr(first.begin, last.end - first.begin))});
        }
    }
    return citations;
}

} // namespace sotto
