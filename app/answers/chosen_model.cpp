#include "app/answers/chosen_model.h"

#include "app/runtime/load_marker.h"

#include <utility>

namespace sotto::app {

Result<ModelDetails> find_model(CommandContext& context, const std::string& name) {
    return context.wait_for(context.runtime().catalog(),
                            [&name](ModelCatalog& catalog) { return catalog.find(name); });
}

Profile profile_for(CommandContext& context, const ModelSummary& model,
                    const AnswerOptions& options) {
    Profile profile = context.runtime().profiles().profile_for(model);
    SamplingOptions& sampling = profile.sampling;
    if (options.system) { // these are all the instructions
        profile.system_prompt = *options.system;
        profile.document_instructions.clear();
    }
    profile.max_answer_tokens = options.max_tokens.value_or(profile.max_answer_tokens);
    sampling.temperature = options.temperature.value_or(sampling.temperature);
    sampling.top_k = options.top_k.value_or(sampling.top_k);
    sampling.top_p = options.top_p.value_or(sampling.top_p);
    sampling.min_p = options.min_p.value_or(sampling.min_p);
    sampling.repetition_penalty = options.repetition_penalty.value_or(sampling.repetition_penalty);
    sampling.seed = options.seed.value_or(sampling.seed);
    return profile;
}

Result<ChosenModel> choose_model(CommandContext& context, const ModelOptions& model,
                                 const AnswerOptions& answer) {
    auto details = find_model(context, model.name);
    if (!details) {
        return std::unexpected(std::move(details.error()));
    }
    const std::string& folder = details->summary.folder;
    if (find_failed_load(context.paths().loads()) == folder) {
        context.terminal().message("Note: Sotto ended while it was loading this model the last "
                                   "time; it is loaded again now.");
    }
    Profile profile = profile_for(context, details->summary, answer);
    ModelChoice choice{details->summary.folder, model.kv, model.threads};
    return ChosenModel{std::move(*details), std::move(choice), std::move(profile)};
}

} // namespace sotto::app
