#pragma once

#include "core/error.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

namespace sotto::inference {

/// Columns that share one scale in int4 weights.
inline constexpr std::size_t kInt4GroupSize = 32;

/// A linear layer's weights, [rows = outputs, cols = inputs], row-major. The spans belong to the
/// WeightSource and are valid as long as its span_lifetime() says.
struct F32Matrix {
    std::size_t rows = 0;
    std::size_t cols = 0;
    std::span<const float> values; ///< [rows, cols]
};

/// value = int8 × scale of its row.
struct Int8Matrix {
    std::size_t rows = 0;
    std::size_t cols = 0;
    std::span<const std::int8_t> values; ///< [rows, cols]
    std::span<const float> scales;       ///< [rows]
};

/// value = (nibble − 8) × scale of its group of 32 columns. Columns are padded with zeros (nibble
/// 8) to `padded_cols`, a multiple of 32.
struct Int4Matrix {
    std::size_t rows = 0;
    std::size_t cols = 0;
    std::size_t padded_cols = 0;
    std::span<const std::uint8_t> nibbles; ///< [rows, padded_cols / 2]; low nibble = even column
    std::span<const std::uint16_t> scales; ///< [rows, padded_cols / 32], bfloat16, positive normal
};

using WeightMatrix = std::variant<F32Matrix, Int8Matrix, Int4Matrix>;

/// How long the spans of a matrix stay valid.
enum class SpanLifetime { until_next_matrix, as_long_as_source };

/// Where a Transformer gets its weights: a model's file, or a generator of random ones.
/// Names are the checkpoint's, in one canonical spelling: model.embed_tokens.weight,
/// model.layers.N.{input_layernorm,post_attention_layernorm}.weight,
/// model.layers.N.self_attn.{q,k,v,o}_proj.weight, model.layers.N.mlp.{gate,up,down}_proj.weight,
/// model.norm.weight, lm_head.weight (absent when tied); Gemma 3 adds
/// model.layers.N.{pre,post}_feedforward_layernorm.weight and self_attn.{q,k}_norm.weight.
class WeightSource {
public:
    virtual ~WeightSource() = default;
    [[nodiscard]] virtual bool has(std::string_view name) const = 0;
    /// A source whose matrices lie in a mapped file says as_long_as_source: then the rows of the
    /// embedding are read where they lie, and the source outlives the Transformer.
    [[nodiscard]] virtual SpanLifetime span_lifetime() const {
        return SpanLifetime::until_next_matrix;
    }
    /// Errors: not_found, corrupt_data (another shape), io.
    virtual Result<WeightMatrix> matrix(std::string_view name, std::size_t rows,
                                        std::size_t cols) = 0;
    /// A vector (norm weights), always as f32. Errors: as matrix().
    virtual Result<std::vector<float>> vector(std::string_view name, std::size_t size) = 0;
};

} // namespace sotto::inference
