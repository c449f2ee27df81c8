#pragma once

#include "inference/model/model_config.h"
#include "inference/model/weights.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sotto::inference {

/// Random int4 weights for a shape, generated on demand, to measure speed and memory without a
/// model. The same name always gives the same weights. Activations keep a sane magnitude.
class RandomWeights final : public WeightSource {
public:
    explicit RandomWeights(const ModelConfig& config);

    /// Everything but a separate output matrix if the shape is tied.
    [[nodiscard]] bool has(std::string_view name) const override;
    Result<WeightMatrix> matrix(std::string_view name, std::size_t rows, std::size_t cols) override;
    Result<std::vector<float>> vector(std::string_view name, std::size_t size) override;
    Status read_row(std::string_view name, std::size_t rows, std::size_t cols, std::size_t row,
                    std::span<float> values) override;
    /// Frees the memory of the last matrix.
    void release() override;

private:
    WeightMatrix make(std::string_view name, std::size_t first_row, std::size_t rows,
                      std::size_t cols);

    bool is_tied_;
    float norm_weight_; // the stored value of a norm that is the identity
    std::vector<std::uint8_t> nibbles_;
    std::vector<std::uint16_t> scales_;
};

} // namespace sotto::inference
