#pragma once

#include "core/error.h"
#include "core/ports/language_model.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// The sizes for summarizing with a model. Unit: tokens.
struct SummarySizes {
    std::int64_t context = 0;
    std::int64_t frame = 0;       ///< of a prompt without its text
    std::int64_t answer = 0;      ///< limit for the whole summary
    std::int64_t part = 0;        ///< preferred size of a part
    std::int64_t max_part = 0;    ///< maximum size of a part
    std::int64_t part_answer = 0; ///< limit for the summary of a part
};

/// The sizes for a model's context. Each level of summaries has at most half the tokens of the
/// level below. Errors: context_too_long (the context is too small for any part).
[[nodiscard]] Result<SummarySizes>
plan_summary(std::int64_t context_tokens, std::int64_t frame_tokens, std::int64_t answer_tokens);

/// The number of calls to the model: for the parts, the levels above them, and the whole.
[[nodiscard]] std::int64_t estimate_steps(std::int64_t parts, const SummarySizes& sizes);

/// The prompt for the summary of a text. At `level` 0 it is the document's own text, above it
/// consists of summaries.
[[nodiscard]] ChatPrompt summary_prompt(std::string_view system, std::string_view title,
                                        SharedText text, std::int64_t level);

/// The text of the next level: the summaries as paragraphs, without empty ones and without a
/// lead-in that many of them share ("Here is a summary:").
[[nodiscard]] std::string join_summaries(const std::vector<std::string>& summaries);

/// Identifies how a part is summarized, so that summaries saved by another version are not used.
[[nodiscard]] std::string summary_recipe(std::string_view system, std::int64_t level,
                                         std::int64_t part_answer_tokens);

} // namespace sotto
