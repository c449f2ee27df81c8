#include "core/context/context_plan.h"

#include <algorithm>
#include <format>
#include <utility>

namespace sotto {

namespace {

// The context is divided by this for the least room of an answer.
constexpr std::int64_t kAnswerShare = 8;

} // namespace

std::int64_t answer_room(std::int64_t context_tokens, std::int64_t answer_tokens) {
    return std::min(answer_tokens, std::max<std::int64_t>(context_tokens / kAnswerShare, 1));
}

// Each prompt adds one part to the one before. The differences are the tokens of the parts and add
// up to exactly the whole.
std::vector<ChatPrompt> plan_prompts(const ChatPrompt& prompt) {
    ChatPrompt bare{prompt.system, {}, {ChatMessage{}}};
    ChatPrompt with_question{prompt.system, {}, {prompt.messages.back()}};
    ChatPrompt with_documents{prompt.system, prompt.documents, {prompt.messages.back()}};
    std::vector<ChatPrompt> prompts;
    prompts.push_back(std::move(bare));
    prompts.push_back(std::move(with_question));
    prompts.push_back(std::move(with_documents));
    if (prompt.messages.size() > 1) {
        prompts.push_back(prompt);
    }
    return prompts;
}

ContextPlan make_plan(const PromptCounts& counts, std::int64_t answer_tokens) {
    const std::vector<std::int64_t>& tokens = counts.prompt_tokens;
    ContextPlan plan;
    plan.context = counts.context_tokens;
    plan.system = tokens[0];
    plan.question = tokens[1] - tokens[0];
    plan.documents = tokens[2] - tokens[1];
    plan.history = tokens.size() > 3 ? tokens[3] - tokens[2] : 0;
    plan.answer = answer_room(plan.context, answer_tokens);
    return plan;
}

Result<ContextPlan> plan_context(LanguageModel& model, const ModelChoice& choice,
                                 const ChatPrompt& prompt, std::int64_t answer_tokens,
                                 const std::stop_token& stop, GenerateObserver& observer) {
    if (prompt.messages.empty()) {
        return fail(ErrorCode::invalid_input, "a conversation must end with the user's message");
    }
    return model.count({choice, plan_prompts(prompt), stop}, observer)
        .transform([answer_tokens](const PromptCounts& counts) {
            return make_plan(counts, answer_tokens);
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
