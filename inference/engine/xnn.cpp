#include "inference/engine/xnn.h"

#include "inference/engine/xnn_library.h"

#include <pthreadpool.h>

#include <algorithm>
#include <format>
#include <mutex>
#include <utility>

namespace sotto::inference {

namespace {

static_assert(sizeof(xnn_quantization_params) == sizeof(std::uint64_t));
static_assert(kOverreadBytes >= XNN_EXTRA_BYTES);
// As xnnpack.h asks of the array of row parameters.
constexpr std::size_t kExtraParameters = XNN_EXTRA_QUANTIZATION_PARAMS;

pthreadpool_t pool_of(void* pool) {
    return static_cast<pthreadpool_t>(pool);
}

} // namespace

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

Status initialize_xnnpack() {
    static std::once_flag once;
    static xnn_status status = xnn_status_uninitialized;
    std::call_once(once, [] { status = xnn_initialize(nullptr); });
    return status_of(status, "start matrix multiplication");
}

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
    if (auto status = initialize_xnnpack(); !status) {
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

} // namespace sotto::inference
