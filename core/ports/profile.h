#pragma once

#include "core/ports/language_model.h"

#include <cstdint>
#include <string>

namespace sotto {

/// Whether anything derived from what is said and read outlives the session.
enum class History { kept, none };

/// What a mode of the program (desktop, terminal; later kiosk and glasses) asks of the services.
/// Data, not code: no service asks which mode it runs in.
struct Profile {
    /// The instructions every conversation starts with.
    std::string system_prompt;
    SamplingOptions sampling;
    /// An answer's limit, in tokens.
    std::int64_t max_answer_tokens = 1024;
    History history = History::kept;
};

/// The profile of the desktop window and of the terminal.
[[nodiscard]] Profile default_profile();

} // namespace sotto
