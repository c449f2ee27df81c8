#include "inference/attention/attention.h"
#include "inference/linear/linear.h"
#include "inference/transformer/batch_invariance.h"
#include "inference/xnnpack/qp8_activations.h"
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

constexpr std::size_t kMaxRows = 64;
constexpr std::array kDtypes{MatrixDtype::int4, MatrixDtype::int4_channel};

// As wide as the layers of real models; outputs beyond these are further strips of the same.
struct Shape {
    std::size_t outputs;
    std::size_t inputs;
};
constexpr Shape kHidden{96, 1280};
constexpr Shape kFeedForward{48, 6144};
constexpr Shape kUneven{77, 100}; // fills no strip of kernels and no group of 32

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

// kMaxRows rows, each of another size than the one before.
std::vector<float> random_rows(std::size_t width) {
    std::uint64_t seed = 23;
    std::vector<float> rows(kMaxRows * padded_width(width) + kOverreadBytes / sizeof(float));
    for (std::size_t row = 0; row < kMaxRows; ++row) {
        for (std::size_t i = 0; i < width; ++i) {
            rows[row * padded_width(width) + i] =
                static_cast<float>((2 * random_unit(seed) - 1) * static_cast<double>(row + 1));
        }
    }
    return rows;
}

std::vector<float> apply(Linear& linear, const float* input, std::size_t rows,
                         std::size_t threads = 2) {
    const auto pool = ThreadPool::create(threads);
    auto scratch = LinearScratch::create(kMaxRows, padded_width(linear.inputs()));
    REQUIRE(pool);
    REQUIRE(scratch);
    std::vector<float> out(rows * linear.outputs());
    REQUIRE(linear.apply(input, rows, out.data(), *scratch, **pool));
    return out;
}

std::vector<float> expected_row(const WeightMatrix& matrix, const Shape& shape, const float* row) {
    std::vector<float> output;
    std::vector<float> weights(shape.inputs);
    for (std::size_t n = 0; n < shape.outputs; ++n) {
        dequantize_row(matrix, n, weights);
        double sum = 0;
        for (std::size_t i = 0; i < shape.inputs; ++i) {
            sum += static_cast<double>(weights[i]) * row[i];
        }
        output.push_back(static_cast<float>(sum));
    }
    return output;
}

std::vector<float> row_of(const std::vector<float>& rows, std::size_t row, std::size_t width) {
    const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(row * width);
    return {begin, begin + static_cast<std::ptrdiff_t>(width)};
}

void skip_without_kernels() {
    if (!Qp8Activations::are_supported()) {
        SKIP("this processor, or this XNNPACK, has no kernels for packed rows");
    }
}

} // namespace

TEST_CASE("KleidiAI's kernels multiply as dequantized numbers do, with the noise of XNNPACK's") {
    skip_without_kernels();
    for (const auto& shape : {kHidden, kFeedForward, kUneven}) {
        const auto input = random_rows(shape.inputs);
        const auto stride = padded_width(shape.inputs);
        for (const auto dtype : kDtypes) {
            const RandomInt4 source(shape, dtype);
            auto kleidi_ai = Linear::create(source.matrix(), Int4Kernels::kleidi_ai);
            auto xnnpack = Linear::create(source.matrix(), Int4Kernels::xnnpack);
            REQUIRE(kleidi_ai);
            REQUIRE(xnnpack);
            for (const std::size_t rows : {1, 7, 8, 64}) {
                const auto made = apply(*kleidi_ai, input.data(), rows);
                const auto others = apply(*xnnpack, input.data(), rows);
                for (const std::size_t row : {std::size_t{0}, rows / 2, rows - 1}) {
                    CAPTURE(shape.inputs, static_cast<int>(dtype), rows, row);
                    const auto expected =
                        expected_row(source.matrix(), shape, input.data() + row * stride);
                    const auto noise = relative_noise(expected, row_of(made, row, shape.outputs));
                    CHECK(noise < 0.01);
                    CHECK(noise <
                          1.1 * relative_noise(expected, row_of(others, row, shape.outputs)));
                }
            }
        }
    }
}

TEST_CASE("KleidiAI's kernels give the same bits with any number of threads") {
    skip_without_kernels();
    const auto input = random_rows(kHidden.inputs);
    for (const auto dtype : kDtypes) {
        const RandomInt4 source(kHidden, dtype);
        auto linear = Linear::create(source.matrix(), Int4Kernels::kleidi_ai);
        REQUIRE(linear);
        for (const std::size_t rows : {1, 7, 64}) {
            CAPTURE(static_cast<int>(dtype), rows);
            CHECK(apply(*linear, input.data(), rows, 1) == apply(*linear, input.data(), rows, 3));
        }
    }
}

TEST_CASE("what is found about rows alone and among others holds for every int4 kernel") {
    const auto input = random_rows(kHidden.inputs);
    const auto stride = padded_width(kHidden.inputs);
    for (const auto dtype : kDtypes) {
        const RandomInt4 source(kHidden, dtype);
        for (const auto kernels : int4_kernels()) {
            CAPTURE(static_cast<int>(dtype), static_cast<int>(kernels));
            auto linear = Linear::create(source.matrix(), kernels);
            const auto pool = ThreadPool::create(1);
            auto scratch = LinearScratch::create(kMaxRows, stride);
            REQUIRE(linear);
            REQUIRE(pool);
            REQUIRE(scratch);
            const auto are_equal = is_batch_invariant(*linear, *scratch, **pool);
            REQUIRE(are_equal);
            std::vector<float> alone;
            for (std::size_t row = 0; row < kMaxVerifiedTokens; ++row) {
                const auto one = apply(*linear, input.data() + row * stride, 1, 1);
                alone.insert(alone.end(), one.begin(), one.end());
            }
            bool is_alike = true;
            for (std::size_t rows = 1; rows <= kMaxVerifiedTokens; ++rows) {
                const auto together = apply(*linear, input.data(), rows, 1);
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
            CHECK(mapped->is_like(*in_memory));
            const auto input = random_rows(shape.inputs);
            for (const std::size_t rows : {1, 7, 8, 64}) {
                CHECK(apply(*mapped, input.data(), rows) == apply(*in_memory, input.data(), rows));
            }
        }
    }
}

TEST_CASE("more rows than packed rows have memory for are refused") {
    skip_without_kernels();
    const auto pool = ThreadPool::create(1);
    auto rows = Qp8Activations::create(4, 128);
    REQUIRE(pool);
    REQUIRE(rows);
    const auto input = random_rows(128);
    CHECK(rows->quantize(input.data(), 4, 128, 128, **pool));
    const auto refused = rows->quantize(input.data(), kMaxRows, 128, 128, **pool);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::internal);
}
