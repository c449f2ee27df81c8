#pragma once

#include "inference/model/model_config.h"
#include "inference/model/weights.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sotto::inference {

/// Random int4 weights of a shape, made row by row when asked for: to measure speed and
/// memory without a model. The same name gives the same weights. Activations keep a sane size.
class RandomWeights final : public WeightSource {
public:
    explicit RandomWeights(const ModelConfig& config);

    /// All but an output matrix of its own when the shape is tied.
    [[nodiscard]] bool has(std::string_view name) const override;
    Result<WeightMatrix> matrix(std::string_view name, std::size_t rows, std::size_t cols) override;
    Result<std::vector<float>> vector(std::string_view name, std::size_t size) override;
    Status read_row(std::string_view name, std::size_t rows, std::size_t cols, std::size_t row,
                    std::span<float> values) override;
    /// Gives the memory of the last matrix back.
    void release() override;

private:
    WeightMatrix make(std::string_view name, std::size_t first_row, std::size_t rows,
                      std::size_t cols);

    bool is_tied_;
    float norm_weight_; // what a norm that changes nothing is stored as
    std::vector<std::uint8_t> nibbles_;
    std::vector<std::uint16_t> scales_;
};

} // namespace sotto::inference
