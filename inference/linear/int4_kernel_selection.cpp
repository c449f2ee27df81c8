#include "inference/linear/int4_kernel_selection.h"

#include "inference/linear/linear.h"
#include "inference/xnnpack/padding.h"
#include "inference/xnnpack/qp8_activations.h"
#include "inference/xnnpack/thread_pool.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace sotto::inference {

namespace {

using Time = Int4Timings::Time;

// Small enough for the L2 cache, large enough for the kernels' full speed.
constexpr std::size_t kInputs = 1280;
constexpr std::size_t kOutputs = 384;
constexpr std::size_t kGemmTokens = 48;
// The minimum of so many runs is free of disturbances.
constexpr int kRounds = 9;
constexpr Time kMaxDuration = std::chrono::milliseconds(50);
constexpr int kGemvRepeats = 16;
constexpr std::uint16_t kOneAsBfloat16 = 0x3F80;
// Squared relative difference that another rounding of the activations to 8 bits may cause.
constexpr double kMaxSquaredError = 1e-4;

// Evenly distributed, without a pattern.
std::uint8_t pseudo_random_byte(std::size_t i) {
    return static_cast<std::uint8_t>(static_cast<std::uint32_t>(i) * 2654435761U >> 24U);
}

// The matrix and input of the measurement.
struct TestData {
    explicit TestData(MatrixDtype of)
        : dtype(of), nibbles(kOutputs * kInputs / 2), scales(kOutputs, 1),
          block_scales(kOutputs * kInputs / kInt4BlockSize, kOneAsBfloat16),
          input(kGemmTokens * kInputs + kOverreadBytes / sizeof(float)) {
        for (std::size_t i = 0; i < nibbles.size(); ++i) {
            nibbles[i] = pseudo_random_byte(i);
        }
        for (std::size_t i = 0; i < input.size(); ++i) {
            input[i] = static_cast<float>(pseudo_random_byte(i)) / 128 - 1;
        }
    }

    [[nodiscard]] WeightMatrix matrix() const {
        if (dtype == MatrixDtype::int4) {
            return Int4Matrix{kOutputs, kInputs, kInputs, nibbles, block_scales};
        }
        return Int4ChannelMatrix{kOutputs, kInputs, kInputs, nibbles, scales};
    }

    MatrixDtype dtype;
    std::vector<std::uint8_t> nibbles;
    std::vector<float> scales;
    std::vector<std::uint16_t> block_scales;
    std::vector<float> input;
};

struct Candidate {
    Int4Kernels kernels;
    Linear linear;
    std::vector<float> output = std::vector<float>(kGemmTokens * kOutputs);
    Int4Timings::Products best{Time::max(), Time::max()};
};

// XNNPACK first, then those of the others that can multiply the matrix on this CPU.
Result<std::vector<Candidate>> make_candidates(const TestData& data) {
    const auto matrix = data.matrix();
    auto xnnpack = Linear::create(matrix, Int4Kernels::xnnpack);
    if (!xnnpack) {
        return std::unexpected(xnnpack.error());
    }
    std::vector<Candidate> all;
    all.push_back({Int4Kernels::xnnpack, *std::move(xnnpack)});
    const auto add = [&](Int4Kernels kernels) {
        if (auto linear = Linear::create(matrix, kernels)) {
            all.push_back({kernels, *std::move(linear)});
        }
    };
    if (Qp8Activations::are_supported()) {
        add(Int4Kernels::kleidi_ai);
    }
    if (data.dtype == MatrixDtype::int4) {
        add(Int4Kernels::own);
    }
    return all;
}

class KernelBenchmark {
public:
    KernelBenchmark(const TestData& data, LinearScratch& scratch, ThreadPool& pool)
        : data_(data), scratch_(scratch), pool_(pool) {}

    Status multiply(Candidate& one, std::size_t n_tokens) {
        return one.linear.apply(data_.input.data(), n_tokens, one.output.data(), scratch_, pool_);
    }

