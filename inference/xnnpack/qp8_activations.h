#pragma once

#include "core/error.h"
#include "inference/xnnpack/thread_pool.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sotto::inference {

/// Rows of activations as int8, packed together with their scales and zero points in the order in
/// which KleidiAI's kernels read them: the input of operators made with ActivationLayout::qp8.
/// Memory for the largest batch is taken once.
class Qp8Activations {
public:
    /// Whether this processor and this XNNPACK have kernels that read packed n_tokens.
    [[nodiscard]] static bool are_supported();

    /// Errors: out_of_memory; unsupported, also where they are not supported.
    [[nodiscard]] static Result<Qp8Activations> create(std::size_t max_tokens,
                                                       std::size_t max_width);
    Qp8Activations(Qp8Activations&&) noexcept;
    Qp8Activations& operator=(Qp8Activations&&) noexcept;
    ~Qp8Activations();

    /// Quantizes `n_tokens` n_tokens of `width` elements that lie `stride` apart in `input`.
    Status quantize(const float* input, std::size_t n_tokens, std::size_t width, std::size_t stride,
                    ThreadPool& pool);

private:
    friend class FullyConnected;
    explicit Qp8Activations(void* convert) : convert_(convert) {}

    void* convert_; // an xnn_operator_t
    std::vector<std::int8_t> bytes_;
};

} // namespace sotto::inference
