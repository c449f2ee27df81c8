#include "inference/jinja/values/text.h"

#include <algorithm>

namespace sotto::inference::jinja {

Text::Text(std::string bytes, std::size_t source) : bytes_(std::move(bytes)) {
    add_span({0, bytes_.size(), source, 0});
}

void Text::add_span(const TextSpan& span) {
    if (span.begin == span.end) {
        return;
    }
    if (!spans_.empty()) {
        TextSpan& last = spans_.back();
        if (last.end == span.begin && last.source == span.source &&
            last.offset + (last.end - last.begin) == span.offset) {
            last.end = span.end;
            return;
        }
    }
    spans_.push_back(span);
}

void Text::append(const Text& text, std::size_t begin, std::size_t end) {
    const std::size_t at = bytes_.size();
    bytes_.append(text.bytes_, begin, end - begin);
    auto span = std::ranges::upper_bound(text.spans_, begin, {}, &TextSpan::end);
    for (; span != text.spans_.end() && span->begin < end; ++span) {
        const std::size_t from = std::max(span->begin, begin);
        const std::size_t to = std::min(span->end, end);
        add_span({at + (from - begin), at + (to - begin), span->source,
                  span->offset + (from - span->begin)});
    }
}

void Text::append_for(std::string_view bytes, const Text& text, std::size_t at) {
    const std::size_t begin = bytes_.size();
    bytes_ += bytes;
    const auto span = std::ranges::upper_bound(text.spans_, at, {}, &TextSpan::end);
    if (span != text.spans_.end() && span->begin <= at) {
        add_span({begin, bytes_.size(), span->source, span->offset + (at - span->begin)});
    }
}

Text Text::part(std::size_t begin, std::size_t end) const {
    Text made;
    made.append(*this, begin, end);
    return made;
}

Text Text::with_bytes(std::string bytes) const {
    Text made(*this);
    made.bytes_ = std::move(bytes);
    return made;
}

std::string Text::without_contents() const {
    std::string made;
    std::size_t at = 0;
    for (const TextSpan& span : spans_) {
        made.append(bytes_, at, span.begin - at);
        made += "…";
        at = span.end;
    }
    made.append(bytes_, at);
    return made;
}

} // namespace sotto::inference::jinja
