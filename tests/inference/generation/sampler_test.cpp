#include "inference/generation/sampler.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <tuple>
#include <utility>

using namespace sotto;
using namespace sotto::inference;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

// Only a temperature.
SamplingOptions plain(float temperature) {
    SamplingOptions options;
    options.temperature = temperature;
    options.top_p = 1;
    options.seed = 1;
    return options;
}

// How often each of 10,000 samples is each token.
std::map<TokenId, int> counts(const SamplingOptions& options, const std::vector<float>& logits) {
    Sampler sampler(options);
    std::map<TokenId, int> drawn;
    for (int i = 0; i < 10000; ++i) {
        auto copy = logits;
        ++drawn[sampler.sample(copy, {}).value()];
    }
    return drawn;
}

// ln of 4, 3, 2, 1: probabilities 0.4, 0.3, 0.2, 0.1.
const std::vector<float> kFour{std::log(4.0F), std::log(3.0F), std::log(2.0F), std::log(1.0F)};

bool is_near(int count, double probability) {
    return std::abs(count - 10000 * probability) < 250; // five standard deviations
}

} // namespace

TEST_CASE("without temperature the most likely token is chosen, among equals the lowest") {
    Sampler sampler(plain(0));
    std::vector<float> logits{1, 3, 2, 3};
    CHECK(sampler.sample(logits, {}) == 1);
}

TEST_CASE("tokens are sampled with their probabilities") {
    auto drawn = counts(plain(1), kFour);
    CHECK(is_near(drawn[0], 0.4));
    CHECK(is_near(drawn[1], 0.3));
    CHECK(is_near(drawn[2], 0.2));
    CHECK(is_near(drawn[3], 0.1));
}

TEST_CASE("a low temperature sharpens, a high one flattens") {
    auto sharp = counts(plain(0.5F), kFour); // squares: 16, 9, 4, 1 of 30
    CHECK(is_near(sharp[0], 16.0 / 30));
    CHECK(is_near(sharp[3], 1.0 / 30));
    auto flat = counts(plain(1000), kFour);
    CHECK(is_near(flat[0], 0.25));
}

TEST_CASE("top-k keeps the k most likely tokens") {
    auto options = plain(1);
    options.top_k = 2;
    auto drawn = counts(options, kFour);
    CHECK(drawn.size() == 2);
    CHECK(is_near(drawn[0], 4.0 / 7));
    CHECK(is_near(drawn[1], 3.0 / 7));
}

TEST_CASE("top-p keeps the smallest set that reaches it, at least one token") {
    auto options = plain(1);
    options.top_p = 0.65F;
    auto drawn = counts(options, kFour);
    CHECK(drawn.size() == 2);
    CHECK(is_near(drawn[1], 3.0 / 7));
    options.top_p = 0;
    CHECK(counts(options, kFour).size() == 1);
}

TEST_CASE("min-p drops tokens much less likely than the most likely one") {
    auto options = plain(1);
    options.min_p = 0.4F;
    auto drawn = counts(options, kFour);
    CHECK(drawn.size() == 3);
    CHECK(is_near(drawn[2], 2.0 / 9));
}

// The tokens that may be drawn, found by sorting all of them.
std::set<TokenId> allowed(const SamplingOptions& options, const std::vector<float>& logits) {
    std::vector<std::pair<double, TokenId>> sorted;
    const double largest = *std::ranges::max_element(logits);
    for (std::size_t i = 0; i < logits.size(); ++i) {
        sorted.emplace_back(-std::exp((logits[i] - largest) / options.temperature),
                            static_cast<TokenId>(i));
    }
    std::ranges::sort(sorted);
    if (options.top_k > 0) {
        sorted.resize(std::min(sorted.size(), static_cast<std::size_t>(options.top_k)));
    }
    double total = 0;
    for (const auto& [weight, token] : sorted) {
        total -= weight;
    }
    std::set<TokenId> kept;
    double sum = 0;
    for (const auto& [weight, token] : sorted) {
        // What lies on a border may fall to either side.
        if (-weight >= options.min_p * 0.999 &&
            (kept.empty() || sum < options.top_p * total * 1.0001)) {
            kept.insert(token);
        }
        sum -= weight;
    }
    return kept;
}

