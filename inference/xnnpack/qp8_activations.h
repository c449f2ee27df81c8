#pragma once

#include "core/error.h"
#include "inference/xnnpack/thread_pool.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sotto::inference {

/// A batch of activations as int8, packed with each token's scale and zero point in the layout that
/// KleidiAI's kernels read (XNNPACK's qp8): the input of operators created with
/// ActivationLayout::qp8. The buffer for the largest batch is allocated once.
class Qp8Activations {
public:
    /// Whether this CPU and this build of XNNPACK have kernels for qp8.
    [[nodiscard]] static bool are_supported();

    /// Errors: out_of_memory; unsupported (no such kernels).
    [[nodiscard]] static Result<Qp8Activations> create(std::size_t max_tokens,
                                                       std::size_t max_width);
    Qp8Activations(Qp8Activations&&) noexcept;
    Qp8Activations& operator=(Qp8Activations&&) noexcept;
    ~Qp8Activations();

    /// Quantizes `n_tokens` vectors of `width` elements, `stride` elements apart in `input`.
    Status quantize(const float* input, std::size_t n_tokens, std::size_t width, std::size_t stride,
                    ThreadPool& pool);

private:
    friend class FullyConnected;
    explicit Qp8Activations(void* convert) : convert_(convert) {}

    void* convert_; // xnn_operator_t
    std::vector<std::int8_t> bytes_;
};

} // namespace sotto::inference
