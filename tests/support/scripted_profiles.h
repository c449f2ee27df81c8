#pragma once

#include "core/ports/profile.h"

namespace sotto::test {

/// Profiles that a test chooses: `base` for every model, with the model's recommended temperature,
/// and the seeds 1, 2, 3 …
class ScriptedProfiles final : public ProfileProvider {
public:
    Profile base;

    ScriptedProfiles() { base.system_prompt = "You are a test."; }

    Profile profile_for(const ModelSummary& model) override {
        Profile profile = base;
        profile.sampling.temperature =
            model.sampling.temperature.value_or(profile.sampling.temperature);
        profile.sampling.seed = next_seed_++;
        return profile;
    }

private:
    std::uint64_t next_seed_ = 1;
};

} // namespace sotto::test
