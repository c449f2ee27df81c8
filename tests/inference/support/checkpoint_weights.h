#pragma once

#include "inference/formats/safetensors.h"
#include "inference/model/weights.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace sotto::test {

/// The tensors of a Hugging Face folder as f32, under the names that the engine uses.
class CheckpointWeights final : public inference::WeightSource {
public:
    /// Reads every safetensors file of `folder`; fails the test when one cannot be read.
    explicit CheckpointWeights(const std::filesystem::path& folder);

    [[nodiscard]] bool has(std::string_view name) const override { return tensors_.contains(name); }
    Result<inference::WeightMatrix> matrix(std::string_view name, std::size_t rows,
                                           std::size_t cols) override;
    Result<std::vector<float>> vector(std::string_view name, std::size_t size) override;

private:
    std::map<std::string, std::vector<float>, std::less<>> tensors_;
};

} // namespace sotto::test
