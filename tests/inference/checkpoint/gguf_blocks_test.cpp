#include "inference/import/model_store.h"
#include "inference/model/model_file.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_gguf.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace sotto::inference {

namespace {

using Catch::Matchers::ContainsSubstring;
using test::GgufWriter;
using test::TempFolder;
using test::TinyGguf;
namespace gguf_type = test::gguf_type;

Result<ImportReport> import(const TempFolder& temp, const GgufWriter& writer,
                            ImportRequest request = {.path = {}, .name = {}}) {
    auto store = ModelStore::open(temp.path() / "models", "");
    REQUIRE(store.has_value());
    request.path = temp.write("tiny.gguf", writer.file()).string();
    return (*store)->import(request, {}, {});
}

} // namespace

TEST_CASE("blocks of a GGUF file are kept as they are, unless another dtype is asked for") {
    const std::string name = "model.layers.0.mlp.up_proj.weight";
    for (const auto& [type, mixture] :
         {std::pair{gguf_type::kQ8_0, "q8_0"}, {gguf_type::kQ4_0, "q4_0"}}) {
        CAPTURE(mixture);
        TinyGguf tiny(type);
        const TempFolder temp;
        const auto report = import(temp, tiny.writer);
        REQUIRE(report.has_value());
        CHECK(report->model.weights == WeightDtype::blocks);
        CHECK(report->model.weights_name == mixture);
        CHECK(read_manifest(report->model.folder)->mixture == mixture);
        const auto weights =
            ModelFile::open(std::filesystem::path(report->model.folder) / kWeightsFileName);
        REQUIRE(weights.has_value());
        const auto matrix = (*weights)->matrix(name, 40, 32);
        REQUIRE(matrix.has_value());
        const BlockRows& part = std::get<BlockMatrix>(*matrix).parts.front();
        const std::string& stored = tiny.writer.tensor("blk.0.ffn_up.weight").data;
        CHECK(std::ranges::equal(part.blocks, std::as_bytes(std::span(stored))));
        std::vector<float> row(32);
        std::vector<float> expected(32);
        dequantize_row(*matrix, 7, expected);
        REQUIRE((*weights)->read_row(name, 40, 32, 7, row));
        CHECK(row == expected);
        CHECK((*weights)->has(name));
    }
    // What the file says of its mixture; int8 means blocks of 32 for it, too.
    TinyGguf tiny(gguf_type::kQ4_0);
    tiny.writer.count("general.file_type", 15);
    const TempFolder temp;
    CHECK(import(temp, tiny.writer)->model.weights_name == "q4_k_m");
    const TempFolder other;
    const auto int8 =
        import(other, tiny.writer, {.path = {}, .name = {}, .weights = WeightDtype::int8});
    CHECK(int8->model.weights_name == "int8");
    const auto weights =
        ModelFile::open(std::filesystem::path(int8->model.folder) / kWeightsFileName);
    CHECK(dtype_of((*weights)->matrix(name, 40, 32).value()) == MatrixDtype::blocks);
}

TEST_CASE("Q4_0 blocks whose scale is negative are imported in every form") {
    constexpr std::uint16_t kMinusHalfOf64th = 0xA400;
    constexpr std::size_t kBlockBytes = 18;
    TinyGguf tiny(gguf_type::kQ4_0);
    for (GgufWriter::Tensor& tensor : tiny.writer.tensors) {
        for (std::size_t at = 0; tensor.type == gguf_type::kQ4_0 && at < tensor.data.size();
             at += kBlockBytes) {
            tensor.data.replace(at, 2, test::little_endian(kMinusHalfOf64th));
        }
    }
    const std::string name = "model.layers.0.mlp.up_proj.weight";
    auto wanted = test::grid_values(40 * 32, name.size()); // −8 … 7 steps
    for (float& value : wanted) {
        value = -value; // −7 … 8: one step more than our int4 reaches
    }
    constexpr float kStep = 1.0F / 64;
    for (const auto& [form, most] : {std::pair{WeightDtype::f32, 0.0F},
                                     {WeightDtype::int8, 8 * kStep / 127 / 2 * 1.01F},
                                     {WeightDtype::int4, kStep}}) {
        const TempFolder temp;
        ImportRequest request{.path = {}, .name = {}};
        request.weights = form;
        const auto report = import(temp, tiny.writer, request);
        REQUIRE(report.has_value());
        const auto weights =
            ModelFile::open(std::filesystem::path(report->model.folder) / kWeightsFileName);
        REQUIRE(weights.has_value());
        const auto matrix = (*weights)->matrix(name, 40, 32);
        REQUIRE(matrix.has_value());
        std::vector<float> row(32);
        for (std::size_t i = 0; i < 40; ++i) {
            dequantize_row(*matrix, i, row);
            for (std::size_t j = 0; j < row.size(); ++j) {
                CHECK(std::abs(row[j] - wanted[i * 32 + j]) <= most);
            }
        }
    }
}

TEST_CASE("weights that are quantized a second time are said to be") {
    const TempFolder temp;
    const auto report = import(temp, TinyGguf(gguf_type::kQ8_0).writer,
                               {.path = {}, .name = {}, .weights = WeightDtype::int4});
    REQUIRE(report.has_value());
    REQUIRE(report->warnings.size() == 1);
    CHECK_THAT(report->warnings.front(), ContainsSubstring("Q8_0") && ContainsSubstring("int4"));
    const TempFolder kept;
    CHECK(import(kept, TinyGguf(gguf_type::kQ8_0).writer)->warnings.empty());
    const TempFolder other;
    const auto plain = import(other, TinyGguf(gguf_type::kQ8_0).writer,
                              {.path = {}, .name = {}, .weights = WeightDtype::f32});
    CHECK(plain->warnings.empty());
}

} // namespace sotto::inference
