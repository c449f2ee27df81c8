#include "core/context/context_plan.h"

#include <algorithm>
#include <format>
#include <functional>
#include <utility>
#include <vector>

namespace sotto {

namespace {

// The context is divided by this for the least room of an answer.
constexpr std::int64_t kAnswerShare = 8;

} // namespace

std::int64_t answer_room(std::int64_t context_tokens, std::int64_t answer_tokens) {
    return std::min(answer_tokens, std::max<std::int64_t>(context_tokens / kAnswerShare, 1));
}

ContextPlan make_plan(const TokenizedPrompt& prompt, std::int64_t answer_tokens) {
    ContextPlan plan;
    plan.context = prompt.context_tokens;
    plan.system = prompt.system;
    plan.documents = std::ranges::fold_left(prompt.documents, std::int64_t{0}, std::plus());
    plan.history = prompt.history;
    plan.question = prompt.question;
    plan.answer = answer_room(plan.context, answer_tokens);
    return plan;
}

Result<SharedTokens> tokenize(LanguageModel& model, const ModelChoice& choice, ChatPrompt prompt,
                              const std::stop_token& stop, GenerateObserver& observer) {
    TokenizeRequest request{choice, {}, stop};
    request.prompts.push_back(std::move(prompt));
    return model.tokenize(request, observer).transform([](std::vector<SharedTokens> tokens) {
        return std::move(tokens.front());
    });
}

Error context_full_error(const ContextPlan& plan) {
    std::string parts;
    for (const auto& [tokens, what] :
         {std::pair{plan.system, "instructions"}, std::pair{plan.documents, "documents"},
          std::pair{plan.history, "earlier turns"}, std::pair{plan.question, "the question"}}) {
        if (tokens > 0) {
            parts += std::format("{}{} {}", parts.empty() ? "" : ", ", what, tokens);
        }
    }
    return {ErrorCode::context_too_long,
            std::format("the prompt has {} tokens ({}), and with room for an answer of {} the "
                        "model's context takes {}",
                        plan.prompt(), parts, plan.answer, plan.context - plan.answer)};
}

} // namespace sotto
