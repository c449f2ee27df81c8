#include "inference/engine/xnn.h"

#include <pthreadpool.h>
#include <xnnpack.h>

#include <algorithm>
#include <format>
#include <limits>
#include <mutex>
#include <utility>

namespace sotto::inference {

namespace {

static_assert(sizeof(xnn_quantization_params) == sizeof(std::uint64_t));
static_assert(kOverreadBytes >= XNN_EXTRA_BYTES);
// As xnnpack.h asks of the array of row parameters.
constexpr std::size_t kExtraParameters = XNN_EXTRA_QUANTIZATION_PARAMS;
constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr std::uint8_t kInt4ZeroPoint = 8;

Status status_of(xnn_status status, const char* what) {
    switch (status) {
    case xnn_status_success:
        return {};
    case xnn_status_out_of_memory:
        return fail(ErrorCode::out_of_memory, std::format("not enough memory to {}", what));
    case xnn_status_unsupported_hardware:
        return fail(ErrorCode::unsupported,
                    std::format("this processor has no instructions to {}", what));
    default:
        return fail(ErrorCode::internal,
                    std::format("XNNPACK cannot {} (status {})", what, static_cast<int>(status)));
    }
}

Status initialize() {
    static std::once_flag once;
    static xnn_status status = xnn_status_uninitialized;
    std::call_once(once, [] { status = xnn_initialize(nullptr); });
    return status_of(status, "start matrix multiplication");
}

xnn_operator_t operator_of(void* op) {
    return static_cast<xnn_operator_t>(op);
}

pthreadpool_t pool_of(void* pool) {
    return static_cast<pthreadpool_t>(pool);
}

void delete_operator(void* op) {
    if (op != nullptr) {
        xnn_delete_operator(operator_of(op));
    }
}

// Creating refuses nothing else that comes out of a file.
Status created(xnn_status status) {
    if (status == xnn_status_invalid_parameter) {
        return fail(ErrorCode::corrupt_data,
                    "a matrix of the model has a scale that is not a positive number");
    }
    return status_of(status, "pack a matrix");
}

} // namespace

Result<std::unique_ptr<ThreadPool>> ThreadPool::create(std::size_t threads) {
    pthreadpool_t pool = nullptr;
    if (threads > 1) {
        pool = pthreadpool_create(threads);
        if (pool == nullptr) {
            return fail(ErrorCode::out_of_memory, "cannot start the computing threads");
        }
    }
    return std::unique_ptr<ThreadPool>(new ThreadPool(pool, std::max<std::size_t>(threads, 1)));
}

ThreadPool::~ThreadPool() {
    if (pool_ != nullptr) {
        pthreadpool_destroy(pool_of(pool_));
    }
}

void ThreadPool::run(std::size_t count, Function function, void* context) {
    if (pool_ == nullptr || count <= 1) {
        for (std::size_t i = 0; i < count; ++i) {
            function(context, i);
        }
        return;
    }
    function_ = function;
    context_ = context;
    started_.fetch_add(1, std::memory_order_release);
    pthreadpool_parallelize_1d(pool_of(pool_), &ThreadPool::run_one, this, count, 0);
    static_cast<void>(finished_.load(std::memory_order_acquire));
}

void ThreadPool::run_one(void* pool, std::size_t index) {
    auto& self = *static_cast<ThreadPool*>(pool);
    static_cast<void>(self.started_.load(std::memory_order_acquire));
    self.function_(self.context_, index);
    self.finished_.fetch_add(1, std::memory_order_release);
}

Result<QuantizedRows> QuantizedRows::create(std::size_t max_rows, std::size_t max_width) {
    if (auto status = initialize(); !status) {
        return std::unexpected(status.error());
    }
    QuantizedRows rows;
    xnn_operator_t op = nullptr;
    const auto status = status_of(xnn_create_convert_nc_f32_qd8(0, &op), "quantize activations");
    if (!status) {
        return std::unexpected(status.error());
    }
    rows.convert_ = op;
    rows.values_.resize(max_rows * max_width + kOverreadBytes);
    rows.parameters_.resize(max_rows + kExtraParameters);
    return rows;
}

QuantizedRows::QuantizedRows(QuantizedRows&& other) noexcept
    : convert_(std::exchange(other.convert_, nullptr)), values_(std::move(other.values_)),
      parameters_(std::move(other.parameters_)) {}

QuantizedRows& QuantizedRows::operator=(QuantizedRows&& other) noexcept {
    std::swap(convert_, other.convert_);
    values_ = std::move(other.values_);
    parameters_ = std::move(other.parameters_);
    return *this;
}

QuantizedRows::~QuantizedRows() {
    delete_operator(convert_);
}

Status QuantizedRows::quantize(const float* input, std::size_t rows, std::size_t width,
                               std::size_t stride, ThreadPool& pool) {
    if (rows * width + kOverreadBytes > values_.size() ||
        rows + kExtraParameters > parameters_.size()) {
        return fail(ErrorCode::internal, "more activations than the buffer for them holds");
    }
    const auto op = operator_of(convert_);
    auto status =
        xnn_reshape_convert_nc_f32_qd8(op, rows, width, stride, width, pool_of(pool.pool_));
    if (status == xnn_status_success) {
        status = xnn_setup_convert_nc_f32_qd8(
            op, input, values_.data(),
            reinterpret_cast<xnn_quantization_params*>(parameters_.data()));
    }
    if (status == xnn_status_success) {
        status = xnn_run_operator(op, pool_of(pool.pool_));
    }
    return status_of(status, "quantize activations");
}

Result<FullyConnected> FullyConnected::create(const F32Matrix& weights) {
    if (auto status = initialize(); !status) {
        return std::unexpected(status.error());
    }
    xnn_operator_t op = nullptr;
    const auto status = created(xnn_create_fully_connected_nc_f32(
        weights.cols, weights.rows, padded_width(weights.cols), weights.rows, weights.values.data(),
        nullptr, -kInfinity, kInfinity, 0, nullptr, nullptr, &op));
    if (!status) {
        return std::unexpected(status.error());
    }
    return FullyConnected(op, Form::f32);
}

Result<FullyConnected> FullyConnected::create(const Int8Matrix& weights) {
    if (auto status = initialize(); !status) {
        return std::unexpected(status.error());
    }
    xnn_operator_t op = nullptr;
    const auto status = created(xnn_create_fully_connected_nc_qd8_f32_qc8w(
        weights.cols, weights.rows, weights.cols, weights.rows, weights.scales.data(),
        weights.values.data(), nullptr, -kInfinity, kInfinity, 0, nullptr, nullptr, &op));
    if (!status) {
        return std::unexpected(status.error());
    }
    return FullyConnected(op, Form::int8);
}

Result<FullyConnected> FullyConnected::create(const Int4Matrix& weights) {
    if (auto status = initialize(); !status) {
        return std::unexpected(status.error());
    }
    xnn_operator_t op = nullptr;
    const auto status = created(xnn_create_fully_connected_nc_qd8_f32_qb4w(
        weights.padded_cols, weights.rows, weights.padded_cols, weights.rows, kInt4GroupSize,
        kInt4ZeroPoint, weights.scales.data(), weights.nibbles.data(), nullptr, -kInfinity,
        kInfinity, 0, nullptr, nullptr, &op));
    if (!status) {
        return std::unexpected(status.error());
    }
    return FullyConnected(op, Form::int4);
}

FullyConnected::FullyConnected(FullyConnected&& other) noexcept
    : operator_(std::exchange(other.operator_, nullptr)), form_(other.form_) {}

FullyConnected& FullyConnected::operator=(FullyConnected&& other) noexcept {
    std::swap(operator_, other.operator_);
    form_ = other.form_;
    return *this;
}

FullyConnected::~FullyConnected() {
    delete_operator(operator_);
}

Status FullyConnected::run(const float* input, std::size_t rows, float* output, ThreadPool& pool) {
    const auto op = operator_of(operator_);
    const auto threads = pool_of(pool.pool_);
    auto status = xnn_reshape_fully_connected_nc_f32(op, rows, threads);
    if (status == xnn_status_success) {
        status = xnn_setup_fully_connected_nc_f32(op, input, output);
    }
    if (status == xnn_status_success) {
        status = xnn_run_operator(op, threads);
    }
    return status_of(status, "multiply matrices");
}

Status FullyConnected::run(const QuantizedRows& input, std::size_t rows, float* output,
                           ThreadPool& pool) {
    const auto op = operator_of(operator_);
    const auto threads = pool_of(pool.pool_);
    const bool is_int4 = form_ == Form::int4;
    const auto* values = input.values_.data();
    const auto* parameters =
        reinterpret_cast<const xnn_quantization_params*>(input.parameters_.data());
    auto status = is_int4 ? xnn_reshape_fully_connected_nc_qd8_f32_qb4w(op, rows, threads)
                          : xnn_reshape_fully_connected_nc_qd8_f32_qc8w(op, rows, threads);
    if (status == xnn_status_success) {
        status = is_int4
                     ? xnn_setup_fully_connected_nc_qd8_f32_qb4w(op, values, output, parameters)
                     : xnn_setup_fully_connected_nc_qd8_f32_qc8w(op, values, output, parameters);
    }
    if (status == xnn_status_success) {
        status = xnn_run_operator(op, threads);
    }
    return status_of(status, "multiply matrices");
}

} // namespace sotto::inference
