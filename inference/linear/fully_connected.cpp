#include "inference/linear/fully_connected.h"

#include "inference/files/checksum.h"
#include "inference/linear/fingerprint_matrix.h"
#include "inference/xnnpack/xnn_library.h"
#include "inference/xnnpack/xnn_qp8.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::size_t kAlignment = 64;
constexpr std::uint8_t kInt4ZeroPoint = 8;
constexpr std::uint16_t kOneAsBfloat16 = 0x3F80; // two in a row are a float of about 1

// The matrix that XNNPACK packs. For one that is packed already it only checks that the scales are
// positive.
struct Source {
    MatrixDtype dtype;
    std::size_t outputs;
    std::size_t inputs; // as the kernels count them: padded for int4
    const void* values;
    const void* scales;
};

Source source_of(const F32Matrix& one) {
    return {MatrixDtype::f32, one.rows, one.cols, one.values.data(), nullptr};
}

Source source_of(const Int8Matrix& one) {
    return {MatrixDtype::int8, one.rows, one.cols, one.values.data(), one.scales.data()};
}

Source source_of(const Int4Matrix& one) {
    return {MatrixDtype::int4, one.rows, one.padded_cols, one.nibbles.data(), one.scales.data()};
}

Source source_of(const Int4ChannelMatrix& one) {
    return {MatrixDtype::int4_channel, one.rows, one.padded_cols, one.nibbles.data(),
            one.scales.data()};
}

// XNNPACK has no kernels for them.
Source source_of(const BlockMatrix& one) {
    return {MatrixDtype::blocks, one.rows, one.cols, nullptr, nullptr};
}

bool is_int4(MatrixDtype dtype) {
    return dtype == MatrixDtype::int4 || dtype == MatrixDtype::int4_channel;
}

// Input width of the kernels for a matrix of `cols` columns.
std::size_t input_width(MatrixDtype dtype, std::size_t cols) {
    return is_int4(dtype) ? padded_width(cols) : cols;
}

// Creates an operator that takes qp8 input.
xnn_status create_packed(const Source& from, xnn_weights_cache_t cache, xnn_operator_t* op) {
    if constexpr (kXnnpackHasQp8) {
        const auto in = from.inputs;
        const auto out = from.outputs;
        if (from.dtype == MatrixDtype::int4) {
            return xnn_create_fully_connected_nc_qp8_f32_qb4w(
                in, out, in, out, kInt4BlockSize, kInt4ZeroPoint,
                static_cast<const std::uint16_t*>(from.scales), from.values, nullptr, -kInfinity,
                kInfinity, 0, nullptr, cache, op);
        }
        if (from.dtype == MatrixDtype::int4_channel) {
            return xnn_create_fully_connected_nc_qp8_f32_qc4w(
                in, out, in, out, kInt4ZeroPoint, static_cast<const float*>(from.scales),
                from.values, nullptr, -kInfinity, kInfinity, 0, nullptr, cache, op);
        }
    }
    return xnn_status_unsupported_hardware;
}

xnn_status create_operator(const Source& from, xnn_weights_cache_t cache, xnn_operator_t* op) {
    const auto in = from.inputs;
    const auto out = from.outputs;
    const auto* const scales = static_cast<const float*>(from.scales);
    switch (from.dtype) {
    case MatrixDtype::f32:
        return xnn_create_fully_connected_nc_f32(in, out, padded_width(in), out,
                                                 static_cast<const float*>(from.values), nullptr,
                                                 -kInfinity, kInfinity, 0, nullptr, cache, op);
    case MatrixDtype::int8:
        return xnn_create_fully_connected_nc_qd8_f32_qc8w(
            in, out, in, out, scales, static_cast<const std::int8_t*>(from.values), nullptr,
            -kInfinity, kInfinity, 0, nullptr, cache, op);
    case MatrixDtype::int4:
        return xnn_create_fully_connected_nc_qd8_f32_qb4w(
            in, out, in, out, kInt4BlockSize, kInt4ZeroPoint,
            static_cast<const std::uint16_t*>(from.scales), from.values, nullptr, -kInfinity,
            kInfinity, 0, nullptr, cache, op);
    case MatrixDtype::int4_channel:
        return xnn_create_fully_connected_nc_qd8_f32_qc4w(in, out, in, out, kInt4ZeroPoint, scales,
                                                          from.values, nullptr, -kInfinity,
                                                          kInfinity, 0, nullptr, cache, op);
    case MatrixDtype::blocks:
        break;
    }
    return xnn_status_unsupported_parameter;
}

