#pragma once

#include "core/ports/model_catalog.h"
#include "inference/linear/int4_kernel_selection.h"
#include "inference/model/model_config.h"
#include "inference/model/weights.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace sotto::test {

/// A small model with random weights, stored dequantized (f32) and returned in
/// `dtype`.
class TinyModel final : public inference::WeightSource {
public:
    TinyModel(const inference::ModelConfig& config, WeightDtype dtype, std::uint64_t seed);

    [[nodiscard]] bool has(std::string_view name) const override;
    Result<inference::WeightMatrix> matrix(std::string_view name, std::size_t rows,
                                           std::size_t cols) override;
    Result<std::vector<float>> vector(std::string_view name, std::size_t size) override;

    /// A tensor's dequantized values.
    [[nodiscard]] const std::vector<float>& values(const std::string& name) const {
        return tensors_.at(name).values;
    }
    /// Replaces a tensor's values. Precondition: the dtype is f32.
    void set_values(const std::string& name, std::vector<float> values) {
        tensors_.at(name).values = std::move(values);
    }

private:
    struct Tensor {
        std::vector<float> values;
        std::vector<std::int8_t> bytes;
        std::vector<std::uint8_t> nibbles;
        std::vector<float> scales;
        std::vector<std::uint16_t> block_scales;
    };
    void add(const std::string& name, std::size_t rows, std::size_t cols);
    void add_vector(const std::string& name, std::size_t size, float middle);
    static void quantize_int8(Tensor& tensor, std::size_t rows, std::size_t cols);
    static void quantize_int4(Tensor& tensor, std::size_t rows, std::size_t cols);
    float random(); // in [−1, 1)

    WeightDtype dtype_;
    std::uint64_t state_;
    std::map<std::string, Tensor, std::less<>> tensors_;
};

/// Small configurations that cover the differences between the families.
[[nodiscard]] inference::ModelConfig tiny_pro();     ///< windows, qk norm, interleaved RoPE
[[nodiscard]] inference::ModelConfig tiny_nope();    ///< a NoPE layer with temperature tuning
[[nodiscard]] inference::ModelConfig tiny_llama();   ///< half-split, scaled RoPE, untied, FFN 172
[[nodiscard]] inference::ModelConfig tiny_gemma();   ///< Gemma's norms, two bases, GeGLU
[[nodiscard]] inference::ModelConfig tiny_qwen2();   ///< biases of q, k and v, untied, a window
[[nodiscard]] inference::ModelConfig tiny_qwen3();   ///< learned norms of q and k, wide heads
[[nodiscard]] inference::ModelConfig tiny_smollm3(); ///< a layer without RoPE
[[nodiscard]] inference::ModelConfig tiny_granite(); ///< multipliers
[[nodiscard]] inference::ModelConfig tiny_minicpm(); ///< multipliers made from other keys
[[nodiscard]] inference::ModelConfig tiny_yarn();    ///< tiny_smollm3() with YaRN

/// Deterministic token ids below the vocabulary's size.
[[nodiscard]] std::vector<TokenId> some_tokens(const inference::ModelConfig& config,
                                               std::size_t count, std::uint64_t seed);

/// Logits after each token, computed by plain loops in double precision.
/// Shape: [tokens, vocabulary].
[[nodiscard]] std::vector<float> reference_logits(const inference::ModelConfig& config,
                                                  const TinyModel& model,
                                                  const std::vector<TokenId>& tokens);

/// The kernels that this CPU supports.
[[nodiscard]] std::vector<inference::Int4Kernels> int4_kernels();

/// The largest absolute difference.
[[nodiscard]] double largest_difference(const std::vector<float>& a, const std::vector<float>& b);

/// Standard deviation of b − a relative to that of a.
[[nodiscard]] double relative_noise(const std::vector<float>& a, const std::vector<float>& b);

} // namespace sotto::test
