#pragma once

#include "inference/model/model_config.h"
#include "inference/model/weights.h"

#include <cstdint>
#include <vector>

namespace sotto::inference {

/// Random int4 weights of a shape, made matrix by matrix when asked for: to measure speed and
/// memory without a model. The same name gives the same weights. Activations keep a sane size.
class RandomWeights final : public WeightSource {
public:
    explicit RandomWeights(const ModelConfig& config);

    /// All but an output matrix of its own when the shape is tied.
    [[nodiscard]] bool has(std::string_view name) const override;
    Result<WeightMatrix> matrix(std::string_view name, std::size_t rows, std::size_t cols) override;
    Result<std::vector<float>> vector(std::string_view name, std::size_t size) override;

private:
    bool is_tied_;
    float norm_weight_; // what a norm that changes nothing is stored as
    std::vector<std::uint8_t> nibbles_;
    std::vector<std::uint16_t> scales_;
};

} // namespace sotto::inference
