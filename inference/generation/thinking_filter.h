#pragma once

#include <string>
#include <string_view>

namespace sotto::inference {

/// Text of a model that thinks before it answers.
struct AnswerParts {
    std::string thinking;
    std::string answer;
};

/// Where a stream of text is.
enum class AnswerPart {
    start,    ///< nothing but white space yet: a thinking block may begin
    thinking, ///< inside <think> … </think>
    gap,      ///< white space behind the block, which belongs to neither part
    answer,
};

/// Separates a thinking block at the beginning of a streamed answer from the answer itself. Later
/// marks are text.
class ThinkingFilter {
public:
    /// `part`: start, or thinking where the prompt has begun the block.
    explicit ThinkingFilter(AnswerPart part) : part_(part) {}

    /// What is certain after these bytes.
    [[nodiscard]] AnswerParts push(std::string_view text);
    /// The rest at the end. A block without its end is thinking.
    [[nodiscard]] AnswerParts finish();

    /// Whether this is <think> or </think>.
    [[nodiscard]] static bool is_mark(std::string_view text);

private:
    bool advance(AnswerParts& parts);

    AnswerPart part_;
    std::string pending_;
};

} // namespace sotto::inference
