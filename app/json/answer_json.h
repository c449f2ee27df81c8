#pragma once

#include "app/json/citation_list.h"
#include "core/context/context_fit.h"
#include "core/ports/language_model.h"
#include "core/summaries/summary_service.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::app {

// JSON of answers: see library_json.h.

/// What is reported about an answer beside its text; empty = not asked for.
struct AnswerDetails {
    std::optional<std::vector<TitledCitation>> citations;
    std::optional<ContextUse> context;
};

[[nodiscard]] std::string to_json(const Generation& answer, std::string_view model,
                                  const AnswerDetails& details);
/// The same, and how the document was read.
[[nodiscard]] std::string to_json(const SummaryOutcome& summary, std::string_view model,
                                  const AnswerDetails& details);

} // namespace sotto::app
