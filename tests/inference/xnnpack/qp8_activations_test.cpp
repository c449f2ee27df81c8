#include "inference/attention/attention.h"
#include "inference/linear/linear.h"
#include "inference/transformer/batch_invariance.h"
#include "inference/xnnpack/padding.h"
#include "inference/xnnpack/qp8_activations.h"
#include "inference/xnnpack/thread_pool.h"
#include "tests/inference/support/tiny_model.h"
#include "tests/support/random.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

namespace {

constexpr std::size_t kMaxTokens = 64;
constexpr std::array kDtypes{MatrixDtype::int4, MatrixDtype::int4_channel};

// As wide as the layers of real models; more outputs would only add panels of the same kind.
struct Shape {
    std::size_t outputs;
    std::size_t inputs;
};
constexpr Shape kHidden{96, 1280};
constexpr Shape kFeedForward{48, 6144};
constexpr Shape kUneven{77, 100}; // no multiple of a kernel's panel or of a block

class RandomInt4 {
public:
    RandomInt4(const Shape& shape, MatrixDtype dtype)
        : shape_(shape), dtype_(dtype), padded_(padded_width(shape.inputs)),
          nibbles_(shape.outputs * padded_ / 2, 0x88) {
        std::uint64_t seed = 5;
        for (std::size_t row = 0; row < shape.outputs; ++row) {
            for (std::size_t i = 0; i < shape.inputs; i += 2) {
                nibbles_[(row * padded_ + i) / 2] =
                    static_cast<std::uint8_t>(256 * random_unit(seed));
            }
            scales_.push_back(static_cast<float>(0.01 + 0.1 * random_unit(seed)));
        }
        for (std::size_t i = 0; i < shape.outputs * padded_ / kInt4BlockSize; ++i) {
            block_scales_.push_back(static_cast<std::uint16_t>(0x3D00 + 100 * random_unit(seed)));
        }
    }

    [[nodiscard]] WeightMatrix matrix() const {
        if (dtype_ == MatrixDtype::int4) {
            return Int4Matrix{shape_.outputs, shape_.inputs, padded_, nibbles_, block_scales_};
        }
        return Int4ChannelMatrix{shape_.outputs, shape_.inputs, padded_, nibbles_, scales_};
    }

private:
    Shape shape_;
    MatrixDtype dtype_;
    std::size_t padded_;
    std::vector<std::uint8_t> nibbles_;
    std::vector<float> scales_;
    std::vector<std::uint16_t> block_scales_;
};

// kMaxTokens tokens of growing magnitude.
std::vector<float> random_tokens(std::size_t width) {
    std::uint64_t seed = 23;
    std::vector<float> values(kMaxTokens * padded_width(width) + kOverreadBytes / sizeof(float));
    for (std::size_t token = 0; token < kMaxTokens; ++token) {
        for (std::size_t i = 0; i < width; ++i) {
            values[token * padded_width(width) + i] =
                static_cast<float>((2 * random_unit(seed) - 1) * static_cast<double>(token + 1));
        }
    }
    return values;
}

std::vector<float> apply(Linear& linear, const float* input, std::size_t n_tokens,
                         std::size_t threads = 2) {
    const auto pool = ThreadPool::create(threads);
    auto scratch = LinearScratch::create(kMaxTokens, padded_width(linear.inputs()));
    REQUIRE(pool);
    REQUIRE(scratch);
    std::vector<float> out(n_tokens * linear.outputs());
    REQUIRE(linear.apply(input, n_tokens, out.data(), *scratch, **pool));
    return out;
}

std::vector<float> expected_output(const WeightMatrix& matrix, const Shape& shape,
                                   const float* token) {
    std::vector<float> output;
    std::vector<float> weights(shape.inputs);
    for (std::size_t n = 0; n < shape.outputs; ++n) {
        dequantize_row(matrix, n, weights);
        double sum = 0;
        for (std::size_t i = 0; i < shape.inputs; ++i) {
            sum += static_cast<double>(weights[i]) * token[i];
        }
        output.push_back(static_cast<float>(sum));
    }
    return output;
}

std::vector<float> token_of(const std::vector<float>& batch, std::size_t token, std::size_t width) {
    const auto begin = batch.begin() + static_cast<std::ptrdiff_t>(token * width);
    return {begin, begin + static_cast<std::ptrdiff_t>(width)};
}

void skip_without_kernels() {
    if (!Qp8Activations::are_supported()) {
        SKIP("this CPU, or this build of XNNPACK, has no kernels for qp8");
    }
}

} // namespace

TEST_CASE("KleidiAI's kernels match the dequantized product with no more noise than XNNPACK's") {
    skip_without_kernels();
    for (const auto& shape : {kHidden, kFeedForward, kUneven}) {
        const auto input = random_tokens(shape.inputs);
        const auto stride = padded_width(shape.inputs);
        for (const auto dtype : kDtypes) {
            const RandomInt4 source(shape, dtype);
            auto kleidi_ai = Linear::create(source.matrix(), Int4Kernels::kleidi_ai);
            auto xnnpack = Linear::create(source.matrix(), Int4Kernels::xnnpack);
            REQUIRE(kleidi_ai);
            REQUIRE(xnnpack);
            for (const std::size_t n_tokens : {1, 7, 8, 64}) {
                const auto made = apply(*kleidi_ai, input.data(), n_tokens);
                const auto others = apply(*xnnpack, input.data(), n_tokens);
                for (const std::size_t token : {std::size_t{0}, n_tokens / 2, n_tokens - 1}) {
                    CAPTURE(shape.inputs, static_cast<int>(dtype), n_tokens, token);
                    const auto expected =
                        expected_output(source.matrix(), shape, input.data() + token * stride);
                    const auto noise =
                        relative_noise(expected, token_of(made, token, shape.outputs));
                    CHECK(noise < 0.01);
                    CHECK(noise <
                          1.1 * relative_noise(expected, token_of(others, token, shape.outputs)));
                }
            }
        }
    }
}

