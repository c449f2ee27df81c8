#include "app/runtime/profiles.h"

#include <random>
#include <utility>

namespace sotto::app {

Profile default_profile() {
    Profile profile;
    profile.system_prompt = "You are Sotto, a private assistant on this device.";
    return profile;
}

std::uint64_t random_seed() {
    return std::random_device{}();
}

Profiles::Profiles(Profile base, DrawSeed draw_seed)
    : base_(std::move(base)), draw_seed_(std::move(draw_seed)) {}

Profile Profiles::profile_for(const ModelSummary& model) {
    Profile profile = base_;
    SamplingOptions& sampling = profile.sampling;
    sampling.temperature = model.sampling.temperature.value_or(sampling.temperature);
    sampling.top_k = model.sampling.top_k.value_or(sampling.top_k);
    sampling.top_p = model.sampling.top_p.value_or(sampling.top_p);
    sampling.seed = draw_seed_();
    return profile;
}

} // namespace sotto::app
