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
    /// How to answer from documents; follows the system prompt where there are some. May be empty.
    std::string document_instructions;
    SamplingOptions sampling;
    /// The limit of an answer, in tokens.
    std::int64_t max_answer_tokens = 1024;
    History history = History::kept;

    /// The system prompt in front of documents.
    [[nodiscard]] std::string document_system_prompt() const {
        const bool has_both = !system_prompt.empty() && !document_instructions.empty();
        return system_prompt + (has_both ? " " : "") + document_instructions;
    }
};

/// Port: the profile to answer with.
class ProfileProvider {
public:
    virtual ~ProfileProvider() = default;

    /// The profile for one answer by `model`: the instructions and the sampling that suit the
    /// model, with a seed drawn anew by each call. Runs on: the main thread; never waits.
    [[nodiscard]] virtual Profile profile_for(const ModelSummary& model) = 0;
};

} // namespace sotto