std::unexpected<Error> unusable_scale() {
    return fail(ErrorCode::corrupt_data,
                "a matrix of the model has a scale that is not a positive number");
}

// The only invalid parameter that can come from a file is a scale.
Result<xnn_operator_t> try_create(const Source& source, ActivationLayout activations,
                                  xnn_weights_cache_t cache) {
    if (auto status = initialize_xnnpack(); !status) {
        return std::unexpected(status.error());
    }
    xnn_operator_t op = nullptr;
    const auto status = activations == ActivationLayout::qp8 ? create_packed(source, cache, &op)
                                                             : create_operator(source, cache, &op);
    if (status == xnn_status_invalid_parameter) {
        return unusable_scale();
    }
    return status_of(status, "pack a matrix").transform([&] { return op; });
}

// XNNPACK checks channel scales less strictly than block scales.
Status check_matrix(const WeightMatrix& matrix) {
    if (!has_consistent_sizes(matrix)) {
        return fail(ErrorCode::corrupt_data, "a matrix of the model does not have the stated size");
    }
    std::span<const float> scales;
    if (const auto* int8 = std::get_if<Int8Matrix>(&matrix)) {
        scales = int8->scales;
    } else if (const auto* int4 = std::get_if<Int4ChannelMatrix>(&matrix)) {
        scales = int4->scales;
    }
    const bool are_usable =
        std::ranges::all_of(scales, [](float scale) { return std::isnormal(scale) && scale > 0; });
    return are_usable ? Status() : unusable_scale();
}

Source source_of(const WeightMatrix& matrix) {
    return std::visit([](const auto& one) { return source_of(one); }, matrix);
}

// The cache interface of XNNPACK, used to redirect one matrix into our buffer. There is no key,
// since every operator has a cache of its own.
struct PackingCache {
    explicit PackingCache(PackBuffer& memory) : buffer(memory) {}

    PackBuffer& buffer;
    xnn_weights_cache_provider provider{
        .context = this,
        .look_up = [](void*, const xnn_weights_cache_look_up_key*) { return SIZE_MAX; },
        .reserve_space = [](void* self, std::size_t bytes) -> void* {
            return static_cast<PackingCache*>(self)->buffer.take(bytes);
        },
        .look_up_or_insert = [](void*, const xnn_weights_cache_look_up_key*, void*,
                                std::size_t) -> std::size_t { return 0; },
        .is_finalized = [](void*) { return false; },
        .offset_to_addr = [](void* self, std::size_t) -> void* {
            return const_cast<std::byte*>(static_cast<PackingCache*>(self)->buffer.bytes().data());
        },
        .delete_cache = [](void*) { return xnn_status_success; },
    };
};

// The same for a matrix that is packed already, which XNNPACK only reads.
struct PackedCache {
    explicit PackedCache(const std::byte* packed) : bytes(packed) {}
    PackedCache(const PackedCache&) = delete;
    PackedCache& operator=(const PackedCache&) = delete;

    const std::byte* bytes;
    xnn_weights_cache_provider provider{
        .context = this,
        .look_up = [](void*, const xnn_weights_cache_look_up_key*) -> std::size_t { return 0; },
        .reserve_space = [](void*, std::size_t) -> void* { return nullptr; },
        .look_up_or_insert = [](void*, const xnn_weights_cache_look_up_key*, void*,
                                std::size_t) -> std::size_t { return 0; },
        .is_finalized = [](void*) { return true; },
        .offset_to_addr = [](void* self, std::size_t offset) -> void* {
            return const_cast<std::byte*>(static_cast<PackedCache*>(self)->bytes + offset);
        },
        .delete_cache = [](void*) { return xnn_status_success; },
    };
};

