#pragma once

#include "core/error.h"
#include "inference/xnnpack/padding.h"
#include "inference/xnnpack/thread_pool.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sotto::inference {

/// Rows of activations as int8, each with its own scale and zero point: the input of the quantized
/// operators. Memory for the largest batch is taken once.
class Qd8Activations {
public:
    /// Errors: out_of_memory, unsupported.
    [[nodiscard]] static Result<Qd8Activations> create(std::size_t max_tokens,
                                                       std::size_t max_width);
    Qd8Activations(Qd8Activations&&) noexcept;
    Qd8Activations& operator=(Qd8Activations&&) noexcept;
    ~Qd8Activations();

    /// Quantizes `n_tokens` n_tokens of `width` elements that lie `stride` apart in `input`.
    Status quantize(const float* input, std::size_t n_tokens, std::size_t width, std::size_t stride,
                    ThreadPool& pool);

private:
    friend class FullyConnected;
    Qd8Activations() = default;
    void* convert_ = nullptr; // an xnn_operator_t
    std::vector<std::int8_t> values_;
    std::vector<std::uint64_t> parameters_; // xnn_quantization_params, one a row
};

} // namespace sotto::inference
