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

TEST_CASE("the instructions suit the model's size") {
    Profiles profiles(default_profile());
    const auto profile_for = [&profiles](std::int64_t parameters) {
        ModelSummary model;
        model.parameters = parameters;
        return profiles.profile_for(model);
    };
    const Profile large = profile_for(1'100'000'000);
    CHECK(large.system_prompt == default_profile().system_prompt);
    CHECK_FALSE(large.document_instructions.empty());
    CHECK(large.document_system_prompt() ==
          large.system_prompt + " " + large.document_instructions);

    const Profile small = profile_for(135'000'000);
    CHECK(small.system_prompt != large.system_prompt);
    CHECK_FALSE(small.system_prompt.empty());
    CHECK(small.document_system_prompt() == small.system_prompt);

    // The starter model was trained with this text alone.
    const Profile starter = profile_for(3'100'000);
    CHECK(starter.system_prompt == "You are Sotto, a private assistant on this device.");
    CHECK(starter.document_system_prompt() == starter.system_prompt);

    CHECK(profile_for(0).document_system_prompt() == large.document_system_prompt()); // unknown
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