// Size of the weights alone, without what the kernels interleave with them.
std::size_t min_bytes(MatrixDtype dtype, std::size_t rows, std::size_t width) {
    switch (dtype) {
    case MatrixDtype::f32:
        return rows * width * sizeof(float);
    case MatrixDtype::int8:
        return rows * width;
    case MatrixDtype::int4:
        return rows * (width / 2 + width / kInt4BlockSize * sizeof(std::uint16_t));
    case MatrixDtype::int4_channel:
    case MatrixDtype::blocks:
        break;
    }
    return rows * width / 2;
}

// The functions that run an operator with qd8 input.
struct QuantizedCalls {
    decltype(&xnn_reshape_fully_connected_nc_qd8_f32_qb4w) reshape;
    decltype(&xnn_setup_fully_connected_nc_qd8_f32_qb4w) setup;
};

QuantizedCalls calls_of(MatrixDtype dtype) {
    switch (dtype) {
    case MatrixDtype::int8:
        return {&xnn_reshape_fully_connected_nc_qd8_f32_qc8w,
                &xnn_setup_fully_connected_nc_qd8_f32_qc8w};
    case MatrixDtype::int4_channel:
        return {&xnn_reshape_fully_connected_nc_qd8_f32_qc4w,
                &xnn_setup_fully_connected_nc_qd8_f32_qc4w};
    case MatrixDtype::int4:
    case MatrixDtype::f32:
    case MatrixDtype::blocks:
        break;
    }
    return {&xnn_reshape_fully_connected_nc_qd8_f32_qb4w,
            &xnn_setup_fully_connected_nc_qd8_f32_qb4w};
}

xnn_status set_up_packed(MatrixDtype dtype, xnn_operator_t op, const std::int8_t* input,
                         std::size_t n_tokens, float* output, pthreadpool_t threads) {
    if constexpr (kXnnpackHasQp8) {
        if (dtype == MatrixDtype::int4) {
            const auto status = xnn_reshape_fully_connected_nc_qp8_f32_qb4w(op, n_tokens, threads);
            return status == xnn_status_success
                       ? xnn_setup_fully_connected_nc_qp8_f32_qb4w(op, input, output)
                       : status;
        }
        const auto status = xnn_reshape_fully_connected_nc_qp8_f32_qc4w(op, n_tokens, threads);
        return status == xnn_status_success
                   ? xnn_setup_fully_connected_nc_qp8_f32_qc4w(op, input, output)
                   : status;
    }
    return xnn_status_unsupported_hardware;
}

} // namespace

std::byte* PackBuffer::take(std::size_t bytes) {
    try {
        memory_.clear();
        memory_.resize(bytes + kAlignment); // zeroes all of it
    } catch (const std::bad_alloc&) {
        packed_ = {};
        return nullptr;
    }
    const auto misplaced = reinterpret_cast<std::uintptr_t>(memory_.data()) % kAlignment;
    std::byte* const aligned = memory_.data() + (kAlignment - misplaced) % kAlignment;
    packed_ = {aligned, bytes};
    return aligned;
}

Result<FullyConnected> FullyConnected::create(const WeightMatrix& matrix,
                                              ActivationLayout activations) {
    return check_matrix(matrix)
        .and_then([&] { return try_create(source_of(matrix), activations, nullptr); })
        .transform([&](xnn_operator_t op) {
            const Source source = source_of(matrix);
            const bool takes_f32 = source.dtype == MatrixDtype::f32;
            return FullyConnected(op, {source.dtype, activations}, takes_f32 ? 0 : source.inputs,
                                  nullptr);
        });
}

Result<FullyConnected> FullyConnected::open(const PackedMatrix& matrix,
                                            std::vector<std::uint16_t>& ones) {
    const auto width = input_width(matrix.dtype, matrix.cols);
    if (matrix.bytes.size() < min_bytes(matrix.dtype, matrix.rows, width)) {
        return fail(ErrorCode::corrupt_data, "a packed matrix has too few bytes");
    }
    const auto scales = matrix.dtype == MatrixDtype::int4 ? matrix.rows * (width / kInt4BlockSize)
                                                          : matrix.rows * 2; // two make a float
    ones.resize(std::max(ones.size(), scales), kOneAsBfloat16);
    const auto cache = std::make_shared<PackedCache>(matrix.bytes.data());
    // XNNPACK wants a non-null pointer to the weights, but never reads them.
    const Source source{matrix.dtype, matrix.rows, width, matrix.bytes.data(), ones.data()};
    return try_create(source, matrix.activations, &cache->provider)
        .transform([&](xnn_operator_t op) {
            const bool takes_f32 = matrix.dtype == MatrixDtype::f32;
            return FullyConnected(op, {matrix.dtype, matrix.activations}, takes_f32 ? 0 : width,
                                  cache);
        });
}

