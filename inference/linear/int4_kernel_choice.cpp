#include "inference/linear/int4_kernel_choice.h"

#include "inference/linear/linear.h"
#include "inference/xnnpack/packed_rows.h"
#include "inference/xnnpack/xnn.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace sotto::inference {

namespace {

using Time = Int4Times::Time;

// Small enough for a processor's second cache, large enough for its kernels' full speed.
constexpr std::size_t kInputs = 1280;
constexpr std::size_t kOutputs = 384;
constexpr std::size_t kMinGemmRows = 48;
// The least of so many times is free of what else the machine does.
constexpr int kRounds = 9;
constexpr Time kLongest = std::chrono::milliseconds(50);
constexpr int kProductsOfOneRow = 16;
constexpr std::uint16_t kOneAsBfloat16 = 0x3F80;
// The square of the noise that rounding activations to 8 bits another way may add at most.
constexpr double kMaxNoise = 1e-4;

// An even spread of numbers without an order.
std::uint8_t mixed(std::size_t i) {
    return static_cast<std::uint8_t>(static_cast<std::uint32_t>(i) * 2654435761U >> 24U);
}

// What is multiplied.
struct Numbers {
    explicit Numbers(MatrixDtype of)
        : form(of), nibbles(kOutputs * kInputs / 2), scales(kOutputs, 1),
          block_scales(kOutputs * kInputs / kInt4BlockSize, kOneAsBfloat16),
          input(kMinGemmRows * kInputs + kOverreadBytes / sizeof(float)) {
        for (std::size_t i = 0; i < nibbles.size(); ++i) {
            nibbles[i] = mixed(i);
        }
        for (std::size_t i = 0; i < input.size(); ++i) {
            input[i] = static_cast<float>(mixed(i)) / 128 - 1;
        }
    }

    [[nodiscard]] WeightMatrix matrix() const {
        if (form == MatrixDtype::int4) {
            return Int4Matrix{kOutputs, kInputs, kInputs, nibbles, block_scales};
        }
        return Int4ChannelMatrix{kOutputs, kInputs, kInputs, nibbles, scales};
    }

    MatrixDtype form;
    std::vector<std::uint8_t> nibbles;
    std::vector<float> scales;
    std::vector<std::uint16_t> block_scales;
    std::vector<float> input;
};

struct Contestant {
    Int4Kernels kernels;
    Linear linear;
    std::vector<float> output = std::vector<float>(kMinGemmRows * kOutputs);
    Int4Times::Products least{Time::max(), Time::max()};
};

// XNNPACK first, with those of the others that can multiply the matrix here.
Result<std::vector<Contestant>> make_contestants(const Numbers& numbers) {
    const auto matrix = numbers.matrix();
    auto xnnpack = Linear::create(matrix, Int4Kernels::xnnpack);
    if (!xnnpack) {
        return std::unexpected(xnnpack.error());
    }
    std::vector<Contestant> all;
    all.push_back({Int4Kernels::xnnpack, *std::move(xnnpack)});
    const auto add = [&](Int4Kernels kernels) {
        if (auto linear = Linear::create(matrix, kernels)) {
            all.push_back({kernels, *std::move(linear)});
        }
    };
    if (PackedRows::are_supported()) {
        add(Int4Kernels::kleidi_ai);
    }
    if (numbers.form == MatrixDtype::int4) {
        add(Int4Kernels::own);
    }
    return all;
}

class Contest {
public:
    Contest(const Numbers& numbers, LinearScratch& scratch, ThreadPool& pool)
        : numbers_(numbers), scratch_(scratch), pool_(pool) {}

    Status multiply(Contestant& one, std::size_t rows) {
        return one.linear.apply(numbers_.input.data(), rows, one.output.data(), scratch_, pool_);
    }

