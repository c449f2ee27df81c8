#include "inference/engine/benchmark.h"

#include "inference/kv/kv_cache.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>
#include <utility>

namespace sotto::inference {

namespace {

using Clock = std::chrono::steady_clock;
using Test = BenchmarkResult::Test;

// Profiles the forward passes of a transformer while it exists.
class ProfilerScope {
public:
    explicit ProfilerScope(Transformer& transformer) : transformer_(transformer) {
        transformer_.set_profiler(&profiler_);
    }
    ~ProfilerScope() { transformer_.set_profiler(nullptr); }
    ProfilerScope(const ProfilerScope&) = delete;
    ProfilerScope& operator=(const ProfilerScope&) = delete;

    [[nodiscard]] const OperatorSeconds& seconds() const { return profiler_.seconds(); }

private:
    Transformer& transformer_;
    OperatorProfiler profiler_;
};

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

class Runner {
public:
    Runner(Transformer& transformer, const std::stop_token& stop)
        : transformer_(transformer), stop_(stop), logits_(transformer.config().vocabulary_size) {}

    // All ids differ, so that no two embeddings are the same.
    [[nodiscard]] std::vector<TokenId> some_tokens(std::size_t count) const {
        std::vector<TokenId> tokens(count);
        for (std::size_t i = 0; i < count; ++i) {
            tokens[i] = static_cast<TokenId>((i * 7919 + 13) % logits_.size());
        }
        return tokens;
    }

    Status prefill(std::size_t count, KvCache& cache) { return prefill(count, cache, stop_); }

    Status prefill(std::size_t count, KvCache& cache, const std::stop_token& stop) {
        return transformer_.forward(some_tokens(count), cache, LogitsFor::last, logits_, stop);
    }

    // Greedy decoding.
    Status decode(std::size_t count, KvCache& cache) {
        TokenId token = 1;
        for (std::size_t i = 0; i < count; ++i) {
            const auto status =
                transformer_.forward(std::span(&token, 1), cache, LogitsFor::last, logits_, stop_);
            if (!status) {
                return status;
            }
            token = static_cast<TokenId>(std::ranges::max_element(logits_) - logits_.begin());
        }
        return {};
    }

    // Prefills until the cache holds `depth` tokens. The result covers all tokens from the
    // beginning.
    Result<BenchmarkResult> extend_to(std::size_t depth, KvCache& cache) {
        const ProfilerScope profile(transformer_);
        const auto start = Clock::now();
        if (auto status = prefill(depth - cache.length(), cache); !status) {
            return std::unexpected(status.error());
        }
        filling_seconds_ += seconds_since(start);
        for (std::size_t i = 0; i < kOperators; ++i) {
            filling_operators_[i] += profile.seconds()[i];
        }
        return BenchmarkResult{.test = Test::prefill,
                               .tokens = depth,
                               .depth = 0,
                               .tokens_per_second = static_cast<double>(depth) / filling_seconds_,
                               .spread = 0,
                               .repeat = 1,
                               .operator_seconds = filling_operators_};
    }

    Result<BenchmarkResult> measure(Test test, std::size_t tokens, const KvCache& base,
                                    std::size_t repeat) {
        const ProfilerScope profile(transformer_);
        std::vector<double> rates;
        for (std::size_t i = 0; i < repeat; ++i) {
            const auto cache = base.fork();
            const auto start = Clock::now();
            const auto status =
                test == Test::prefill ? prefill(tokens, *cache) : decode(tokens, *cache);
            if (!status) {
                return std::unexpected(status.error());
            }
            rates.push_back(static_cast<double>(tokens) / seconds_since(start));
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
                               .repeat = repeat,
                               .operator_seconds = profile.seconds()};
    }

    // Stops a prefill, at a different time in each try.
    Result<BenchmarkResult> measure_stops(const KvCache& base, std::size_t tries) {
        const auto room = transformer_.config().max_positions - base.length();
        BenchmarkResult result{.test = Test::stop, .depth = base.length(), .repeat = tries};
        for (std::size_t i = 0; i < tries; ++i) {
            const auto cache = base.fork();
            std::stop_source source;
            Clock::time_point asked;
            std::jthread asker([&] {
                std::this_thread::sleep_for(std::chrono::milliseconds(5 + 17 * i));
                asked = Clock::now();
                source.request_stop();
            });
            const auto status = prefill(std::min(kMoreTokens, room), *cache, source.get_token());
            const auto returned = Clock::now();
            asker.join();
            if (stop_.stop_requested()) {
                return fail(ErrorCode::cancelled, "stopped");
            }
            if (!status && status.error().code != ErrorCode::cancelled) {
                return std::unexpected(status.error());
            }
            if (!status) { // otherwise the prefill finished before the stop
                result.stop_seconds = std::max(
                    result.stop_seconds, std::chrono::duration<double>(returned - asked).count());
            }
        }
        return result;
    }

private:
    static constexpr std::size_t kMoreTokens = 4096; // to prefill until the stop comes

    Transformer& transformer_;
    std::stop_token stop_;
    std::vector<float> logits_;
    double filling_seconds_ = 0;
    OperatorSeconds filling_operators_{};
};

struct Job {
    Test test;
    std::size_t tokens;
};

// In ascending order, without duplicates.
std::vector<std::size_t> depths_of(const BenchmarkPlan& plan, std::size_t max_positions) {
    auto depths = plan.depths;
    for (auto& depth : depths) {
        if (depth <= max_positions && plan.generate_tokens <= max_positions) {
            depth = std::min(depth, max_positions - plan.generate_tokens);
        }
    }
    std::ranges::sort(depths);
    const auto repeated = std::ranges::unique(depths);
    depths.erase(repeated.begin(), repeated.end());
    return depths;
}

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
        return "misleading";
    case Test::stop:
        break;
    }
    return "stop";
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
    const auto keep = [&](Result<BenchmarkResult> result) -> Status {
        if (!result) {
            return std::unexpected(std::move(result.error()));
        }
        results.push_back(*result);
        if (on_result) {
            on_result(*result);
        }
        return {};
    };
    const auto max_positions = transformer.config().max_positions;
    const auto base = transformer.make_cache();
    for (const auto depth : depths_of(plan, max_positions)) {
        for (const auto& [test, tokens] : jobs) {
            if (tokens == 0 || depth + tokens > max_positions) {
                continue;
            }
            if (base->length() < depth) {
                if (auto status = keep(runner.extend_to(depth, *base)); !status) {
                    return std::unexpected(status.error());
                }
            }
            const auto repeat = std::max<std::size_t>(plan.repeat, 1);
            if (auto status = keep(runner.measure(test, tokens, *base, repeat)); !status) {
                return std::unexpected(status.error());
            }
        }
        if (plan.stop_tries > 0 && base->length() == depth && depth < max_positions) {
            if (auto status = keep(runner.measure_stops(*base, plan.stop_tries)); !status) {
                return std::unexpected(status.error());
            }
        }
    }
    if (results.empty()) {
        return fail(ErrorCode::invalid_input, "no test of this benchmark fits the model's context");
    }
    return results;
}

} // namespace sotto::inference
