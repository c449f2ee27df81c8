// int4 products at the shapes of MobileLLM-Pro (1280 wide, feed-forward 6144, 20 + 2 · 4 heads of
// 64, 202,048 tokens) with XNNPACK's, KleidiAI's and our own kernels. There are so many matrices
// that none stays in a cache. Run with --benchmark_enable_random_interleaving=true
// --benchmark_repetitions=9 to compare: memory bandwidth changes within seconds.
#include "inference/linear/fully_connected.h"
#include "inference/linear/int4_kernel_selection.h"
#include "inference/linear/packed_block_matrix.h"
#include "inference/linear/packed_int4_matrix.h"
#include "inference/xnnpack/padding.h"
#include "inference/xnnpack/qd8_activations.h"
#include "inference/xnnpack/qp8_activations.h"
#include "inference/xnnpack/thread_pool.h"
#include "tests/bench/must.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <format>
#include <memory>
#include <optional>
#include <print>
#include <span>
#include <utility>
#include <vector>

namespace {

using namespace sotto;
using namespace sotto::inference;
using bench::must;

constexpr std::size_t kLayers = 30;
constexpr std::size_t kMaxTokens = 256;

struct Shape {
    const char* name;
    std::size_t outputs;
    std::size_t inputs;
};
constexpr Shape kQkv{"qkv", 1792, 1280};
constexpr Shape kO{"o", 1280, 1280};
constexpr Shape kGateUp{"gate_up", 12288, 1280};
constexpr Shape kDown{"down", 1280, 6144};
constexpr Shape kOutput{"output", 202048, 1280};

// A matrix of random nibbles; the values do not affect the time.
class Source {
public:
    explicit Source(const Shape& shape)
        : shape_(shape), nibbles_(shape.outputs * shape.inputs / 2),
          scales_(shape.outputs * shape.inputs / kInt4BlockSize, 0x3C00) {
        std::uint64_t state = 88172645463325252ULL;
        for (auto& one : nibbles_) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            one = static_cast<std::uint8_t>(state >> 56U);
        }
    }
    [[nodiscard]] Int4Matrix matrix() const {
        return {shape_.outputs, shape_.inputs, shape_.inputs, nibbles_, scales_};
    }

private:
    Shape shape_;
    std::vector<std::uint8_t> nibbles_;
    std::vector<std::uint16_t> scales_;
};

template <class Activations, ActivationLayout layout>
class XnnpackMatrix {
public:
    explicit XnnpackMatrix(const Int4Matrix& matrix)
        : op_(must(FullyConnected::create(matrix, layout))) {}
    void multiply(const Activations& input, std::size_t n_tokens, float* out, ThreadPool& pool) {
        must(op_.run(input, n_tokens, out, pool));
    }

private:
    FullyConnected op_;
};

struct FreeAligned {
    void operator()(std::byte* memory) const { std::free(memory); }
};

class OwnMatrix {
public:
    explicit OwnMatrix(const Int4Matrix& matrix)
        : bytes_(PackedInt4Matrix::packed_bytes(matrix.rows, matrix.cols)),
          memory_(static_cast<std::byte*>(std::aligned_alloc(64, bytes_))) {
        must(PackedInt4Matrix::pack(matrix, {memory_.get(), bytes_}));
        matrix_ = std::make_unique<PackedInt4Matrix>(
            must(PackedInt4Matrix::view(matrix.rows, matrix.cols, {memory_.get(), bytes_})));
    }
    void multiply(const Int4Activations& input, std::size_t, float* out, ThreadPool& pool) {
        must(inference::multiply(*matrix_, input, out, pool));
    }

private:
    std::size_t bytes_;
    std::unique_ptr<std::byte, FreeAligned> memory_;
    std::unique_ptr<PackedInt4Matrix> matrix_;
};

struct Xnnpack {
    static constexpr const char* kName = "xnnpack";
    using Matrix = XnnpackMatrix<Qd8Activations, ActivationLayout::qd8>;
    static Qd8Activations activations() {
        return must(Qd8Activations::create(kMaxTokens, kDown.inputs));
    }
};

struct KleidiAi {
    static constexpr const char* kName = "kleidi_ai";
    using Matrix = XnnpackMatrix<Qp8Activations, ActivationLayout::qp8>;
    static Qp8Activations activations() {
        return must(Qp8Activations::create(kMaxTokens, kDown.inputs));
    }
};

struct Own {
    static constexpr const char* kName = "own";
    using Matrix = OwnMatrix;
    static Int4Activations activations() { return {kMaxTokens, kDown.inputs}; }
};

class BlockedMatrix {
public:
    explicit BlockedMatrix(const WeightMatrix& matrix)
        : bytes_(PackedBlockMatrix::packed_bytes(matrix)),
          memory_(static_cast<std::byte*>(std::aligned_alloc(64, bytes_))) {
        std::memset(memory_.get(), 0, bytes_);
        must(PackedBlockMatrix::pack(matrix, {memory_.get(), bytes_}));
        const auto& int4 = std::get<Int4Matrix>(matrix);
        matrix_ = std::make_unique<PackedBlockMatrix>(
            must(PackedBlockMatrix::view(int4.rows, int4.cols, {memory_.get(), bytes_})));
    }
    void multiply(const BlockActivations& input, std::size_t, float* out, ThreadPool& pool) {
        must(inference::multiply(*matrix_, input, out, pool));
    }

private:
    std::size_t bytes_;
    std::unique_ptr<std::byte, FreeAligned> memory_;
    std::unique_ptr<PackedBlockMatrix> matrix_;
};