Status FullyConnected::pack(const WeightMatrix& matrix, PackBuffer& buffer,
                            ActivationLayout activations) {
    PackingCache cache(buffer);
    return check_matrix(matrix)
        .and_then([&] { return try_create(source_of(matrix), activations, &cache.provider); })
        .transform([](xnn_operator_t op) { delete_operator(op); });
}

Result<std::uint64_t> FullyConnected::layout_fingerprint(MatrixDtype dtype,
                                                         ActivationLayout activations) {
    PackBuffer buffer;
    if (auto packed = pack(FingerprintMatrix(dtype).matrix(), buffer, activations); !packed) {
        return std::unexpected(packed.error());
    }
    constexpr std::string_view kVersion = SOTTO_XNNPACK_VERSION;
    std::vector<std::byte> known(buffer.bytes().begin(), buffer.bytes().end());
    const auto version = std::as_bytes(std::span(kVersion));
    known.insert(known.end(), version.begin(), version.end());
    known.push_back(static_cast<std::byte>(dtype));
    if (activations == ActivationLayout::qp8) {
        known.push_back(static_cast<std::byte>(activations));
    }
    return xxh3_64(known);
}

FullyConnected::FullyConnected(void* op, Kind kind, std::size_t quantized_width,
                               std::shared_ptr<void> provider)
    : operator_(op), kind_(kind), quantized_width_(quantized_width),
      provider_(std::move(provider)) {}

FullyConnected::FullyConnected(FullyConnected&& other) noexcept
    : operator_(std::exchange(other.operator_, nullptr)), kind_(other.kind_),
      quantized_width_(other.quantized_width_), provider_(std::move(other.provider_)) {}

FullyConnected& FullyConnected::operator=(FullyConnected&& other) noexcept {
    std::swap(operator_, other.operator_);
    std::swap(provider_, other.provider_);
    kind_ = other.kind_;
    quantized_width_ = other.quantized_width_;
    return *this;
}

FullyConnected::~FullyConnected() {
    delete_operator(operator_);
}

Status FullyConnected::run(const float* input, std::size_t n_tokens, float* output,
                           ThreadPool& pool) {
    const auto op = operator_of(operator_);
    const auto threads = static_cast<pthreadpool_t>(pool.pool_);
    auto status = xnn_reshape_fully_connected_nc_f32(op, n_tokens, threads);
    if (status == xnn_status_success) {
        status = xnn_setup_fully_connected_nc_f32(op, input, output);
    }
    if (status == xnn_status_success) {
        status = xnn_run_operator(op, threads);
    }
    return status_of(status, "multiply matrices");
}

Status FullyConnected::run(const Qd8Activations& input, std::size_t n_tokens, float* output,
                           ThreadPool& pool) {
    const auto op = operator_of(operator_);
    const auto threads = static_cast<pthreadpool_t>(pool.pool_);
    const auto calls = calls_of(kind_.dtype);
    auto status = calls.reshape(op, n_tokens, threads);
    if (status == xnn_status_success) {
        status =
            calls.setup(op, input.values_.data(), output,
                        reinterpret_cast<const xnn_quantization_params*>(input.parameters_.data()));
    }
    if (status == xnn_status_success) {
        status = xnn_run_operator(op, threads);
    }
    return status_of(status, "multiply matrices");
}

Status FullyConnected::run(const Qp8Activations& input, std::size_t n_tokens, float* output,
                           ThreadPool& pool) {
    const auto op = operator_of(operator_);
    const auto threads = static_cast<pthreadpool_t>(pool.pool_);
    auto status = set_up_packed(kind_.dtype, op, input.bytes_.data(), n_tokens, output, threads);
    if (status == xnn_status_success) {
        status = xnn_run_operator(op, threads);
    }
    return status_of(status, "multiply matrices");
}

} // namespace sotto::inference
