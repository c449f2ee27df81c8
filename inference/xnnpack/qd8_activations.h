#pragma once

#include "core/error.h"
#include "inference/xnnpack/padding.h"
#include "inference/xnnpack/thread_pool.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sotto::inference {

/// A batch of activations as int8 with a scale and zero point per token (XNNPACK's qd8): the input
/// of the quantized operators. The buffer for the largest batch is allocated once.
class Qd8Activations {
public:
    /// Errors: out_of_memory, unsupported.
    [[nodiscard]] static Result<Qd8Activations> create(std::size_t max_tokens,
                                                       std::size_t max_width);
    Qd8Activations(Qd8Activations&&) noexcept;
    Qd8Activations& operator=(Qd8Activations&&) noexcept;
    ~Qd8Activations();

    /// Quantizes `n_tokens` vectors of `width` elements, `stride` elements apart in `input`.
    Status quantize(const float* input, std::size_t n_tokens, std::size_t width, std::size_t stride,
                    ThreadPool& pool);

private:
    friend class FullyConnected;
    Qd8Activations() = default;
    void* convert_ = nullptr; // xnn_operator_t
    std::vector<std::int8_t> values_;
    std::vector<std::uint64_t> parameters_; // xnn_quantization_params, one per token
};

} // namespace sotto::inference
