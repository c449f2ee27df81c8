// Attention at the shape of MobileLLM-Pro (20 query heads, 4 KV heads, 64 dimensions), and the
// machine's peaks in the same run: read bandwidth, int8 and f32 products. There are so many layers
// that their keys and values do not fit any cache.

#include "inference/attention/attention.h"
#include "inference/xnnpack/thread_pool.h"
#include "tests/bench/machine_peaks.h"
#include "tests/bench/must.h"
#include "tests/support/random.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <print>
#include <utility>
#include <vector>

namespace {

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::bench;

constexpr std::size_t kHeads = 20;
constexpr std::size_t kKvHeads = 4;
constexpr std::size_t kHeadDim = 64;
constexpr std::size_t kWidth = kHeads * kHeadDim;

std::size_t argument(const benchmark::State& state, std::size_t index) {
    return static_cast<std::size_t>(state.range(index));
}

std::vector<float> random_floats(std::size_t count) {
    std::uint64_t seed = count;
    std::vector<float> floats(count);
    std::ranges::generate(floats,
                          [&] { return static_cast<float>(2 * test::random_unit(seed) - 1); });
    return floats;
}

// Keys and values of `tokens` tokens for as many layers as fit 256 MB of int8, at most eight.
struct Sequence {
    ModelConfig config;
    std::unique_ptr<KvCache> cache;
    std::size_t tokens;

    Sequence(std::size_t n_tokens, KvDtype dtype, std::optional<std::size_t> window)
        : tokens(n_tokens) {
        const auto layer_bytes = tokens * kKvHeads * kHeadDim * 2;
        config.n_layers = std::clamp<std::size_t>((std::size_t{256} << 20U) / layer_bytes, 1, 8);
        config.n_heads = kHeads;
        config.n_kv_heads = kKvHeads;
        config.head_dim = kHeadDim;
        config.layers.resize(config.n_layers);
        for (auto& layer : config.layers) {
            layer.window = window;
        }
        cache = std::make_unique<KvCache>(config, dtype);
        if (!cache->reserve(tokens)) {
            std::exit(1);
        }
        const auto floats = random_floats(4096 + 2 * kHeadDim);
        for (std::size_t i = 0; i < config.n_layers * tokens * kKvHeads; ++i) {
            const float* const key = floats.data() + i * 31 % 4096;
            cache->store(i / kKvHeads / tokens, i % kKvHeads, i / kKvHeads % tokens, key,
                         key + kHeadDim);
        }
    }
};

// Attention of the last `n_tokens` tokens, layer by layer.
void attend(benchmark::State& state, const Sequence& sequence, std::size_t n_tokens,
            std::size_t threads) {
    const auto pool = must(ThreadPool::create(threads));
    Attention attention(sequence.config, n_tokens, threads);
    auto queries = random_floats(n_tokens * kWidth);
    std::ranges::for_each(queries, [](float& x) { x *= 0.5F; });
    std::vector<float> output(n_tokens * kWidth);
    std::size_t layer = 0;
    for (auto _ : state) {
        attention.run(*sequence.cache, layer, sequence.tokens - n_tokens, n_tokens, queries.data(),
                      kWidth, output.data(), kWidth, *pool);
        layer = (layer + 1) % sequence.config.n_layers;
        benchmark::DoNotOptimize(output.data());
    }
}

// One new token; bytes: keys, values and scales that are read.
void decode(benchmark::State& state, KvDtype dtype) {
    const Sequence sequence(argument(state, 0), dtype, {});
    attend(state, sequence, 1, argument(state, 1));
    state.SetBytesProcessed(
        static_cast<std::int64_t>(sequence.cache->bytes() / sequence.config.n_layers) *
        state.iterations());
}

// A chunk of new tokens at the end of a sequence; operations: those of both products over the
// visible tokens.
void prefill(benchmark::State& state, KvDtype dtype, std::optional<std::size_t> window) {
    const auto n_tokens = argument(state, 1);
    const Sequence sequence(argument(state, 0), dtype, window);
    attend(state, sequence, n_tokens, argument(state, 2));
    double seen = 0;
    for (std::size_t token = 0; token < n_tokens; ++token) {
        const auto position = sequence.tokens - n_tokens + token;
        seen += static_cast<double>(std::min(position + 1, window.value_or(position + 1)));
    }
    state.counters["ops"] =
        benchmark::Counter(seen * kWidth * 4, benchmark::Counter::kIsIterationInvariantRate);
}

// All threads read, each its own part, of more memory than any cache holds.
void read_bandwidth(benchmark::State& state) {
    const auto threads = argument(state, 0);
    constexpr std::size_t kBytes = std::size_t{1} << 30U;
    const std::vector<std::byte> memory(kBytes, std::byte{1});
    const auto pool = must(ThreadPool::create(threads));
    std::atomic<std::uint64_t> sum = 0;
    for (auto _ : state) {
        pool->parallel_for(threads, [&](std::size_t i) {
            sum += sum_of(memory.data() + i * (kBytes / threads), kBytes / threads);
        });
    }
    benchmark::DoNotOptimize(sum.load());
    state.SetBytesProcessed(static_cast<std::int64_t>(kBytes) * state.iterations());
}

void products(benchmark::State& state, double (*run)(std::size_t rounds)) {
    const auto threads = argument(state, 0);
    const auto pool = must(ThreadPool::create(threads));
    std::atomic<double> ops = 0;
    for (auto _ : state) {
        pool->parallel_for(threads, [&](std::size_t) { ops += run(1000000); });
    }
    state.counters["ops"] = benchmark::Counter(ops, benchmark::Counter::kIsRate);
}

constexpr auto kMs = benchmark::kMillisecond;

BENCHMARK(read_bandwidth)->ArgName("threads")->Arg(1)->Arg(2)->Unit(kMs)->UseRealTime();
BENCHMARK_CAPTURE(products, int8, run_int8_products)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->Unit(kMs)
    ->UseRealTime();
BENCHMARK_CAPTURE(products, f32, run_float_products)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->Unit(kMs)
    ->UseRealTime();
BENCHMARK_CAPTURE(decode, int8, KvDtype::int8)
    ->ArgNames({"tokens", "threads"})
    ->ArgsProduct({{512, 8192, 32768, 131072}, {1, 2}})
    ->Unit(kMs)
    ->UseRealTime();
BENCHMARK_CAPTURE(decode, f16, KvDtype::f16)
    ->ArgNames({"tokens", "threads"})
    ->ArgsProduct({{8192}, {2}})
    ->Unit(kMs)
    ->UseRealTime();
BENCHMARK_CAPTURE(prefill, int8, KvDtype::int8, std::nullopt)
    ->ArgNames({"tokens", "new tokens", "threads"})
    ->ArgsProduct({{512, 8192, 32768, 131072}, {8, 32, 128}, {1, 2}})
    ->Unit(kMs)
    ->UseRealTime();
BENCHMARK_CAPTURE(prefill, int8_window, KvDtype::int8, 512)
    ->ArgNames({"tokens", "new tokens", "threads"})
    ->ArgsProduct({{4096}, {128}, {2}})
    ->Unit(kMs)
    ->UseRealTime();
BENCHMARK_CAPTURE(prefill, f16, KvDtype::f16, std::nullopt)
    ->ArgNames({"tokens", "new tokens", "threads"})
    ->ArgsProduct({{8192}, {128}, {2}})
    ->Unit(kMs)
    ->UseRealTime();

} // namespace

BENCHMARK_MAIN();
