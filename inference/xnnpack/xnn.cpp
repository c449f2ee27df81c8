#include "inference/xnnpack/xnn.h"

#include "inference/xnnpack/xnn_library.h"

#include <pthreadpool.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstddef>
#include <format>
#include <latch>
#include <mutex>
#include <utility>

namespace sotto::inference {

namespace {

static_assert(sizeof(xnn_quantization_params) == sizeof(std::uint64_t));
static_assert(kOverreadBytes >= XNN_EXTRA_BYTES);
// Kernels compute up to 16 rows at once. Where fewer are left they write the last one again and
// again, each time with the parameters of the next place, so those behind the last row have to be
// its own. xnnpack.h asks for fewer than the kernels read, and XNNPACK fills no more than it asks
// for.
constexpr std::size_t kMaxRowsAtOnce = 16;
constexpr std::size_t kExtraParameters =
    std::max<std::size_t>(kMaxRowsAtOnce - 1, XNN_EXTRA_QUANTIZATION_PARAMS);

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
    std::unique_ptr<ThreadPool> made(new ThreadPool(std::max<std::size_t>(threads, 1)));
    for (std::size_t level = 0; level + 1 < made->levels_.size(); ++level) {
        made->start(made->threads_ >> level, made->levels_[level]);
        if (made->levels_[level].pool == nullptr) {
            return fail(ErrorCode::out_of_memory, "cannot start the computing threads");
        }
    }
    made->pool_ = made->levels_.front().pool;
    return made;
}

ThreadPool::ThreadPool(std::size_t threads)
    : threads_(threads), levels_(static_cast<std::size_t>(std::bit_width(threads))),
      contention_(levels_.size()) {}

// Starts the threads of a level and learns their ids: each takes one task, since none ends before
// all have begun.
void ThreadPool::start(std::size_t threads, Level& level) {
    level.pool = pthreadpool_create(threads);
    if (level.pool == nullptr) {
        return;
    }
    const auto started = pthreadpool_get_threads_count(pool_of(level.pool));
    level.workers.resize(started);
    std::latch all_begun(static_cast<std::ptrdiff_t>(started));
    pool_ = level.pool;
    parallel_for(started, [&](std::size_t i) {
        level.workers[i] = gettid();
        all_begun.arrive_and_wait();
    });
    rest();
}

ThreadPool::~ThreadPool() {
    for (const auto& level : levels_) {
        if (level.pool != nullptr) {
            pthreadpool_destroy(pool_of(level.pool));
        }
    }
}

void ThreadPool::adapt() {
    const std::chrono::duration<double> now = std::chrono::steady_clock::now().time_since_epoch();
    if (!contention_.is_due(now.count())) {
        return;
    }
    const pid_t own[] = {gettid()};
    const auto waited = waited_seconds(levels_[level_].pool == nullptr ? std::span<const pid_t>(own)
                                                                       : levels_[level_].workers);
    if (!waited) {
        return;
    }
    const auto level = contention_.update(now.count(), *waited);
    if (level != level_) {
        rest(); // those that compute no longer do not spin either
        level_ = level;
        pool_ = levels_[level].pool;
    }
}

void ThreadPool::rest() {
    if (pool_ != nullptr) {
        const auto nothing = [](void*, std::size_t) {};
        pthreadpool_parallelize_1d(pool_of(pool_), nothing, nullptr, 2,
                                   PTHREADPOOL_FLAG_YIELD_WORKERS);
    }
}

void ThreadPool::run(std::size_t count, Function function, void* context) {
    function_ = function;
    context_ = context;
    if (pool_ == nullptr || count <= 1) {
        for (std::size_t i = 0; i < count && !stop_.stop_requested(); ++i) {
            function(context, i);
        }
        return;
    }
    started_.fetch_add(1, std::memory_order_release);
    pthreadpool_parallelize_1d(pool_of(pool_), &ThreadPool::run_one, this, count, 0);
    static_cast<void>(finished_.load(std::memory_order_acquire));
}

void ThreadPool::run_one(void* pool, std::size_t index) {
    auto& self = *static_cast<ThreadPool*>(pool);
    static_cast<void>(self.started_.load(std::memory_order_acquire));
    if (!self.stop_.stop_requested()) {
        self.function_(self.context_, index);
    }
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
    if (rows > 0) {
        std::fill_n(parameters_.begin() + static_cast<std::ptrdiff_t>(rows), kExtraParameters,
                    parameters_[rows - 1]);
    }
    return status_of(status, "quantize activations");
}

} // namespace sotto::inference
