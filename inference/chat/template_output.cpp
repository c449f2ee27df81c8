#include "inference/chat/template_output.h"

#include "inference/normalizer/unicode_form.h"

#include <algorithm>
#include <string>

namespace sotto::inference {

namespace {

using jinja::Text;
using jinja::TextSpan;

constexpr std::string_view kSpace = " \t\r\n\f\v";

/// Where an answer stands that is inserted by its ids.
struct AnswerPlace {
    std::size_t begin = 0;
    std::size_t end = 0;
    const std::vector<TokenId>* ids = nullptr;
};

bool is_blank(std::string_view text) {
    return text.find_first_not_of(kSpace) == text.npos;
}

/// Answers with ids whose text stands once, and whole but for white space at its ends.
std::vector<AnswerPlace> answer_places(const Text& text,
                                       const std::vector<PromptMessage>& messages) {
    std::vector<AnswerPlace> places;
    for (const TextSpan& span : text.spans()) {
        const PromptMessage& message = messages[span.source - 1];
        const std::string_view content = message.text;
        const std::size_t content_end = span.offset + (span.end - span.begin);
        if (!message.token_ids.empty() && is_blank(content.substr(0, span.offset)) &&
            is_blank(content.substr(content_end)) &&
            std::ranges::count(text.spans(), span.source, &TextSpan::source) == 1) {
            places.push_back({span.begin, span.end, &message.token_ids});
        }
    }
    return places;
}

/// Offsets in the text at which documents end, in order.
std::vector<std::size_t> document_ends(const Text& text,
                                       const std::vector<PromptMessage>& messages) {
    std::vector<std::size_t> ends;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        for (const std::size_t end : messages[i].document_ends) {
            std::size_t at = 0;
            for (const TextSpan& span : text.spans()) {
                if (span.source == i + 1 && span.offset < end) {
                    at = std::max(at,
                                  span.begin + std::min(end - span.offset, span.end - span.begin));
                }
            }
            ends.push_back(at);
        }
    }
    std::ranges::sort(ends);
    return ends;
}

class OutputWriter {
public:
    OutputWriter(const Text& text, const std::vector<PromptMessage>& messages, ChatWriter& writer)
        : text_(text), bytes_(text.bytes()), places_(answer_places(text, messages)),
          ends_(document_ends(text, messages)), writer_(writer) {}

    void run() {
        auto span = text_.spans().begin();
        auto place = places_.begin();
        std::size_t at = 0;
        while (at < bytes_.size()) {
            const bool has_span = span != text_.spans().end();
            if (has_span && at == span->begin) {
                if (place != places_.end() && place->begin == at) {
                    write_text_before(at);
                    writer_.append(*place->ids);
                    begin_ = std::max(begin_, span->end);
                    ++place;
                }
                at = span->end;
                ++span;
                continue;
            }
            const std::size_t end = has_span ? span->begin : bytes_.size();
            const auto found = control_token_at(writer_.tokenizer(), bytes_.substr(at, end - at));
            if (found) {
                const TokenRules rules = writer_.tokenizer().control_rules(found->id);
                const std::string_view before = bytes_.substr(0, at);
                write_text_before(at - (rules.lstrip ? trailing_space(before) : 0));
                writer_.append(found->id);
                at += found->bytes;
                begin_ = at + (rules.rstrip ? leading_space(bytes_.substr(at)) : 0);
            } else {
                ++at;
            }
        }
        write_text_before(at);
    }

private:
    void write_text_before(std::size_t end) {
        if (begin_ >= end) {
            return;
        }
        std::vector<std::size_t> ends;
        for (; next_end_ < ends_.size() && ends_[next_end_] <= end; ++next_end_) {
            ends.push_back(ends_[next_end_] - std::min(ends_[next_end_], begin_));
        }
        writer_.text_with_documents(std::string(bytes_.substr(begin_, end - begin_)), ends);
        begin_ = end;
    }

    const Text& text_;
    std::string_view bytes_;
    std::vector<AnswerPlace> places_;
    std::vector<std::size_t> ends_;
    std::size_t next_end_ = 0;
    ChatWriter& writer_;
    std::size_t begin_ = 0; ///< of the text that is not written yet
};

} // namespace

std::optional<FoundControlToken> control_token_at(const Tokenizer& tokenizer,
                                                  std::string_view text) {
    // All that are in use look like this; asking for every part of a text would take long.
    constexpr std::size_t kLongest = 64;
    if (!text.starts_with('<') && !text.starts_with('[')) {
        return std::nullopt;
    }
    const char close = text[0] == '<' ? '>' : ']';
    text = text.substr(0, kLongest);
    for (std::size_t end = text.rfind(close); end != text.npos;
         end = end == 0 ? text.npos : text.rfind(close, end - 1)) {
        if (const auto id = tokenizer.control_token(text.substr(0, end + 1))) {
            return FoundControlToken{*id, end + 1};
        }
    }
    return std::nullopt;
}

void write_output(const Text& text, const std::vector<PromptMessage>& messages,
                  ChatWriter& writer) {
    OutputWriter(text, messages, writer).run();
}

} // namespace sotto::inference
