// Models in GGUF files, from the file to what they compute.

#include "inference/engine/engine.h"
#include "inference/import/model_store.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <string>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

namespace {

class Silent final : public GenerateObserver {
public:
    void on_progress(const Progress&) override {}
    void on_text(std::string_view) override {}
};

std::vector<TokenId> story_of(const std::filesystem::path& source, WeightForm form) {
    const TempFolder temp;
    const auto store = ModelStore::open(temp.path(), "");
    REQUIRE(store);
    const auto report =
        (*store)->import({.path = source.string(), .name = "m", .weights = form}, {}, {});
    INFO((report ? std::string() : report.error().detail));
    REQUIRE(report);
    Engine engine;
    Silent observer;
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

TEST_CASE("a GGUF file and the folder it was made from tell the same story", "[slow]") {
    const auto models = shared_data("models");
    if (!std::filesystem::exists(models / "stories260K-gguf")) {
        SKIP("no shared test data");
    }
    const auto story = story_of(models / "stories260K-hf", WeightForm::f32);
    CHECK(story.size() > 20);
    CHECK(story_of(models / "stories260K-gguf/stories260K-F32.gguf", WeightForm::f32) == story);
    CHECK(story_of(models / "stories260K-gguf/stories260K-F32.gguf", WeightForm::int4) ==
          story_of(models / "stories260K-hf", WeightForm::int4));
}

TEST_CASE("a Q4_0 file becomes a model of every form that tells a story", "[slow]") {
    const auto file = shared_data("models/stories260K-gguf/stories260K-Q4_0.gguf");
    if (!std::filesystem::exists(file)) {
        SKIP("no shared test data");
    }
    for (const WeightForm form : {WeightForm::int4, WeightForm::int8, WeightForm::f32}) {
        CHECK(story_of(file, form).size() > 20);
    }
}
