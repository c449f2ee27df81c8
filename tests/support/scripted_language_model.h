#pragma once

#include "core/language_model.h"

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
    std::vector<GenerateRequest> requests;
    std::vector<ModelChoice> prepared;

    Status prepare(const ModelChoice& model, const std::stop_token&, GenerateObserver&) override {
        prepared.push_back(model);
        return {};
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
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            between(i);
            if (request.stop.stop_requested()) {
                generation.stats.reason = FinishReason::cancelled;
                break;
            }
            generation.text += pieces[i];
            generation.token_ids.push_back(static_cast<TokenId>(100 + i));
            observer.on_text(pieces[i]);
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
