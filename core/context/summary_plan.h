#pragma once

#include "core/error.h"
#include "core/ports/language_model.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// Sizes that a summary keeps to with a model. Unit: tokens.
struct SummarySizes {
    std::int64_t context = 0;
    std::int64_t frame = 0;       ///< of a prompt around its text: instructions, marks, question
    std::int64_t answer = 0;      ///< that the whole summary may have
    std::int64_t part = 0;        ///< of text that is comfortably summarized at once
    std::int64_t part_most = 0;   ///< of text that may be summarized at once
    std::int64_t part_answer = 0; ///< that the summary of a part may have
};

/// The sizes for a model's context. Summaries of parts are so short that a level of them has at
/// most half the tokens of the level below. Errors: context_too_long (the context is too small for
/// parts at all).
[[nodiscard]] Result<SummarySizes>
plan_summary(std::int64_t context_tokens, std::int64_t frame_tokens, std::int64_t answer_tokens);

/// How many times the model will be asked: for `parts` parts, the levels above them, and the whole.
[[nodiscard]] std::int64_t estimate_steps(std::int64_t parts, const SummarySizes& sizes);

/// What the model is asked about a text: the document with its question. `level` 0 is the document
/// itself, above it the text consists of summaries.
[[nodiscard]] ChatPrompt summary_prompt(std::string_view system, std::string_view title,
                                        std::string text, std::int64_t level);

/// The text of the next level: summaries one after the other, each a paragraph, without the words
/// that many of them begin with ("Here is a summary:") and without empty ones.
[[nodiscard]] std::string join_summaries(const std::vector<std::string>& summaries);

/// Names what was asked of the parts, so that summaries kept by another version are not taken.
[[nodiscard]] std::string summary_recipe(std::string_view system, std::int64_t level,
                                         std::int64_t part_answer_tokens);

} // namespace sotto
