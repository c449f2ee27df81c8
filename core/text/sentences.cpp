#include "core/text/sentences.h"

#include <algorithm>
#include <array>

namespace sotto {

namespace {

constexpr std::string_view kSpace = " \t\r\n\f\v";
constexpr std::size_t kShortLineBytes = 45; // shorter lines are not hard-wrapped
constexpr std::size_t kMaxSentenceBytes = 600;
constexpr std::size_t kMaxLeadInBytes = 40;

bool is_space(char byte) {
    return kSpace.contains(byte);
}

bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/// Collects the sentences of a text.
class Splitter {
public:
    Splitter(std::string_view text, LineBreaks breaks) : text_(text), breaks_(breaks) {}

    std::vector<SentenceRange> run() {
        skip_item_mark(0);
        for (std::size_t at = 0; at < text_.size(); ++at) {
            if (text_[at] == '\n') {
                on_line_break(at);
            } else if (ends_at(at) || leads_in(at)) {
                finish(behind_closers(at + 1));
            } else if (is_space(text_[at]) && at - begin_ >= kMaxSentenceBytes) {
                finish(at);
            }
        }
        finish(text_.size());
        return std::move(sentences_);
    }

private:
    void on_line_break(std::size_t at) {
        const bool is_short = at - line_ < kShortLineBytes;
        const auto next = text_.find_first_not_of(" \t\r", at + 1);
        const bool is_empty_next = next != std::string_view::npos && text_[next] == '\n';
        if (breaks_ == LineBreaks::end || is_short || is_empty_next) {
            finish(at);
            skip_item_mark(at + 1);
        }
        line_ = at + 1;
    }

    // Whether a sentence ends with the byte at `at`.
    [[nodiscard]] bool ends_at(std::size_t at) const {
        constexpr std::array<std::string_view, 4> kWideEnds{"。", "！", "？", "…"};
        const std::string_view before = text_.substr(0, at + 1);
        if (std::ranges::any_of(kWideEnds,
                                [before](std::string_view end) { return before.ends_with(end); })) {
            return true;
        }
        constexpr std::string_view kEnds = ".!?";
        if (!kEnds.contains(text_[at])) {
            return false;
        }
        const std::size_t behind = behind_closers(at + 1);
        const bool is_followed_by_space = behind >= text_.size() || is_space(text_[behind]);
        return is_followed_by_space && (text_[at] != '.' || !is_abbreviation(at));
    }

    // "Mr.", "Dr.", "J.": a capital letter, or up to three letters without a vowel.
    [[nodiscard]] bool is_abbreviation(std::size_t dot) const {
        std::size_t first = dot;
        while (first > begin_ && dot - first < 4 && is_letter(text_[first - 1])) {
            --first;
        }
        const std::string_view word = text_.substr(first, dot - first);
        if (word.empty() || word.size() > 3 || word.front() < 'A' || word.front() > 'Z') {
            return false;
        }
        return word.size() == 1 || word.find_first_of("aeiouyAEIOUY") == std::string_view::npos;
    }

    // Whether the colon at `at` ends a lead-in of an answer.
    [[nodiscard]] bool leads_in(std::size_t at) const {
        return breaks_ == LineBreaks::end && text_[at] == ':' && at + 1 < text_.size() &&
               is_space(text_[at + 1]) && at - begin_ < kMaxLeadInBytes;
    }

    // Closing quotation marks and brackets belong to the sentence.
    [[nodiscard]] std::size_t behind_closers(std::size_t at) const {
        constexpr std::array<std::string_view, 9> kClosers{"\"", "'", ")",  "]", "”",
                                                           "’",  "»", "」", "*"};
        for (bool found = true; found;) {
            found = false;
            for (const std::string_view closer : kClosers) {
                if (text_.substr(std::min(at, text_.size())).starts_with(closer)) {
                    at += closer.size();
                    found = true;
                }
            }
        }
        return at;
    }

    // "- ", "* ", "## ", "12. ", "3) " at the beginning of a line.
    void skip_item_mark(std::size_t line) {
        std::size_t at = std::min(text_.find_first_not_of(" \t", line), text_.size());
        const std::size_t mark = at;
        while (at < text_.size() && std::string_view("-*#>+").contains(text_[at])) {
            ++at;
        }
        if (at == mark) {
            while (at < text_.size() && text_[at] >= '0' && text_[at] <= '9') {
                ++at;
            }
            const bool is_number =
                at > mark && at < text_.size() && (text_[at] == '.' || text_[at] == ')');
            at = is_number ? at + 1 : mark;
        }
        if (at > mark && at < text_.size() && is_space(text_[at])) {
            begin_ = std::max(begin_, at);
        }
    }

    void finish(std::size_t end) {
        if (end <= begin_) {
            return;
        }
        const std::string_view sentence = text_.substr(begin_, end - begin_);
        const auto first = sentence.find_first_not_of(kSpace);
        if (first != std::string_view::npos) {
            sentences_.push_back({begin_ + first, begin_ + sentence.find_last_not_of(kSpace) + 1});
        }
        begin_ = end;
    }

    std::string_view text_;
    LineBreaks breaks_;
    std::size_t begin_ = 0; // of the sentence
    std::size_t line_ = 0;
    std::vector<SentenceRange> sentences_;
};

} // namespace

std::vector<SentenceRange> split_sentences(std::string_view text, LineBreaks breaks) {
    return Splitter(text, breaks).run();
}

} // namespace sotto
