#include "inference/engine/benchmark.h"

#include "inference/engine/kv_cache.h"

#include <algorithm>
#include <chrono>
#include <memory>

namespace sotto::inference {

namespace {

using Clock = std::chrono::steady_clock;
using Test = BenchmarkResult::Test;

class Runner {
public:
    Runner(Transformer& transformer, const std::stop_token& stop)
        : transformer_(transformer), stop_(stop), logits_(transformer.config().vocabulary_size) {}

    // Token ids that differ, so that no two rows of the embedding are the same.
    [[nodiscard]] std::vector<TokenId> some_tokens(std::size_t count) const {
        std::vector<TokenId> tokens(count);
        for (std::size_t i = 0; i < count; ++i) {
            tokens[i] = static_cast<TokenId>((i * 7919 + 13) % logits_.size());
        }
        return tokens;
    }

    Status prefill(std::size_t count, KvCache& cache) {
        return transformer_.forward(some_tokens(count), cache, LogitRows::last, logits_, stop_);
    }

    // Writes greedily.
    Status decode(std::size_t count, KvCache& cache) {
        TokenId token = 1;
        for (std::size_t i = 0; i < count; ++i) {
            const auto status =
                transformer_.forward(std::span(&token, 1), cache, LogitRows::last, logits_, stop_);
            if (!status) {
                return status;
            }
            token = static_cast<TokenId>(std::ranges::max_element(logits_) - logits_.begin());
        }
        return {};
    }

    Result<BenchmarkResult> measure(Test test, std::size_t tokens, const KvCache& base,
                                    std::size_t repeat) {
        std::vector<double> rates;
        for (std::size_t i = 0; i < repeat; ++i) {
            const auto cache = base.fork();
            const auto start = Clock::now();
            const auto status =
                test == Test::prefill ? prefill(tokens, *cache) : decode(tokens, *cache);
            if (!status) {
                return std::unexpected(status.error());
            }
            const std::chrono::duration<double> taken = Clock::now() - start;
            rates.push_back(static_cast<double>(tokens) / taken.count());
        }
        std::ranges::sort(rates);
        const auto middle = rates.size() / 2;
        const double median =
            rates.size() % 2 == 1 ? rates[middle] : (rates[middle - 1] + rates[middle]) / 2;
        return BenchmarkResult{.test = test,
                               .tokens = tokens,
                               .depth = base.length(),
                               .tokens_per_second = median,
                               .spread = rates.back() - rates.front(),
                               .repeat = repeat};
    }

private:
    Transformer& transformer_;
    std::stop_token stop_;
    std::vector<float> logits_;
};

struct Job {
    Test test;
    std::size_t tokens;
};

} // namespace

std::string_view to_string(BenchmarkResult::Test test) {
    switch (test) {
    case Test::prefill:
        return "prefill";
    case Test::decode:
        return "decode";
    case Test::quote:
        return "quote";
    case Test::misleading:
        break;
    }
    return "misleading";
}

Result<std::vector<BenchmarkResult>>
run_benchmark(Transformer& transformer, const BenchmarkPlan& plan, const std::stop_token& stop,
              const std::function<void(const BenchmarkResult&)>& on_result) {
    std::vector<Job> jobs;
    for (const auto tokens : plan.prompt_tokens) {
        jobs.push_back({Test::prefill, tokens});
    }
    jobs.push_back({Test::decode, plan.generate_tokens});

    Runner runner(transformer, stop);
    std::vector<BenchmarkResult> results;
    for (const auto depth : plan.depths) {
        const auto base = transformer.make_cache();
        for (const auto& [test, tokens] : jobs) {
            if (tokens == 0 || depth + tokens > transformer.config().max_positions) {
                continue;
            }
            if (base->length() < depth) {
                if (auto status = runner.prefill(depth, *base); !status) {
                    return std::unexpected(status.error());
                }
            }
            auto result =
                runner.measure(test, tokens, *base, std::max<std::size_t>(plan.repeat, 1));
            if (!result) {
                return std::unexpected(result.error());
            }
            results.push_back(*result);
            if (on_result) {
                on_result(*result);
            }
        }
    }
    if (results.empty()) {
        return fail(ErrorCode::invalid_input, "no test of this benchmark fits the model's context");
    }
    return results;
}

} // namespace sotto::inference