// Our own kernels with activations rounded in blocks of 32 instead of per token.
struct Blocks {
    static constexpr const char* kName = "blocks";
    using Matrix = BlockedMatrix;
    static BlockActivations activations() { return {kMaxTokens, kDown.inputs}; }
};

// All linear layers of the model with one kind of kernels, and their inputs and outputs.
template <class Kernels>
class Model {
public:
    Model() : activations_(Kernels::activations()) {
        for (const auto& shape : {kQkv, kO, kGateUp, kDown}) {
            const Source source(shape);
            for (std::size_t i = 0; i < kLayers; ++i) {
                layers_.emplace_back(shape, source.matrix());
            }
        }
        const Source source(kOutput);
        layers_.emplace_back(kOutput, source.matrix());
        std::uint64_t state = 1;
        for (auto& one : input_) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            one = static_cast<float>(static_cast<double>(state >> 11U) * 0x1.0p-53 - 0.5);
        }
    }

    // As in a forward pass: quantizes and multiplies matrix by matrix, layer by layer.
    std::size_t run_all(std::size_t n_tokens, ThreadPool& pool) {
        std::size_t weights = 0;
        for (std::size_t layer = 0; layer < kLayers; ++layer) {
            for (std::size_t part = 0; part < 4; ++part) {
                weights += run(part * kLayers + layer, n_tokens, pool);
            }
        }
        return weights + run(4 * kLayers, n_tokens, pool);
    }

    // Only the matrices of one shape, in all layers.
    std::size_t run_shape(const Shape& shape, std::size_t n_tokens, ThreadPool& pool) {
        std::size_t weights = 0;
        for (std::size_t i = 0; i < layers_.size(); ++i) {
            if (layers_[i].first.name == shape.name) {
                weights += run(i, n_tokens, pool);
            }
        }
        return weights;
    }

private:
    std::size_t run(std::size_t index, std::size_t n_tokens, ThreadPool& pool) {
        auto& [shape, matrix] = layers_[index];
        output_.resize(std::max(output_.size(), n_tokens * shape.outputs));
        must(activations_.quantize(input_.data(), n_tokens, shape.inputs, shape.inputs, pool));
        matrix.multiply(activations_, n_tokens, output_.data(), pool);
        return shape.outputs * shape.inputs;
    }

    std::vector<std::pair<Shape, typename Kernels::Matrix>> layers_;
    decltype(Kernels::activations()) activations_;
    std::vector<float> input_ =
        std::vector<float>(kMaxTokens * kDown.inputs + kOverreadBytes / sizeof(float));
    std::vector<float> output_;
};

template <class Kernels>
Model<Kernels>& model() {
    static Model<Kernels> one;
    return one;
}

// Bytes: 4.5 bits per weight, whatever the layout adds. Operations: a multiplication and an
// addition per weight and token.
template <class Step>
void measure(benchmark::State& state, std::size_t threads, std::size_t n_tokens, const Step& step) {
    const auto pool = must(ThreadPool::create(threads));
    step(*pool);
    double weights = 0;
    for (auto _ : state) {
        weights += static_cast<double>(step(*pool));
    }
    state.counters["GB/s"] =
        benchmark::Counter(weights * 4.5 / 8 / 1e9, benchmark::Counter::kIsRate);
    state.counters["TOPS"] = benchmark::Counter(weights * 2 * static_cast<double>(n_tokens) / 1e12,
                                                benchmark::Counter::kIsRate);
}

template <class Kernels>
void add_benchmarks(std::size_t threads) {
    for (const std::size_t n_tokens : {1, 2, 4, 8}) {
        benchmark::RegisterBenchmark(
            std::format("model/tokens:{}/threads:{}/{}", n_tokens, threads, Kernels::kName),
            [n_tokens, threads](benchmark::State& state) {
                measure(state, threads, n_tokens, [n_tokens](ThreadPool& pool) {
                    return model<Kernels>().run_all(n_tokens, pool);
                });
            })
            ->Unit(benchmark::kMillisecond)
            ->UseRealTime();
    }
    for (const auto& shape : {kQkv, kO, kGateUp, kDown, kOutput}) {
        for (const std::size_t n_tokens : {1, 8, 32, 128, 256}) {
            if (n_tokens > 8 && shape.outputs == kOutput.outputs) {
                continue; // a prefill computes the last token's logits only
            }
            benchmark::RegisterBenchmark(
                std::format("{}/tokens:{}/threads:{}/{}", shape.name, n_tokens, threads,
                            Kernels::kName),
                [n_tokens, threads, shape](benchmark::State& state) {
                    measure(state, threads, n_tokens, [n_tokens, shape](ThreadPool& pool) {
                        return model<Kernels>().run_shape(shape, n_tokens, pool);
                    });
                })
                ->Unit(benchmark::kMillisecond)
                ->UseRealTime();
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    for (const std::size_t threads : {1, 2}) {
        add_benchmarks<Xnnpack>(threads);
        add_benchmarks<Own>(threads);
        add_benchmarks<Blocks>(threads);
        if (Qp8Activations::are_supported()) {
            add_benchmarks<KleidiAi>(threads);
        }
    }
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
        return 1;
    }
    // What the kernel selection measures at start, next to the actual speeds.
    const auto times = must(measure_int4_kernels(MatrixDtype::int4));
    const auto add_times = [](const char* name, const std::optional<Int4Timings::Products>& one) {
        if (one) {
            benchmark::AddCustomContext(name,
                                        std::format("GEMV {}, GEMM {}", one->gemv, one->gemm));
        }
    };
    add_times("xnnpack", times.xnnpack);
    add_times("kleidi_ai", times.kleidi_ai);
    add_times("own", times.own);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
