#include "inference/formats/safetensors.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/mutators/safetensors_mutator.h"
#include "tests/fuzz/target.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace sotto::fuzz {

namespace {

/// Input: a whole file. Accepted tensors are inside it, each with the size of its shape.
bool run(std::string_view input) {
    using namespace inference;
    static MemoryFile memory;
    memory.fill(input);
    const auto file = SafetensorsFile::open(memory.path());
    if (!file) {
        return false;
    }
    std::size_t covered = 0;
    for (const auto& [name, tensor] : file->tensors()) {
        std::size_t bytes = element_bytes(tensor.type);
        for (const std::size_t extent : tensor.shape) {
            bytes *= extent;
        }
        require(bytes == tensor.data.size(), "a tensor has the bytes of its shape");
        covered += bytes;
        std::vector<std::byte> copy(bytes);
        require(file->copy(tensor.data, copy).has_value(), "a tensor can be read");
        require(std::ranges::equal(copy, tensor.data), "a tensor is read alike in both ways");
    }
    require(covered < input.size(), "tensors lie in the file");
    return true;
}

} // namespace

const Target& safetensors_target() {
    static constexpr Target kTarget{"safetensors", run, mutate_safetensors};
    return kTarget;
}

} // namespace sotto::fuzz
