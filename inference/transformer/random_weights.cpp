#include "inference/transformer/random_weights.h"

#include "inference/family/tensor_names.h"

#include <bit>
#include <cmath>
#include <cstring>

namespace sotto::inference {

RandomWeights::RandomWeights(const ModelConfig& config)
    : is_tied_(config.tie_word_embeddings), norm_weight_(config.norm_adds_one ? 0.0F : 1.0F) {}

bool RandomWeights::has(std::string_view name) const {
    return name != tensor_names::kOutput || !is_tied_;
}

Result<WeightMatrix> RandomWeights::matrix(std::string_view name, std::size_t rows,
                                           std::size_t cols) {
    return make(name, 0, rows, cols);
}

Status RandomWeights::read_row(std::string_view name, std::size_t, std::size_t cols,
                               std::size_t row, std::span<float> values) {
    dequantize_row(make(name, row, 1, cols), 0, values);
    return {};
}

void RandomWeights::release() {
    nibbles_ = {};
    scales_ = {};
}

WeightMatrix RandomWeights::make(std::string_view name, std::size_t first_row, std::size_t rows,
                                 std::size_t cols) {
    const auto padded_cols = (cols + kInt4BlockSize - 1) / kInt4BlockSize * kInt4BlockSize;
    std::uint64_t seed = 0xCBF29CE484222325ULL;
    for (const char c : name) {
        seed = (seed ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    }
    nibbles_.resize(rows * padded_cols / 2); // output rows are a multiple of 16 bytes
    for (std::size_t row = 0; row < rows; ++row) {
        // Odd, so never 0, at which xorshift would stay.
        std::uint64_t state = (seed + (first_row + row) * 0x9E3779B97F4A7C15ULL) | 1U;
        std::uint8_t* const to = nibbles_.data() + row * padded_cols / 2;
        for (std::size_t i = 0; i < padded_cols / 2; i += sizeof state) {
            state ^= state << 13U;
            state ^= state >> 7U;
            state ^= state << 17U;
            std::memcpy(to + i, &state, sizeof state);
        }
    }
    // Nibble − 8 has a standard deviation of 4.6; outputs should be about as large as inputs.
    const float scale = 1.0F / (4.6F * std::sqrt(static_cast<float>(cols)));
    scales_.assign(rows * padded_cols / kInt4BlockSize,
                   static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(scale) >> 16U));
    return Int4Matrix{rows, cols, padded_cols, nibbles_, scales_};
}

Result<std::vector<float>> RandomWeights::vector(std::string_view name, std::size_t size) {
    return std::vector<float>(size, name.ends_with(".bias") ? 0 : norm_weight_);
}

} // namespace sotto::inference
