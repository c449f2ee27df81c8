#pragma once

#include "core/language_model.h"
#include "core/prompt.h"

#include <functional>
#include <string>
#include <vector>

namespace sotto::test {

/// A language model that follows a script: records what it is asked, reports the phases, and writes
/// the given pieces of text; between two pieces it calls `between`, where a test can pump loops,
/// move clocks or ask for a stop. Honours the request's stop token as the engine does.
class ScriptedLanguageModel final : public LanguageModel {
public:
    std::vector<std::string> pieces{"Hello", " there", "."};
    std::function<void(std::size_t pieces_written)> between = [](std::size_t) {};
    std::optional<Error> failure_at_end;
    /// What is written instead of `pieces`, at once, when it is set.
    std::function<std::string(const GenerateRequest&)> write;
    std::int64_t context_tokens = 4096;
    std::function<std::int64_t(const ChatPrompt&)> count_tokens = &tokens_of;
    std::vector<GenerateRequest> requests;
    std::vector<ModelChoice> prepared;

    Status prepare(const ModelChoice& model, const std::stop_token&, GenerateObserver&) override {
        prepared.push_back(model);
        return {};
    }

    /// Each byte of the system text and of the messages is a token.
    static std::int64_t tokens_of(const ChatPrompt& prompt) {
        std::size_t bytes = compose_system_text(prompt).size();
        for (const ChatMessage& message : prompt.messages) {
            bytes += message.text.size();
        }
        return static_cast<std::int64_t>(bytes);
    }

    Result<PromptCounts> count(const CountRequest& request, GenerateObserver&) override {
        if (request.stop.stop_requested()) {
            return fail(ErrorCode::cancelled, "stopped");
        }
        PromptCounts counts;
        counts.context_tokens = context_tokens;
        for (const ChatPrompt& prompt : request.prompts) {
            counts.prompt_tokens.push_back(count_tokens(prompt));
        }
        return counts;
    }

    Result<Generation> generate(const GenerateRequest& request,
                                GenerateObserver& observer) override {
        requests.push_back(request);
        if (request.stop.stop_requested()) {
            return fail(ErrorCode::cancelled, "stopped");
        }
        observer.on_progress({Phase::loading, 0, 0});
        observer.on_progress({Phase::reading, 0, 12});
        observer.on_progress({Phase::reading, 12, 12});
        observer.on_progress({Phase::writing, 0, 0});
        Generation generation;
        const std::vector<std::string> script =
            write ? std::vector<std::string>{write(request)} : pieces;
        for (std::size_t i = 0; i < script.size(); ++i) {
            between(i);
            if (request.stop.stop_requested()) {
                generation.stats.reason = FinishReason::cancelled;
                break;
            }
            generation.text += script[i];
            generation.token_ids.push_back(static_cast<TokenId>(100 + i));
            observer.on_text(script[i]);
        }
        if (failure_at_end) {
            return std::unexpected(*failure_at_end);
        }
        generation.stats.prompt_tokens = 12;
        generation.stats.generated_tokens = static_cast<std::int64_t>(generation.token_ids.size());
        return generation;
    }
};

} // namespace sotto::test