    // Leaves those whose products are the first one's.
    Status compare(std::vector<Contestant>& all) {
        for (auto& one : all) {
            if (auto status = multiply(one, kMinGemmRows); !status) {
                return status;
            }
        }
        const auto& expected = all.front().output;
        std::erase_if(all, [&](const Contestant& one) {
            double noise = 0;
            double square = 0;
            for (std::size_t i = 0; i < expected.size(); ++i) {
                const double difference = one.output[i] - expected[i];
                noise += difference * difference;
                square += static_cast<double>(expected[i]) * expected[i];
            }
            return !(noise <= square * kMaxNoise);
        });
        return {};
    }

    // The least time of each, measured in turns.
    Status measure(std::vector<Contestant>& all, std::size_t rows, int products,
                   Time Int4Times::Products::* least) {
        Time total{};
        for (int round = 0; round < kRounds && (round == 0 || total < kLongest); ++round) {
            for (auto& one : all) {
                const auto begin = std::chrono::steady_clock::now();
                for (int i = 0; i < products; ++i) {
                    if (auto status = multiply(one, rows); !status) {
                        return status;
                    }
                }
                const auto time =
                    std::chrono::duration_cast<Time>(std::chrono::steady_clock::now() - begin);
                one.least.*least = std::min(one.least.*least, time);
                total += time;
            }
        }
        return {};
    }

private:
    const Numbers& numbers_;
    LinearScratch& scratch_;
    ThreadPool& pool_;
};

Int4Kernels find_faster(MatrixDtype form) {
    const auto times = measure_int4_times(form);
    return times ? faster_of(*times) : Int4Kernels::xnnpack;
}

} // namespace

Int4Kernels faster_of(const Int4Times& times) {
    auto winner = Int4Kernels::xnnpack;
    auto best = times.xnnpack;
    const auto challenge = [&](Int4Kernels kernels, const std::optional<Int4Times::Products>& one) {
        if (one && one->gemm_rows * 10 <= best.gemm_rows * 9 &&
            one->one_row * 20 <= best.one_row * 21) {
            winner = kernels;
            best = *one;
        }
    };
    challenge(Int4Kernels::kleidi_ai, times.kleidi_ai);
    challenge(Int4Kernels::own, times.own);
    return winner;
}

Result<Int4Times> measure_int4_times(MatrixDtype form) {
    const Numbers numbers(form);
    auto all = make_contestants(numbers);
    if (!all) {
        return std::unexpected(all.error());
    }
    auto scratch = LinearScratch::create(kMinGemmRows, kInputs);
    if (!scratch) {
        return std::unexpected(scratch.error());
    }
    const auto pool = ThreadPool::create(1);
    if (!pool) {
        return std::unexpected(pool.error());
    }
    Contest contest(numbers, *scratch, **pool);
    const auto status =
        contest.compare(*all)
            .and_then([&] {
                return contest.measure(*all, 1, kProductsOfOneRow, &Int4Times::Products::one_row);
            })
            .and_then([&] {
                return contest.measure(*all, kMinGemmRows, 1, &Int4Times::Products::gemm_rows);
            });
    return status.transform([&] {
        Int4Times times;
        for (const auto& one : *all) {
            switch (one.kernels) {
            case Int4Kernels::xnnpack:
                times.xnnpack = one.least;
                break;
            case Int4Kernels::kleidi_ai:
                times.kleidi_ai = one.least;
                break;
            case Int4Kernels::own:
                times.own = one.least;
                break;
            }
        }
        return times;
    });
}

Int4Kernels faster_int4_kernels(MatrixDtype form) {
    if (form == MatrixDtype::int4) {
        static const auto kByBlocks = find_faster(MatrixDtype::int4);
        return kByBlocks;
    }
    if (form == MatrixDtype::int4_channel && PackedRows::are_supported()) {
        static const auto kByChannel = find_faster(MatrixDtype::int4_channel);
        return kByChannel;
    }
    return Int4Kernels::xnnpack;
}

} // namespace sotto::inference
