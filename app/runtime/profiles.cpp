#include "app/runtime/profiles.h"

#include <cstdint>
#include <random>
#include <utility>

namespace sotto::app {

namespace {

// Also the only instructions that the starter model was trained with.
constexpr const char* kInstructions = "You are Sotto, a private assistant on this device.";

constexpr const char* kDocumentInstructions =
    "Answer only from the document, not from other knowledge. First check whether the document "
    "says anything about the question. If it does, write only the shortest exact words of the "
    "document that answer it, in its language, never a whole sentence. If it does not, write only: "
    "The document does not say.";

// Models below this size get an instruction that is frequent in training data, and no rules.
constexpr std::int64_t kSmallParameters = 400'000'000;
constexpr const char* kSmallInstructions = "You are a helpful assistant.";
// The only model below this size that chats is the starter model, built in or imported.
constexpr std::int64_t kStarterParameters = 20'000'000;

bool is_small(const ModelSummary& model) {
    return model.parameters > 0 && model.parameters < kSmallParameters;
}

} // namespace

Profile default_profile() {
    Profile profile;
    profile.system_prompt = kInstructions;
    profile.document_instructions = kDocumentInstructions;
    return profile;
}

std::uint64_t random_seed() {
    return std::random_device{}();
}

Profiles::Profiles(Profile base, DrawSeed draw_seed)
    : base_(std::move(base)), draw_seed_(std::move(draw_seed)) {}

Profile Profiles::profile_for(const ModelSummary& model) {
    Profile profile = base_;
    if (is_small(model)) {
        profile.document_instructions.clear();
        if (model.parameters >= kStarterParameters) {
            profile.system_prompt = kSmallInstructions;
        }
    }
    SamplingOptions& sampling = profile.sampling;
    sampling.temperature = model.sampling.temperature.value_or(sampling.temperature);
    sampling.top_k = model.sampling.top_k.value_or(sampling.top_k);
    sampling.top_p = model.sampling.top_p.value_or(sampling.top_p);
    sampling.seed = draw_seed_();
    return profile;
}

} // namespace sotto::app
