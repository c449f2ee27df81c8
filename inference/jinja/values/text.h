#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::inference::jinja {

/// Which bytes of a text were put in from outside, and what they were there.
struct TextSpan {
    std::size_t begin = 0;  ///< in the text
    std::size_t end = 0;    ///< in the text
    std::size_t source = 0; ///< number of the content, from 1
    std::size_t offset = 0; ///< of `begin` in the content

    friend bool operator==(const TextSpan&, const TextSpan&) = default;
};

/// A string of a template in which the bytes of contents (what people and models wrote) stay known
/// through every operation, so that they are never read as control tokens. What no span covers was
/// written by the template's author.
class Text {
public:
    Text() = default;
    explicit Text(std::string bytes) : bytes_(std::move(bytes)) {}
    /// A whole content. `source`: from 1.
    Text(std::string bytes, std::size_t source);

    [[nodiscard]] const std::string& bytes() const { return bytes_; }
    [[nodiscard]] std::size_t size() const { return bytes_.size(); }
    /// Ascending; no two touch that could be one.
    [[nodiscard]] const std::vector<TextSpan>& spans() const { return spans_; }

    /// Appends text of the template's author.
    void append(std::string_view bytes) { bytes_ += bytes; }
    void append(const Text& text) { append(text, 0, text.size()); }
    /// Appends the bytes [begin, end) of `text`.
    void append(const Text& text, std::size_t begin, std::size_t end);
    /// Appends bytes that stand for the byte at `at` of `text`, as an escape sequence does.
    void append_for(std::string_view bytes, const Text& text, std::size_t at);

    [[nodiscard]] Text part(std::size_t begin, std::size_t end) const;
    /// The same text with other bytes. `bytes`: as many.
    [[nodiscard]] Text with_bytes(std::string bytes) const;
    /// Only what the template's author wrote; "…" where a content stood.
    [[nodiscard]] std::string without_contents() const;

    /// By bytes.
    friend bool operator==(const Text& left, const Text& right) {
        return left.bytes_ == right.bytes_;
    }

private:
    void add_span(const TextSpan& span);

    std::string bytes_;
    std::vector<TextSpan> spans_;
};

} // namespace sotto::inference::jinja
