#pragma once

#include "app/cli/command_context.h"
#include "app/cli/command_options.h"
#include "core/ports/language_model.h"
#include "core/ports/model_catalog.h"
#include "core/ports/profile.h"

#include <string>

namespace sotto::app {

/// An imported model and the settings to ask it with.
struct ChosenModel {
    ModelDetails details;
    ModelChoice choice;
    Profile profile; ///< with the options of the command line
};

/// The model of this name, or the default one. Errors: not_found, of its files.
[[nodiscard]] Result<ModelDetails> find_model(CommandContext& context, const std::string& name);

/// The profile for the next answer of a model, with the options of the command line.
[[nodiscard]] Profile profile_for(CommandContext& context, const ModelSummary& model,
                                  const AnswerOptions& options);

/// Finds the model that the options name, or the default one. Errors: not_found, of its files.
[[nodiscard]] Result<ChosenModel> choose_model(CommandContext& context, const ModelOptions& model,
                                               const AnswerOptions& answer);

} // namespace sotto::app
