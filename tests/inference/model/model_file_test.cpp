#include "inference/model/model_file.h"
#include "tests/support/safetensors_text.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::inference {

namespace {

using test::safetensors_text;

/// The header padded so that the data section starts at a multiple of 8.
std::string aligned(std::string header, std::string_view data) {
    header.resize((header.size() + 7) / 8 * 8, ' ');
    return safetensors_text(header, data);
}

std::unique_ptr<ModelFile> open(const test::TempFolder& folder, const std::string& content) {
    auto file = ModelFile::open(folder.write("weights.safetensors", content));
    REQUIRE(file.has_value());
    return std::move(*file);
}

constexpr std::string_view kTwoFloats("\0\0\x80\x3f\0\0\0\xc0", 8); // 1, -2

} // namespace

TEST_CASE("a matrix and a vector stored as f32 are read in place") {
    const test::TempFolder folder;
    const auto file =
        open(folder, aligned(R"({"m":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},)"
                             R"("v":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}})",
                             std::string(kTwoFloats) + std::string(kTwoFloats)));
    const auto matrix = file->matrix("m", 1, 2);
    REQUIRE(matrix.has_value());
    const auto& plain = std::get<F32Matrix>(*matrix);
    CHECK(plain.values[0] == 1.0F);
    CHECK(plain.values[1] == -2.0F);
    CHECK(file->vector("v", 2).value() == std::vector{1.0F, -2.0F});
    CHECK(file->has("m"));
    CHECK_FALSE(file->has("lm_head.weight"));
}

TEST_CASE("a matrix stored as int8 comes with the scales of its rows") {
    const test::TempFolder folder;
    const std::string header = R"({"m.scale":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                               R"("m":{"dtype":"I8","shape":[1,3],"data_offsets":[4,7]}})";
    const auto file = open(folder, aligned(header, std::string("\0\0\x80\x3f\x01\x7f\x81", 7)));
    const auto matrix = file->matrix("m", 1, 3);
    REQUIRE(matrix.has_value());
    const auto& int8 = std::get<Int8Matrix>(*matrix);
    CHECK(int8.values[1] == 127);
    CHECK(int8.values[2] == -127);
    CHECK(int8.scales[0] == 1.0F);
}

TEST_CASE("a matrix stored as int4 is padded to whole groups of columns") {
    const test::TempFolder folder;
    const std::string header =
        R"({"m":{"dtype":"U8","shape":[1,32],"data_offsets":[0,32]},)"
        R"("m.scale":{"dtype":"BF16","shape":[1,2],"data_offsets":[32,36]}})";
    const std::string nibbles(32, '\x88');
    const auto file = open(folder, aligned(header, nibbles + std::string("\x80\x3f\x80\x00", 4)));
    const auto matrix = file->matrix("m", 1, 40);
    REQUIRE(matrix.has_value());
    const auto& int4 = std::get<Int4Matrix>(*matrix);
    CHECK(int4.cols == 40);
    CHECK(int4.padded_cols == 64);
    CHECK(int4.nibbles.size() == 32);
    CHECK(int4.scales[0] == 0x3F80);
    CHECK(file->matrix("m", 1, 72).error().code == ErrorCode::corrupt_data);
    CHECK(file->matrix("m", 2, 40).error().code == ErrorCode::corrupt_data);
}

TEST_CASE("a matrix stored as int4 may have one scale for each row") {
    const test::TempFolder folder;
    const std::string header = R"({"m":{"dtype":"U8","shape":[2,16],"data_offsets":[0,32]},)"
                               R"("m.scale":{"dtype":"F32","shape":[2],"data_offsets":[32,40]}})";
    const std::string nibbles(32, '\x97');
    const auto file = open(folder, aligned(header, nibbles + std::string(kTwoFloats)));
    std::vector<float> row(20);
    REQUIRE(file->read_row("m", 2, 20, 1, row));
    CHECK(row[0] == 2.0F); // (7 − 8) × −2
    CHECK(row[19] == -2.0F);
    CHECK(file->matrix("m", 2, 20).error().code == ErrorCode::corrupt_data); // −2 is no scale
    CHECK(file->read_row("m", 2, 40, 1, row).error().code == ErrorCode::corrupt_data);
    CHECK(file->read_row("n", 2, 20, 1, row).error().code == ErrorCode::not_found);
}

