#include "inference/engine/lookup_benchmark.h"

#include "inference/generation/speculative_decoder.h"
#include "inference/transformer/session.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace sotto::inference {

namespace {

using Clock = std::chrono::steady_clock;
using Mode = DraftLengthPolicy::Mode;
using Test = BenchmarkResult::Test;

constexpr std::size_t kMinPromptTokens = 512;
constexpr std::size_t kQuotedTokens = 24;
constexpr std::size_t kOtherTokens = 4;
constexpr std::size_t kAlphabet = 8;

// So few at a time that a disturbance of the machine slows both writers down.
constexpr std::size_t kTurnTokens = 8;

// A prompt and the text that is written after it.
struct Script {
    std::vector<TokenId> prompt;
    std::vector<TokenId> text;
};

// All tokens of the prompt differ, as far as the vocabulary allows.
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

// Writes a text in parts. Looks for the largest logit as greedy decoding does.
class Writer {
public:
    Writer(Transformer& transformer, Mode mode) : session_(transformer) {
        speculation_.policy.set_mode(mode);
    }

    // What speculation has learned is kept.
    Status begin(const Script& script, const std::stop_token& stop) {
        const auto prompt = std::span(script.prompt);
        const auto reused = session_.rewind_to(prompt.first(prompt.size() - 1));
        left_ = script.text;
        seconds_ = 0;
        decoder_.emplace(session_, speculation_);
        return decoder_->begin(prompt.subspan(reused), stop);
    }

    Status write(std::size_t tokens, const std::stop_token& stop) {
        const auto start = Clock::now();
        for (const auto token : left_.first(std::min(tokens, left_.size()))) {
            if (std::ranges::max_element(decoder_->logits()) == decoder_->logits().end()) {
                return fail(ErrorCode::internal, "a model without a vocabulary");
            }
            left_ = left_.subspan(1);
            if (auto status = decoder_->advance(token, left_.size(), stop); !status) {
                return status;
            }
        }
        seconds_ += std::chrono::duration<double>(Clock::now() - start).count();
        return {};
    }

    Status finish() { return decoder_->finish(); }

    [[nodiscard]] bool is_done() const { return left_.empty(); }
    [[nodiscard]] double seconds() const { return seconds_; } // spent writing

private:
    Session session_;
    SpeculationState speculation_;
    std::optional<SpeculativeDecoder> decoder_;
    std::span<const TokenId> left_;
    double seconds_ = 0;
};

// Both write the text in turns, alternating who goes first.
Status write_both(Writer& a, Writer& b, const Script& script, const std::stop_token& stop) {
    auto* first = &a;
    auto* second = &b;
    auto status = a.begin(script, stop).and_then([&] { return b.begin(script, stop); });
    while (status && !a.is_done()) {
        status = first->write(kTurnTokens, stop).and_then([&] {
            return second->write(kTurnTokens, stop);
        });
        std::swap(first, second);
    }
    return status.and_then([&] { return a.finish(); }).and_then([&] { return b.finish(); });
}

double median(std::vector<double>& values) {
    std::ranges::sort(values);
    const auto middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

Result<BenchmarkResult> measure(Transformer& transformer, Test test, const Script& script,
                                std::size_t repeat, const std::stop_token& stop) {
    Writer plain(transformer, Mode::never);
    Writer drafting(transformer, Mode::adaptive);
    const auto rate_of = [&script](const Writer& writer) {
        return static_cast<double>(script.text.size()) / writer.seconds();
    };
    std::vector<double> rates;
    std::vector<double> plain_rates;
    for (std::size_t i = 0; i < repeat; ++i) {
        if (auto status = write_both(plain, drafting, script, stop); !status) {
            return std::unexpected(status.error());
        }
        plain_rates.push_back(rate_of(plain));
        rates.push_back(rate_of(drafting));
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
