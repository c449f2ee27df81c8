#include "inference/engine/lookup_benchmark.h"

#include "inference/engine/logit_stream.h"
#include "inference/engine/session.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <span>
#include <vector>

namespace sotto::inference {

namespace {

using Clock = std::chrono::steady_clock;
using Mode = SpeculationPolicy::Mode;
using Test = BenchmarkResult::Test;

constexpr std::size_t kMinPromptTokens = 512;
constexpr std::size_t kQuotedTokens = 24;
constexpr std::size_t kOtherTokens = 4;
constexpr std::size_t kAlphabet = 8;

// A prompt, and what is written after it.
struct Script {
    std::vector<TokenId> prompt;
    std::vector<TokenId> text;
};

// The tokens of the prompt all differ, as far as the vocabulary goes.
Script quoting_script(std::size_t prompt_tokens, std::size_t text_tokens, std::size_t vocabulary) {
    Script script;
    const auto token_at = [vocabulary](std::size_t i) {
        return static_cast<TokenId>((i * 7919 + 13) % vocabulary);
    };
    for (std::size_t i = 0; i < prompt_tokens; ++i) {
        script.prompt.push_back(token_at(i));
    }
    for (std::size_t i = 0; i < text_tokens; ++i) {
        const auto quote = i / (kQuotedTokens + kOtherTokens);
        const auto within = i % (kQuotedTokens + kOtherTokens);
        const auto begin = quote * 67 % (prompt_tokens - kQuotedTokens);
        script.text.push_back(within < kQuotedTokens ? script.prompt[begin + within]
                                                     : token_at(prompt_tokens + i));
    }
    return script;
}

Script misleading_script(std::size_t prompt_tokens, std::size_t text_tokens) {
    Script script;
    std::uint64_t state = 0xCBF29CE484222325ULL;
    const auto next = [&state] {
        state ^= state << 13U;
        state ^= state >> 7U;
        state ^= state << 17U;
        return static_cast<TokenId>((state >> 32U) % kAlphabet);
    };
    for (std::size_t i = 0; i < prompt_tokens; ++i) {
        script.prompt.push_back(next());
    }
    for (std::size_t i = 0; i < text_tokens; ++i) {
        script.text.push_back(next());
    }
    return script;
}

// Tokens per second of one run. The largest logit is looked for as a greedy answer does.
Result<double> write(Session& session, Speculation& speculation, const Script& script,
                     const std::stop_token& stop) {
    const auto reused = session.rewind_to(std::span(script.prompt).first(script.prompt.size() - 1));
    LogitStream stream(session, speculation);
    if (auto status = stream.begin(std::span(script.prompt).subspan(reused), stop); !status) {
        return std::unexpected(status.error());
    }
    const auto start = Clock::now();
    auto left = script.text.size();
    for (const auto token : script.text) {
        if (std::ranges::max_element(stream.logits()) == stream.logits().end()) {
            return fail(ErrorCode::internal, "a model without a vocabulary");
        }
        if (auto status = stream.advance(token, --left, stop); !status) {
            return std::unexpected(status.error());
        }
    }
    const std::chrono::duration<double> taken = Clock::now() - start;
    if (auto status = stream.finish(); !status) {
        return std::unexpected(status.error());
    }
    return static_cast<double>(script.text.size()) / taken.count();
}

double median(std::vector<double>& values) {
    std::ranges::sort(values);
    const auto middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

Result<BenchmarkResult> measure(Transformer& transformer, Test test, const Script& script,
                                std::size_t repeat, const std::stop_token& stop) {
    Session session(transformer);
    Speculation guessing;
    Speculation plain;
    plain.policy.set_mode(Mode::never);
    std::vector<double> rates;
    std::vector<double> plain_rates;
    for (std::size_t i = 0; i < repeat; ++i) {
        const auto plain_rate = write(session, plain, script, stop);
        if (!plain_rate) {
            return std::unexpected(plain_rate.error());
        }
        plain_rates.push_back(*plain_rate);
        const auto rate = write(session, guessing, script, stop);
        if (!rate) {
            return std::unexpected(rate.error());
        }
        rates.push_back(*rate);
    }
    BenchmarkResult result{.test = test,
                           .tokens = script.text.size(),
                           .depth = script.prompt.size(),
                           .tokens_per_second = median(rates),
                           .spread = 0,
                           .repeat = repeat,
                           .plain_tokens_per_second = median(plain_rates)};
    result.spread = rates.back() - rates.front(); // sorted by now
    return result;
}

} // namespace

Result<LookupBenchmark> run_lookup_benchmark(Transformer& transformer, std::size_t depth,
                                             std::size_t tokens, std::size_t repeat,
                                             const std::stop_token& stop) {
    const auto prompt_tokens = std::max(depth, kMinPromptTokens);
    const auto& config = transformer.config();
    if (prompt_tokens + tokens > config.max_positions) {
        return fail(ErrorCode::invalid_input, "no test of this benchmark fits the model's context");
    }
    const auto runs = std::max<std::size_t>(repeat, 1);
    const auto quote =
        measure(transformer, Test::quote,
                quoting_script(prompt_tokens, tokens, config.vocabulary_size), runs, stop);
    if (!quote) {
        return std::unexpected(quote.error());
    }
    const auto misleading = measure(transformer, Test::misleading,
                                    misleading_script(prompt_tokens, tokens), runs, stop);
    if (!misleading) {
        return std::unexpected(misleading.error());
    }
    return LookupBenchmark{*quote, *misleading};
}

} // namespace sotto::inference