TEST_CASE("a row read alone is the matrix's row, also after its memory was released") {
    const test::TempFolder folder;
    const std::string header = R"({"f":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},)"
                               R"("i.scale":{"dtype":"F32","shape":[2],"data_offsets":[8,16]},)"
                               R"("i":{"dtype":"I8","shape":[2,3],"data_offsets":[16,22]},)"
                               R"("g.scale":{"dtype":"BF16","shape":[2,1],"data_offsets":[22,26]},)"
                               R"("g":{"dtype":"U8","shape":[2,16],"data_offsets":[26,58]}})";
    std::string nibbles;
    for (int i = 0; i < 32; ++i) {
        nibbles += static_cast<char>(i * 37);
    }
    const std::string halves("\0\0\0\x3f\0\0\0\x40", 8); // 0.5, 2
    const auto file =
        open(folder, aligned(header, std::string(kTwoFloats) + halves + "\x01\x02\x7f\x81\xff\x05" +
                                         "\x80\x3f\x40\x40" + nibbles));
    const std::pair<std::string_view, std::size_t> matrices[] = {{"f", 1}, {"i", 3}, {"g", 30}};
    for (const auto& [name, cols] : matrices) {
        for (std::size_t row = 0; row < 2; ++row) {
            const auto matrix = file->matrix(name, 2, cols);
            REQUIRE(matrix);
            std::vector<float> expected(cols);
            std::vector<float> read(cols);
            dequantize_row(*matrix, row, expected);
            file->release();
            REQUIRE(file->read_row(name, 2, cols, row, read));
            CHECK(read == expected);
        }
    }
    std::vector<float> row(3);
    REQUIRE(file->read_row("i", 2, 3, 1, row));
    CHECK(row == std::vector{-254.0F, -2.0F, 10.0F});
}

TEST_CASE("scales that no kernel can use are refused") {
    const std::string header =
        R"({"m":{"dtype":"U8","shape":[1,16],"data_offsets":[0,16]},)"
        R"("m.scale":{"dtype":"BF16","shape":[1,1],"data_offsets":[16,18]}})";
    const std::string nibbles(16, '\x88');
    for (const char* bits : {"\x00\x00", "\x7f\x00", "\x80\xbf", "\x80\x7f", "\xc0\x7f"}) {
        const test::TempFolder folder;
        const auto file = open(folder, aligned(header, nibbles + std::string(bits, 2)));
        CHECK(file->matrix("m", 1, 32).error().code == ErrorCode::corrupt_data);
    }
}

TEST_CASE("a tensor of another type, shape or alignment is corrupt and a missing one not found") {
    const test::TempFolder folder;
    std::string header = R"({"m":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}})";
    header.resize(header.size() + (header.size() % 2 == 0 ? 1 : 0), ' ');
    const auto unaligned = open(folder, safetensors_text(header, kTwoFloats));
    CHECK(unaligned->matrix("m", 1, 2).error().code == ErrorCode::corrupt_data);
    const auto file = open(folder, aligned(header, kTwoFloats));
    CHECK(file->matrix("m", 2, 1).error().code == ErrorCode::corrupt_data);
    CHECK(file->vector("m", 2).error().code == ErrorCode::corrupt_data);
    CHECK(file->matrix("n", 1, 2).error().code == ErrorCode::not_found);
    CHECK(file->vector("n", 2).error().code == ErrorCode::not_found);
}

TEST_CASE("a quantized matrix without its scales is not found") {
    const test::TempFolder folder;
    const auto file =
        open(folder, aligned(R"({"m":{"dtype":"I8","shape":[1,2],"data_offsets":[0,2]}})", "ab"));
    CHECK(file->matrix("m", 1, 2).error().code == ErrorCode::not_found);
}

} // namespace sotto::inference