TEST_CASE("KleidiAI's kernels give the same bits with any number of threads") {
    skip_without_kernels();
    const auto input = random_tokens(kHidden.inputs);
    for (const auto dtype : kDtypes) {
        const RandomInt4 source(kHidden, dtype);
        auto linear = Linear::create(source.matrix(), Int4Kernels::kleidi_ai);
        REQUIRE(linear);
        for (const std::size_t n_tokens : {1, 7, 64}) {
            CAPTURE(static_cast<int>(dtype), n_tokens);
            CHECK(apply(*linear, input.data(), n_tokens, 1) ==
                  apply(*linear, input.data(), n_tokens, 3));
        }
    }
}

TEST_CASE("the batch invariance test is right about every int4 kernel") {
    const auto input = random_tokens(kHidden.inputs);
    const auto stride = padded_width(kHidden.inputs);
    for (const auto dtype : kDtypes) {
        const RandomInt4 source(kHidden, dtype);
        for (const auto kernels : int4_kernels()) {
            CAPTURE(static_cast<int>(dtype), static_cast<int>(kernels));
            auto linear = Linear::create(source.matrix(), kernels);
            const auto pool = ThreadPool::create(1);
            auto scratch = LinearScratch::create(kMaxTokens, stride);
            REQUIRE(linear);
            REQUIRE(pool);
            REQUIRE(scratch);
            const auto are_equal = is_batch_invariant(*linear, *scratch, **pool);
            REQUIRE(are_equal);
            std::vector<float> alone;
            for (std::size_t token = 0; token < kMaxVerifiedTokens; ++token) {
                const auto one = apply(*linear, input.data() + token * stride, 1, 1);
                alone.insert(alone.end(), one.begin(), one.end());
            }
            bool is_alike = true;
            for (std::size_t n_tokens = 1; n_tokens <= kMaxVerifiedTokens; ++n_tokens) {
                const auto together = apply(*linear, input.data(), n_tokens, 1);
                is_alike = is_alike && std::equal(together.begin(), together.end(), alone.begin());
            }
            CHECK((is_alike || !*are_equal));
        }
    }
}

TEST_CASE("a matrix packed for KleidiAI is written, mapped and used with the same bits") {
    skip_without_kernels();
    const TempFolder folder;
    const auto path = folder.path() / "one.packed";
    for (const auto dtype : kDtypes) {
        for (const auto& shape : {kHidden, kUneven}) {
            CAPTURE(static_cast<int>(dtype), shape.inputs);
            const RandomInt4 source(shape, dtype);
            const LinearPlan plan{"one", {{"one", shape.outputs}}, shape.inputs};
            const KernelLayouts writer_layouts(Int4Kernels::kleidi_ai);
            PackBuffer buffer;
            const auto layout = writer_layouts.pack(source.matrix(), buffer);
            REQUIRE(layout);
            auto writer = PackedFileWriter::create(path, "source", "owner", 1000);
            REQUIRE(writer);
            REQUIRE(writer->add({.name = "one",
                                 .layout = *layout,
                                 .dtype = dtype,
                                 .rows = shape.outputs,
                                 .cols = shape.inputs,
                                 .bytes = buffer.bytes()}));
            REQUIRE(writer->finish());
            const auto file = PackedFile::open(path, "source");
            REQUIRE(file);

            const KernelLayouts layouts({});
            const auto* const blob = layouts.find(**file, plan);
            REQUIRE(blob != nullptr);
            CHECK(layouts.kernels_of(*blob) == Int4Kernels::kleidi_ai);
            CHECK(KernelLayouts(Int4Kernels::xnnpack).find(**file, plan) == nullptr);
            std::vector<std::uint16_t> ones;
            auto mapped = Linear::open(*blob, layouts.kernels_of(*blob), ones);
            auto in_memory = Linear::create(source.matrix(), Int4Kernels::kleidi_ai);
            REQUIRE(mapped);
            REQUIRE(in_memory);
            CHECK(mapped->shares_kernels_with(*in_memory));
            const auto input = random_tokens(shape.inputs);
            for (const std::size_t n_tokens : {1, 7, 8, 64}) {
                CHECK(apply(*mapped, input.data(), n_tokens) ==
                      apply(*in_memory, input.data(), n_tokens));
            }
        }
    }
}

TEST_CASE("qp8 activations refuse more tokens than their buffer holds") {
    skip_without_kernels();
    const auto pool = ThreadPool::create(1);
    auto activations = Qp8Activations::create(4, 128);
    REQUIRE(pool);
    REQUIRE(activations);
    const auto input = random_tokens(128);
    CHECK(activations->quantize(input.data(), 4, 128, 128, **pool));
    const auto refused = activations->quantize(input.data(), kMaxTokens, 128, 128, **pool);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::internal);
}
