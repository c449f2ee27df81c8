#include "inference/import/model_store.h"
#include "inference/model/model_file.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_gguf.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace sotto::inference {

namespace {

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

} // namespace sotto::inference