TEST_CASE("of a large vocabulary exactly the tokens are drawn that the restrictions leave") {
    std::mt19937 random(7);
    std::normal_distribution<float> normal(0, 3);
    std::vector<float> logits(3000);
    std::ranges::generate(logits, [&] { return normal(random); });
    for (const auto& [top_k, top_p, min_p] : {std::tuple{0, 0.9F, 0.0F},
                                              {0, 0.5F, 0.0F},
                                              {40, 1.0F, 0.0F},
                                              {40, 0.8F, 0.1F},
                                              {0, 1.0F, 0.02F},
                                              {0, 0.95F, 0.05F},
                                              {2000, 1.0F, 0.0F},
                                              {0, 0.999F, 0.0F}}) {
        for (const float temperature : {0.2F, 1.0F, 5.0F}) {
            auto options = plain(temperature);
            options.top_k = top_k;
            options.top_p = top_p;
            options.min_p = min_p;
            const auto drawn = counts(options, logits);
            const auto may = allowed(options, logits);
            INFO("top_k " << top_k << ", top_p " << top_p << ", min_p " << min_p << ", temperature "
                          << temperature);
            CHECK(std::ranges::all_of(drawn,
                                      [&](const auto& one) { return may.contains(one.first); }));
            // Flattened, even the least likely of a few is drawn at some time.
            CHECK((temperature < 5 || may.size() > 100 || drawn.size() >= may.size() * 3 / 4));
        }
    }
}

TEST_CASE("a temperature near zero chooses the most likely token") {
    for (const float temperature : {1e-39F, 1e-45F, 1e-30F}) {
        Sampler sampler(plain(temperature));
        std::vector<float> logits{1, 3, 2, -40};
        CHECK(sampler.sample(logits, {}) == 1);
    }
}

TEST_CASE(
    "the repetition penalty divides positive and multiplies negative logits, once per token") {
    auto options = plain(0);
    options.repetition_penalty = 2;
    Sampler sampler(options);
    const std::array<TokenId, 3> earlier{0, 0, 2};
    std::vector<float> logits{3, 2, -1, -1.5F};
    CHECK(sampler.sample(logits, earlier) == 1);
    CHECK(logits == std::vector<float>{1.5F, 2, -2, -1.5F});
}

TEST_CASE("the same seed samples the same tokens, another seed others") {
    auto options = plain(1);
    const auto draw_ten = [&] {
        Sampler sampler(options);
        std::vector<TokenId> drawn;
        for (int i = 0; i < 10; ++i) {
            auto logits = kFour;
            drawn.push_back(sampler.sample(logits, {}).value());
        }
        return drawn;
    };
    const auto first = draw_ten();
    CHECK(draw_ten() == first);
    options.seed = 2;
    CHECK(draw_ten() != first);
}

TEST_CASE("nothing is sampled from logits that are no numbers") {
    for (const float temperature : {0.0F, 1.0F}) {
        Sampler sampler(plain(temperature));
        std::vector<float> one{-kInfinity, -kInfinity, 1};
        CHECK(sampler.sample(one, {}) == 2);
        std::vector<float> infinite{0, kInfinity, 0};
        CHECK(sampler.sample(infinite, {}) == 1);
        std::vector<float> some{0, kNan, 1};
        CHECK_FALSE(sampler.sample(some, {}));
        std::vector<float> none{-kInfinity, kInfinity};
        CHECK_FALSE(sampler.sample(none, {}));
        CHECK_FALSE(sampler.sample({}, {}));
    }
}

TEST_CASE("every number is safe as an option, alone and with any other") {
    constexpr float kTiny = 1e-39F; // denormal
    constexpr std::array kExtremes{0.0F, -0.0F, kTiny, -kTiny,    1e-30F,     0.5F,
                                   1.0F, -1.0F, 1e30F, kInfinity, -kInfinity, kNan};
    const std::vector<float> logits{-kInfinity, 4, 3, -1e30F, 0, 1e30F, 3.5F};
    const std::array<TokenId, 4> earlier{1, 3, 4, 99};
    for (const float first : kExtremes) {
        for (const float second : kExtremes) {
            for (const int top_k : {std::numeric_limits<int>::min(), 0, 1, 1 << 30}) {
                for (int swapped = 0; swapped < 3; ++swapped) {
                    SamplingOptions options;
                    options.temperature = swapped == 0 ? first : 0.7F;
                    options.top_p = swapped == 0 ? second : swapped == 1 ? first : 0.9F;
                    options.min_p = swapped == 1 ? second : 0.05F;
                    options.repetition_penalty = swapped == 2 ? second : 1.1F;
                    options.top_k = top_k;
                    options.seed = std::numeric_limits<std::uint64_t>::max();
                    CAPTURE(first, second, top_k, swapped);
                    Sampler sampler(options);
                    auto copy = logits;
                    const auto token = sampler.sample(copy, earlier);
                    REQUIRE(token.has_value());
                    CHECK(*token > 0); // not what has no chance at all
                    CHECK(*token < 7);
                }
            }
        }
    }
}

TEST_CASE("the lowest temperatures choose the most likely token") {
    for (const float temperature : {1e-45F, 1e-39F, 1e-30F, 1e-7F}) {
        CHECK(counts(plain(temperature), kFour).size() == 1);
    }
    CHECK(counts(plain(kInfinity), kFour).size() == 4);
}
