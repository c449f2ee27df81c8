#include "inference/xnnpack/qd8_activations.h"

#include "inference/xnnpack/xnn_library.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace sotto::inference {

namespace {

static_assert(sizeof(xnn_quantization_params) == sizeof(std::uint64_t));
static_assert(kOverreadBytes >= XNN_EXTRA_BYTES);
// Kernels process up to 16 tokens at once. For a partial tile they write the last token repeatedly,
// each time with the parameters of the next slot, so the slots behind the last token must repeat
// its parameters. The kernels read more slots than xnnpack.h asks for, and XNNPACK fills only as
// many as it asks for.
constexpr std::size_t kMaxMr = 16;
constexpr std::size_t kExtraParameters =
    std::max<std::size_t>(kMaxMr - 1, XNN_EXTRA_QUANTIZATION_PARAMS);

pthreadpool_t pool_of(void* pool) {
    return static_cast<pthreadpool_t>(pool);
}

} // namespace

Result<Qd8Activations> Qd8Activations::create(std::size_t max_tokens, std::size_t max_width) {
    if (auto status = initialize_xnnpack(); !status) {
        return std::unexpected(status.error());
    }
    Qd8Activations n_tokens;
    xnn_operator_t op = nullptr;
    const auto status = status_of(xnn_create_convert_nc_f32_qd8(0, &op), "quantize activations");
    if (!status) {
        return std::unexpected(status.error());
    }
    n_tokens.convert_ = op;
    n_tokens.values_.resize(max_tokens * max_width + kOverreadBytes);
    n_tokens.parameters_.resize(max_tokens + kExtraParameters);
    return n_tokens;
}

Qd8Activations::Qd8Activations(Qd8Activations&& other) noexcept
    : convert_(std::exchange(other.convert_, nullptr)), values_(std::move(other.values_)),
      parameters_(std::move(other.parameters_)) {}

Qd8Activations& Qd8Activations::operator=(Qd8Activations&& other) noexcept {
    std::swap(convert_, other.convert_);
    values_ = std::move(other.values_);
    parameters_ = std::move(other.parameters_);
    return *this;
}

Qd8Activations::~Qd8Activations() {
    delete_operator(convert_);
}

Status Qd8Activations::quantize(const float* input, std::size_t n_tokens, std::size_t width,
                                std::size_t stride, ThreadPool& pool) {
    if (n_tokens * width + kOverreadBytes > values_.size() ||
        n_tokens + kExtraParameters > parameters_.size()) {
        return fail(ErrorCode::internal, "more activations than the buffer for them holds");
    }
    const auto op = operator_of(convert_);
    auto status =
        xnn_reshape_convert_nc_f32_qd8(op, n_tokens, width, stride, width, pool_of(pool.pool_));
    if (status == xnn_status_success) {
        status = xnn_setup_convert_nc_f32_qd8(
            op, input, values_.data(),
            reinterpret_cast<xnn_quantization_params*>(parameters_.data()));
    }
    if (status == xnn_status_success) {
        status = xnn_run_operator(op, pool_of(pool.pool_));
    }
    if (n_tokens > 0) {
        std::fill_n(parameters_.begin() + static_cast<std::ptrdiff_t>(n_tokens), kExtraParameters,
                    parameters_[n_tokens - 1]);
    }
    return status_of(status, "quantize activations");
}

} // namespace sotto::inference
