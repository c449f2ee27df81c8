#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sotto::fuzz {

/// A small sound input that fuzzing starts from.
struct Seed {
    std::string name;
    std::string content;
    bool is_accepted = true; ///< false where only a large input could be
};

/// Those of a target; every one has some. Precondition: there is a target of this name.
[[nodiscard]] std::vector<Seed> seeds_of(std::string_view target);

[[nodiscard]] std::vector<Seed> gguf_seeds();
[[nodiscard]] std::vector<Seed> hugging_face_seeds();
[[nodiscard]] std::vector<Seed> pickle_seeds();
[[nodiscard]] std::vector<Seed> safetensors_seeds();
[[nodiscard]] std::vector<Seed> torch_seeds();

} // namespace sotto::fuzz
