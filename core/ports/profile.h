#pragma once

#include "core/ports/language_model.h"
#include "core/ports/model_catalog.h"

#include <cstdint>
#include <string>

namespace sotto {

/// Whether anything derived from messages and documents outlives the session.
enum class History { kept, none };

/// What a shell (desktop, terminal; later kiosk and glasses) asks of the services. Data, not code:
/// no service asks which shell it runs in.
struct Profile {
    /// The system prompt of every conversation.
    std::string system_prompt;
    SamplingOptions sampling;
    /// The limit of an answer, in tokens.
    std::int64_t max_answer_tokens = 1024;
    History history = History::kept;
};

/// Port: the profile to answer with.
class ProfileProvider {
public:
    virtual ~ProfileProvider() = default;

    /// The profile for one answer by `model`: the sampling that suits the model, with a seed drawn
    /// anew by each call. Runs on: the main thread; never waits.
    [[nodiscard]] virtual Profile profile_for(const ModelSummary& model) = 0;
};

} // namespace sotto
