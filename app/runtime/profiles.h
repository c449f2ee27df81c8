#pragma once

#include "core/ports/profile.h"

#include <cstdint>
#include <functional>

namespace sotto::app {

/// The profile of the desktop window and of the terminal.
[[nodiscard]] Profile default_profile();

/// A number that nobody can foretell, for a sampling seed.
[[nodiscard]] std::uint64_t random_seed();

/// A base profile with the instructions that a model of this size can follow, what its authors
/// recommend for sampling, and a new seed for each answer.
class Profiles final : public ProfileProvider {
public:
    using DrawSeed = std::function<std::uint64_t()>;

    explicit Profiles(Profile base, DrawSeed draw_seed = random_seed);

    [[nodiscard]] Profile profile_for(const ModelSummary& model) override;

private:
    Profile base_;
    DrawSeed draw_seed_;
};

} // namespace sotto::app
