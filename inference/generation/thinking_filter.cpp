#include "inference/generation/thinking_filter.h"

#include <algorithm>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::string_view kOpen = "<think>";
constexpr std::string_view kClose = "</think>";
constexpr std::string_view kSpace = " \t\r\n";

/// How many bytes at the end of `text` may be the beginning of `mark`.
std::size_t begun(std::string_view text, std::string_view mark) {
    std::size_t size = std::min(text.size(), mark.size() - 1);
    while (size > 0 && !text.ends_with(mark.substr(0, size))) {
        --size;
    }
    return size;
}

} // namespace

bool ThinkingFilter::is_mark(std::string_view text) {
    return text == kOpen || text == kClose;
}

AnswerParts ThinkingFilter::push(std::string_view text) {
    AnswerParts parts;
    if (part_ == AnswerPart::answer) {
        parts.answer = text;
        return parts;
    }
    pending_ += text;
    while (advance(parts)) {
    }
    return parts;
}

/// Takes from the pending text what is certain; whether more of it may be.
bool ThinkingFilter::advance(AnswerParts& parts) {
    switch (part_) {
    case AnswerPart::start: {
        const auto first = std::min(pending_.find_first_not_of(kSpace), pending_.size());
        const std::string_view rest = std::string_view(pending_).substr(first);
        if (rest.starts_with(kOpen)) {
            pending_.erase(0, first + kOpen.size());
            part_ = AnswerPart::thinking;
            return true;
        }
        if (kOpen.starts_with(rest)) {
            return false;
        }
        part_ = AnswerPart::answer;
        return true;
    }
    case AnswerPart::thinking: {
        const auto close = pending_.find(kClose);
        if (close != std::string::npos) {
            parts.thinking += pending_.substr(0, close);
            pending_.erase(0, close + kClose.size());
            part_ = AnswerPart::gap;
            return true;
        }
        const std::size_t certain = pending_.size() - begun(pending_, kClose);
        parts.thinking += pending_.substr(0, certain);
        pending_.erase(0, certain);
        return false;
    }
    case AnswerPart::gap:
        pending_.erase(0, std::min(pending_.find_first_not_of(kSpace), pending_.size()));
        if (pending_.empty()) {
            return false;
        }
        part_ = AnswerPart::answer;
        return true;
    case AnswerPart::answer:
        parts.answer += std::exchange(pending_, {});
        return false;
    }
    return false;
}

AnswerParts ThinkingFilter::finish() {
    AnswerParts parts;
    if (part_ == AnswerPart::thinking) {
        parts.thinking = std::exchange(pending_, {});
    } else if (part_ != AnswerPart::gap) {
        parts.answer = std::exchange(pending_, {});
    }
    return parts;
}

} // namespace sotto::inference
