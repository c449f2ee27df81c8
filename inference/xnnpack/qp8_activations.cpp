#include "inference/xnnpack/qp8_activations.h"

#include "inference/model/weights.h"
#include "inference/xnnpack/padding.h"
#include "inference/xnnpack/xnn_qp8.h"

#include <array>
#include <utility>

namespace sotto::inference {

namespace {

// Upper bound of the kernels' mr: tokens are packed in tiles of at most this many, the last one
// padded.
constexpr std::size_t kMaxMr = 16;
// The scale and zero point of each token.
constexpr std::size_t kTokenExtraBytes = sizeof(float) + sizeof(std::int32_t);
constexpr std::uint8_t kInt4ZeroPoint = 8;

std::size_t packed_bytes(std::size_t n_tokens, std::size_t width) {
    const auto padded_tokens = (n_tokens + kMaxMr - 1) / kMaxMr * kMaxMr;
    return padded_tokens * (padded_width(width) + kTokenExtraBytes) + kOverreadBytes;
}

// Creates the smallest operator that takes qp8 input.
bool find_kernels() {
    if constexpr (kXnnpackHasQp8) {
        const std::array<std::uint8_t, kInt4BlockSize / 2> nibbles{};
        const float scale = 1;
        xnn_operator_t op = nullptr;
        if (!initialize_xnnpack() ||
            xnn_create_fully_connected_nc_qp8_f32_qc4w(
                kInt4BlockSize, 1, kInt4BlockSize, 1, kInt4ZeroPoint, &scale, nibbles.data(),
                nullptr, -kInfinity, kInfinity, 0, nullptr, nullptr, &op) != xnn_status_success) {
            return false;
        }
        delete_operator(op);
        return true;
    }
    return false;
}

Result<xnn_operator_t> make_conversion() {
    if constexpr (kXnnpackHasQp8) {
        xnn_operator_t op = nullptr;
        return status_of(xnn_create_convert_nc_f32_qp8(0, &op), "quantize activations")
            .transform([&] { return op; });
    }
    return fail(ErrorCode::unsupported, "this XNNPACK has no kernels for packed activations");
}

xnn_status convert(xnn_operator_t op, const float* input, std::size_t n_tokens, std::size_t width,
                   std::size_t stride, std::int8_t* packed, pthreadpool_t threads) {
    if constexpr (kXnnpackHasQp8) {
        auto status = xnn_reshape_convert_nc_f32_qp8(op, n_tokens, width, stride, threads);
        if (status == xnn_status_success) {
            status = xnn_setup_convert_nc_f32_qp8(op, input, packed);
        }
        return status == xnn_status_success ? xnn_run_operator(op, threads) : status;
    }
    return xnn_status_unsupported_hardware;
}

} // namespace

bool Qp8Activations::are_supported() {
    static const bool kFound = find_kernels();
    return kFound;
}

Result<Qp8Activations> Qp8Activations::create(std::size_t max_tokens, std::size_t max_width) {
    if (!are_supported()) {
        return fail(ErrorCode::unsupported, "this processor has no kernels for packed activations");
    }
    return make_conversion().transform([&](xnn_operator_t op) {
        Qp8Activations n_tokens(op);
        n_tokens.bytes_.resize(packed_bytes(max_tokens, max_width));
        return n_tokens;
    });
}

Qp8Activations::Qp8Activations(Qp8Activations&& other) noexcept
    : convert_(std::exchange(other.convert_, nullptr)), bytes_(std::move(other.bytes_)) {}

Qp8Activations& Qp8Activations::operator=(Qp8Activations&& other) noexcept {
    std::swap(convert_, other.convert_);
    bytes_ = std::move(other.bytes_);
    return *this;
}

Qp8Activations::~Qp8Activations() {
    delete_operator(convert_);
}

Status Qp8Activations::quantize(const float* input, std::size_t n_tokens, std::size_t width,
                                std::size_t stride, ThreadPool& pool) {
    if (packed_bytes(n_tokens, width) > bytes_.size()) {
        return fail(ErrorCode::internal, "more activations than the buffer for them holds");
    }
    const auto status = convert(operator_of(convert_), input, n_tokens, width, stride,
                                bytes_.data(), static_cast<pthreadpool_t>(pool.pool_));
    return status_of(status, "quantize activations");
}

} // namespace sotto::inference
