#include "inference/engine/int4_choice.h"

#include "inference/engine/fully_connected.h"
#include "inference/engine/int4_matrix.h"
#include "inference/engine/xnn.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace sotto::inference {

namespace {

using Time = Int4Times::Time;

// Small enough for a processor's second cache, large enough for its kernels' full speed.
constexpr std::size_t kInputs = 1280;
constexpr std::size_t kOutputs = 384;
constexpr std::size_t kManyRows = 48;
// The least of so many times is free of what else the machine does.
constexpr int kRounds = 9;
constexpr Time kLongest = std::chrono::milliseconds(50);
constexpr int kProductsOfOneRow = 16;
constexpr std::uint16_t kOne = 0x3F80; // as bfloat16

template <class Task>
Result<Time> time_of(Task&& task) {
    const auto begin = std::chrono::steady_clock::now();
    if (auto status = task(); !status) {
        return std::unexpected(status.error());
    }
    return std::chrono::duration_cast<Time>(std::chrono::steady_clock::now() - begin);
}

// The matrix, packed by both, and what its products need.
struct Contest {
    FullyConnected xnnpack;
    PackedInt4Matrix own;
    QuantizedRows xnnpack_rows;
    Int4Activations own_rows;
    ThreadPool& pool;
    std::vector<float> input;
    std::vector<float> output;

    Status multiply_by_xnnpack(std::size_t rows) {
        if (auto status = xnnpack_rows.quantize(input.data(), rows, kInputs, kInputs, pool);
            !status) {
            return status;
        }
        return xnnpack.run(xnnpack_rows, rows, output.data(), pool);
    }

    Status multiply_by_own(std::size_t rows) {
        if (auto status = own_rows.quantize(input.data(), rows, kInputs, kInputs, pool); !status) {
            return status;
        }
        return multiply(own, own_rows, output.data(), pool);
    }

    // The least time of each, measured in turns.
    Status measure(std::size_t rows, int products, Time& least_xnnpack, Time& least_own) {
        least_xnnpack = Time::max();
        least_own = Time::max();
        Time total{};
        for (int round = 0; round < kRounds && (round == 0 || total < kLongest); ++round) {
            const auto repeat = [&](Status (Contest::*product)(std::size_t)) {
                return time_of([&] {
                    Status status;
                    for (int i = 0; i < products && status; ++i) {
                        status = (this->*product)(rows);
                    }
                    return status;
                });
            };
            const auto one = repeat(&Contest::multiply_by_xnnpack);
            const auto other = repeat(&Contest::multiply_by_own);
            if (!one || !other) {
                return std::unexpected(one ? other.error() : one.error());
            }
            least_xnnpack = std::min(least_xnnpack, *one);
            least_own = std::min(least_own, *other);
            total += *one + *other;
        }
        return {};
    }
};

} // namespace

Int4Kernels faster_of(const Int4Times& times) {
    const bool wins_many = times.own_many_rows * 10 <= times.xnnpack_many_rows * 9;
    const bool keeps_one = times.own_one_row * 20 <= times.xnnpack_one_row * 21;
    return wins_many && keeps_one ? Int4Kernels::own : Int4Kernels::xnnpack;
}

Result<Int4Times> measure_int4_times() {
    const std::vector<std::uint8_t> nibbles(kOutputs * kInputs / 2, 0x5A);
    const std::vector<std::uint16_t> scales(kOutputs * kInputs / kInt4GroupSize, kOne);
    const Int4Matrix matrix{kOutputs, kInputs, kInputs, nibbles, scales};
    std::vector<std::byte> packed(PackedInt4Matrix::packed_bytes(kOutputs, kInputs));
    if (auto status = PackedInt4Matrix::pack(matrix, packed); !status) {
        return std::unexpected(status.error());
    }
    auto own = PackedInt4Matrix::view(kOutputs, kInputs, packed);
    if (!own) {
        return std::unexpected(own.error());
    }
    auto xnnpack = FullyConnected::create(matrix);
    if (!xnnpack) {
        return std::unexpected(xnnpack.error());
    }
    auto rows = QuantizedRows::create(kManyRows, kInputs);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    const auto pool = ThreadPool::create(1);
    if (!pool) {
        return std::unexpected(pool.error());
    }
    Contest contest{*std::move(xnnpack),
                    *own,
                    *std::move(rows),
                    Int4Activations(kManyRows, kInputs),
                    **pool,
                    std::vector<float>(kManyRows * kInputs + kOverreadBytes / sizeof(float), 0.5F),
                    std::vector<float>(kManyRows * kOutputs)};
    Int4Times times;
    auto status = contest.measure(1, kProductsOfOneRow, times.xnnpack_one_row, times.own_one_row);
    if (status) {
        status = contest.measure(kManyRows, 1, times.xnnpack_many_rows, times.own_many_rows);
    }
    return status.transform([&] { return times; });
}

Int4Kernels faster_int4_kernels() {
    static const Int4Kernels kFaster = [] {
        const auto times = measure_int4_times();
        return times ? faster_of(*times) : Int4Kernels::xnnpack;
    }();
    return kFaster;
}

} // namespace sotto::inference