    // Drops candidates whose results differ from the first one's.
    Status compare(std::vector<Candidate>& all) {
        for (auto& one : all) {
            if (auto status = multiply(one, kGemmTokens); !status) {
                return status;
            }
        }
        const auto& expected = all.front().output;
        std::erase_if(all, [&](const Candidate& one) {
            double error = 0;
            double norm = 0;
            for (std::size_t i = 0; i < expected.size(); ++i) {
                const double difference = one.output[i] - expected[i];
                error += difference * difference;
                norm += static_cast<double>(expected[i]) * expected[i];
            }
            return !(error <= norm * kMaxSquaredError);
        });
        return {};
    }

    // The minimum time of each candidate, measured in turns.
    Status measure(std::vector<Candidate>& all, std::size_t n_tokens, int repeats,
                   Time Int4Timings::Products::* best) {
        Time total{};
        for (int round = 0; round < kRounds && (round == 0 || total < kMaxDuration); ++round) {
            for (auto& one : all) {
                const auto begin = std::chrono::steady_clock::now();
                for (int i = 0; i < repeats; ++i) {
                    if (auto status = multiply(one, n_tokens); !status) {
                        return status;
                    }
                }
                const auto time =
                    std::chrono::duration_cast<Time>(std::chrono::steady_clock::now() - begin);
                one.best.*best = std::min(one.best.*best, time);
                total += time;
            }
        }
        return {};
    }

private:
    const TestData& data_;
    LinearScratch& scratch_;
    ThreadPool& pool_;
};

Int4Kernels find_fastest(MatrixDtype dtype) {
    const auto times = measure_int4_kernels(dtype);
    return times ? fastest_of(*times) : Int4Kernels::xnnpack;
}

} // namespace

Int4Kernels fastest_of(const Int4Timings& times) {
    auto winner = Int4Kernels::xnnpack;
    auto best = times.xnnpack;
    const auto try_kernels = [&](Int4Kernels kernels,
                                 const std::optional<Int4Timings::Products>& one) {
        if (one && one->gemm * 10 <= best.gemm * 9 && one->gemv * 20 <= best.gemv * 21) {
            winner = kernels;
            best = *one;
        }
    };
    try_kernels(Int4Kernels::kleidi_ai, times.kleidi_ai);
    try_kernels(Int4Kernels::own, times.own);
    return winner;
}

Result<Int4Timings> measure_int4_kernels(MatrixDtype dtype) {
    const TestData data(dtype);
    auto all = make_candidates(data);
    if (!all) {
        return std::unexpected(all.error());
    }
    auto scratch = LinearScratch::create(kGemmTokens, kInputs);
    if (!scratch) {
        return std::unexpected(scratch.error());
    }
    const auto pool = ThreadPool::create(1);
    if (!pool) {
        return std::unexpected(pool.error());
    }
    KernelBenchmark benchmark(data, *scratch, **pool);
    const auto status =
        benchmark.compare(*all)
            .and_then([&] {
                return benchmark.measure(*all, 1, kGemvRepeats, &Int4Timings::Products::gemv);
            })
            .and_then([&] {
                return benchmark.measure(*all, kGemmTokens, 1, &Int4Timings::Products::gemm);
            });
    return status.transform([&] {
        Int4Timings times;
        for (const auto& one : *all) {
            switch (one.kernels) {
            case Int4Kernels::xnnpack:
                times.xnnpack = one.best;
                break;
            case Int4Kernels::kleidi_ai:
                times.kleidi_ai = one.best;
                break;
            case Int4Kernels::own:
                times.own = one.best;
                break;
            case Int4Kernels::blocks:
                break; // no candidate
            }
        }
        return times;
    });
}

Int4Kernels select_int4_kernels(MatrixDtype dtype) {
    if (dtype == MatrixDtype::int4) {
        static const auto kForBlockScales = find_fastest(MatrixDtype::int4);
        return kForBlockScales;
    }
    if (dtype == MatrixDtype::int4_channel && Qp8Activations::are_supported()) {
        static const auto kForChannelScales = find_fastest(MatrixDtype::int4_channel);
        return kForChannelScales;
    }
    return Int4Kernels::xnnpack;
}

} // namespace sotto::inference
