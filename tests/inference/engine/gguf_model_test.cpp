// Models from GGUF files, end to end.

#include "inference/checkpoint/checkpoint.h"
#include "inference/engine/engine.h"
#include "inference/files/input_file.h"
#include "inference/import/model_store.h"
#include "tests/support/gguf_of_folder.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_checkpoint.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

namespace {

class NullListener final : public GenerateObserver {
public:
    void on_progress(const Progress&) override {}
    void on_text(std::string_view) override {}
};

std::vector<TokenId> story_of(const std::filesystem::path& source, WeightDtype dtype) {
    const TempFolder temp;
    const auto store = ModelStore::open(temp.path(), "");
    REQUIRE(store);
    const auto report =
        (*store)->import({.path = source.string(), .name = "m", .weights = dtype}, {}, {});
    INFO((report ? std::string() : report.error().detail));
    REQUIRE(report);
    Engine engine;
    NullListener observer;
    GenerateRequest request;
    request.model.folder = report->model.folder;
    request.prompt = RawPrompt{"Lily and"};
    request.sampling.temperature = 0;
    request.max_tokens = 200;
    const auto made = engine.generate(request, observer);
    REQUIRE(made);
    return made->token_ids;
}

} // namespace

TEST_CASE("a GGUF file and the folder it was made from write the same story", "[slow]") {
    const auto models = shared_data("models");
    if (!std::filesystem::exists(models / "stories260K-gguf")) {
        SKIP("no shared test data");
    }
    const auto story = story_of(models / "stories260K-hf", WeightDtype::f32);
    CHECK(story.size() > 20);
    CHECK(story_of(models / "stories260K-gguf/stories260K-F32.gguf", WeightDtype::f32) == story);
    CHECK(story_of(models / "stories260K-gguf/stories260K-F32.gguf", WeightDtype::int4) ==
          story_of(models / "stories260K-hf", WeightDtype::int4));
}

TEST_CASE("a Q4_0 file becomes a model of every dtype that writes a story", "[slow]") {
    const auto file = shared_data("models/stories260K-gguf/stories260K-Q4_0.gguf");
    if (!std::filesystem::exists(file)) {
        SKIP("no shared test data");
    }
    for (const WeightDtype dtype : {WeightDtype::int4, WeightDtype::int8, WeightDtype::f32}) {
        CHECK(story_of(file, dtype).size() > 20);
    }
}

namespace {

// The stories folder with the weights as rounded by a Q8_0 file.
std::filesystem::path rounded_folder(const TempFolder& temp, const Checkpoint& source,
                                     const std::string& tokenizer) {
    std::map<std::string, TinyCheckpoint::Tensor> tensors;
    for (const CheckpointTensor& tensor : source.tensors()) {
        const PlannedTensor& plan = tensor.plan;
        std::vector<float> values(plan.rows * plan.cols);
        std::vector<std::byte> raw;
        REQUIRE(source.read_rows(tensor, 0, values, raw));
        if (plan.kind == PlannedTensor::Kind::matrix && plan.cols % 32 == 0) {
            values = q8_0_values(values);
        }
        // The others are F16 in the file.
        const bool is_half = plan.kind == PlannedTensor::Kind::matrix && plan.cols % 32 != 0;
        tensors[plan.name] = {plan.shape(), is_half ? "F16" : "F32",
                              stored_values(values, is_half ? gguf_type::kF16 : gguf_type::kF32)};
    }
    temp.write("rounded/tokenizer.model", tokenizer);
    temp.write("rounded/model.safetensors", TinyCheckpoint::file_of(tensors));
    return temp.write("rounded/config.json", source.config_json()).parent_path();
}

} // namespace

TEST_CASE("F16 and Q8_0 files write the story of the folder that they were made from", "[slow]") {
    const auto folder = shared_data("models/stories260K-hf");
    if (!std::filesystem::exists(folder)) {
        SKIP("no shared test data");
    }
    const auto source = open_checkpoint(folder);
    const auto tokenizer = read_whole_file(folder / "tokenizer.model", std::size_t{1} << 20U);
    REQUIRE(source);
    REQUIRE(tokenizer);
    const TempFolder temp;
    const auto story = story_of(folder, WeightDtype::f32);
    CHECK(story.size() > 20);
    for (const std::uint32_t type : {gguf_type::kF32, gguf_type::kF16}) {
        CAPTURE(type);
        const auto file = temp.write("story.gguf", gguf_of(**source, *tokenizer, type));
        CHECK(story_of(file, WeightDtype::f32) == story);
    }
    // 8-bit weights differ: after some words it is another story.
    const auto file = temp.write("story.gguf", gguf_of(**source, *tokenizer, gguf_type::kQ8_0));
    const auto rounded = story_of(file, WeightDtype::f32);
    CHECK(rounded == story_of(rounded_folder(temp, **source, *tokenizer), WeightDtype::f32));
    CHECK(std::ranges::mismatch(rounded, story).in1 - rounded.begin() >= 100);
}
