#include "app/runtime/profiles.h"

#include <catch2/catch_test_macros.hpp>

#include <cstdint>

namespace sotto::app {

TEST_CASE("a model's recommended sampling replaces the profile's where it is given") {
    Profile base = default_profile();
    base.sampling = {.temperature = 0.6F, .top_k = 5, .top_p = 0.9F, .min_p = 0.1F};
    Profiles profiles(base, [] { return std::uint64_t{7}; });

    const Profile plain = profiles.profile_for({});
    CHECK(plain.sampling.temperature == 0.6F);
    CHECK(plain.sampling.top_k == 5);
    CHECK(plain.sampling.top_p == 0.9F);
    CHECK(plain.system_prompt == base.system_prompt);

    ModelSummary model;
    model.sampling = {.temperature = 1.0F, .top_k = 64};
    const Profile advised = profiles.profile_for(model);
    CHECK(advised.sampling.temperature == 1.0F);
    CHECK(advised.sampling.top_k == 64);
    CHECK(advised.sampling.top_p == 0.9F);
    CHECK(advised.sampling.min_p == 0.1F);
}

TEST_CASE("each profile has a seed of its own") {
    std::uint64_t last = 40;
    Profiles profiles(default_profile(), [&last] { return ++last; });
    CHECK(profiles.profile_for({}).sampling.seed == 41);
    CHECK(profiles.profile_for({}).sampling.seed == 42);

    Profiles random(default_profile());
    bool differs = false;
    const std::uint64_t first = random.profile_for({}).sampling.seed;
    for (int i = 0; i < 8; ++i) { // eight equal 32-bit numbers in a row do not happen
        differs = differs || random.profile_for({}).sampling.seed != first;
    }
    CHECK(differs);
}

} // namespace sotto::app
