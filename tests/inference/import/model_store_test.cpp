#include "inference/import/model_store.h"
#include "inference/model/model_config.h"
#include "inference/model/model_file.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_checkpoint.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;
using Catch::Matchers::ContainsSubstring;
using test::TempFolder;
using test::TinyCheckpoint;

/// A store in a temporary folder, with checkpoints beside it.
struct Fixture {
    TempFolder temp;
    fs::path models = temp.path() / "models";
    std::unique_ptr<ModelStore> store = open_store("");

    std::unique_ptr<ModelStore> open_store(const fs::path& built_in) const {
        auto opened = ModelStore::open(models, built_in);
        REQUIRE(opened.has_value());
        return std::move(*opened);
    }

    Result<ImportReport> import(const fs::path& path, const std::string& name = "",
                                WeightDtype form = WeightDtype::int4) {
        return store->import({.path = path.string(), .name = name, .weights = form}, {}, {});
    }

    /// Number of entries in the models folder.
    [[nodiscard]] auto n_entries() const {
        return std::distance(fs::directory_iterator(models), fs::directory_iterator());
    }
};

} // namespace

TEST_CASE("an imported model is listed, found, verified and removed") {
    Fixture fixture;
    const auto source = TinyCheckpoint().write_with_tokenizer(fixture.temp);
    fixture.temp.write("tiny/LICENSE", "Apache License\nVersion 2.0, January 2004");
    fixture.temp.write("tiny/README.md", "# A tiny model");
    fixture.temp.write("tiny/generation_config.json", "{\"eos_token_id\": [2, 3]}");
    const auto report = fixture.import(source);
    REQUIRE(report.has_value());
    CHECK(report->model.name == "tiny");
    CHECK(report->model.family == "llama");
    CHECK(report->model.weights == WeightDtype::int4);
    CHECK(report->model.parameters == 24 * 32 + 4 * 32 * 32 - 2 * 16 * 32 + 3 * 40 * 32 + 3 * 32);
    CHECK(report->model.context_tokens == 256);
    CHECK(report->model.is_default);
    CHECK(report->warnings.empty());

    const auto listed = fixture.store->list();
    REQUIRE(listed->size() == 1);
    CHECK(listed->front().name == "tiny");
    CHECK(listed->front().bytes == report->model.bytes);
    CHECK(fs::path(listed->front().folder).is_absolute());

    const auto found = fixture.store->find("tiny");
    REQUIRE(found.has_value());
    CHECK(found->licence == "Apache License 2.0");
    CHECK(found->card == "# A tiny model");
    CHECK(found->config_json == TinyCheckpoint().config);
    CHECK(found->source == source.string());
    const fs::path folder = found->summary.folder;
    CHECK(fs::exists(folder / "tokenizer.model"));
    CHECK(fs::exists(folder / "generation_config.json"));
    CHECK(ModelFile::open(folder / kWeightsFileName).has_value());

    CHECK(fixture.store->verify_all("tiny").has_value());
    CHECK(fixture.store->remove("tiny").has_value());
    CHECK(fixture.n_entries() == 0);
    CHECK(fixture.store->find("tiny").error().code == ErrorCode::not_found);
}

TEST_CASE("a model's summary names the sampling that its authors recommend") {
    Fixture fixture;
    const auto source = TinyCheckpoint().write_with_tokenizer(fixture.temp);
    REQUIRE(fixture.import(source, "plain").has_value());
    CHECK(fixture.store->find("plain")->summary.sampling == RecommendedSampling{});
    fixture.temp.write("tiny/generation_config.json", R"({"temperature": 1.0, "top_k": 64})");
    REQUIRE(fixture.import(source, "advised").has_value());
    const RecommendedSampling advised{.temperature = 1.0F, .top_k = 64};
    CHECK(fixture.store->find("advised")->summary.sampling == advised);
    CHECK(fixture.store->list()->at(0).sampling == advised);
}

TEST_CASE("the models folder and its content are private to the owner") {
    Fixture fixture;
    REQUIRE(fixture.import(TinyCheckpoint().write_with_tokenizer(fixture.temp)).has_value());
    constexpr auto kOthers = fs::perms::group_all | fs::perms::others_all;
    CHECK((fs::status(fixture.models).permissions() & kOthers) == fs::perms::none);
    for (const auto& entry : fs::recursive_directory_iterator(fixture.models)) {
        CHECK((entry.status().permissions() & kOthers) == fs::perms::none);
    }
}

TEST_CASE("a name that exists or is not allowed is refused before any work") {
    Fixture fixture;
    const auto source = TinyCheckpoint().write_with_tokenizer(fixture.temp);
    REQUIRE(fixture.import(source, "one").has_value());
    CHECK(fixture.import(source, "one").error().code == ErrorCode::invalid_input);
    CHECK_THAT(fixture.import(source, "one").error().detail, ContainsSubstring("--name"));
    for (const char* name : {"../one", ".one", "a b", "a/b", "x.partial-y"}) {
        CHECK(fixture.import(source, name).error().code == ErrorCode::invalid_input);
    }
    CHECK(fixture.n_entries() == 1);
}

TEST_CASE("a model without a tokenizer is imported only on request") {
    Fixture fixture;
    const auto source = TinyCheckpoint().write(fixture.temp);
    const auto refused = fixture.import(source);
    CHECK(refused.error().code == ErrorCode::invalid_input);
    CHECK_THAT(refused.error().detail, ContainsSubstring("tokenizer"));
    CHECK(fixture.n_entries() == 0);
    ImportRequest request{.path = source.string(), .name = ""};
    request.tokenizer = ImportRequest::Tokenizer::optional;
    const auto report = fixture.store->import(request, {}, {});
    REQUIRE(report.has_value());
    CHECK(report->warnings.size() == 1);
}

TEST_CASE("a refused import leaves nothing behind") {
    Fixture fixture;
    TinyCheckpoint checkpoint;
    std::vector<float> values(32, 1.0F);
    values[5] = std::numeric_limits<float>::infinity();
    checkpoint.tensors["model.norm.weight"].bytes = test::f32_bytes(values);
    const auto refused = fixture.import(checkpoint.write_with_tokenizer(fixture.temp));
    CHECK(refused.error().code == ErrorCode::invalid_input);
    CHECK_THAT(refused.error().detail, ContainsSubstring("model.norm.weight"));
    CHECK(fixture.n_entries() == 0);
    CHECK(fixture.import(fixture.temp.path() / "none").error().code == ErrorCode::not_found);
}

TEST_CASE("a cancelled import leaves nothing behind and can be repeated") {
    Fixture fixture;
    const auto source = TinyCheckpoint().write_with_tokenizer(fixture.temp);
    std::stop_source stop;
    int n_reports = 0;
    const auto stopped =
        fixture.store->import({.path = source.string(), .name = ""}, stop.get_token(),
                              [&](std::string_view what, std::int64_t done, std::int64_t total) {
                                  CHECK_FALSE(what.empty());
                                  CHECK(done <= total);
                                  ++n_reports;
                                  stop.request_stop();
                              });
    CHECK(stopped.error().code == ErrorCode::cancelled);
    CHECK(n_reports > 0);
    CHECK(fixture.n_entries() == 0);
    CHECK(fixture.import(source).has_value());
}

TEST_CASE("leftovers of a killed import are not listed and do no harm") {
    Fixture fixture;
    fixture.temp.write("models/tiny.partial-a1b2c3/weights.safetensors", "half");
    fixture.temp.write("models/tiny/weights.safetensors", "half");
    CHECK(fixture.store->list()->empty());
    REQUIRE(fixture.import(TinyCheckpoint().write_with_tokenizer(fixture.temp)).has_value());
    CHECK(fixture.n_entries() == 1);
    CHECK(fixture.store->verify_all("tiny").has_value());
}

TEST_CASE("verify names the file that was changed, truncated or lost") {
    Fixture fixture;
    REQUIRE(fixture.import(TinyCheckpoint().write_with_tokenizer(fixture.temp)).has_value());
    const fs::path weights = fixture.models / "tiny" / kWeightsFileName;
    const auto size = fs::file_size(weights);
    {
        std::fstream file(weights, std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(static_cast<std::streamoff>(size) - 1);
        const char last = static_cast<char>(file.get());
        file.seekp(static_cast<std::streamoff>(size) - 1);
        file.put(static_cast<char>(last ^ 1));
    }
    const Status changed = fixture.store->verify_all("tiny");
    CHECK(changed.error().code == ErrorCode::corrupt_data);
    CHECK_THAT(changed.error().detail, ContainsSubstring("weights.safetensors"));
    fs::remove(fixture.models / "tiny" / "tokenizer.model");
    fs::resize_file(weights, size - 1);
    CHECK(fixture.store->verify_all("tiny").error().code == ErrorCode::corrupt_data);
    CHECK(fixture.store->verify_all("none").error().code == ErrorCode::not_found);
}

TEST_CASE("a model with a damaged manifest is not listed but can be removed") {
    Fixture fixture;
    REQUIRE(fixture.import(TinyCheckpoint().write_with_tokenizer(fixture.temp)).has_value());
    fixture.temp.write("models/tiny/manifest.json", "{\"version\": 1");
    CHECK(fixture.store->list()->empty());
    CHECK(fixture.store->find("tiny").error().code == ErrorCode::corrupt_data);
    CHECK(fixture.store->remove("tiny").has_value());
    CHECK(fixture.n_entries() == 0);
}

TEST_CASE("names that lead outside the models folder find and remove nothing") {
    Fixture fixture;
    REQUIRE(fixture.import(TinyCheckpoint().write_with_tokenizer(fixture.temp)).has_value());
    const TempFolder elsewhere;
    elsewhere.write("m/manifest.json", "{}");
    fs::create_directory_symlink(elsewhere.path() / "m", fixture.models / "link");
    for (const char* name : {"..", "../models/tiny", "tiny/", "link", "."}) {
        CHECK(fixture.store->find(name).error().code == ErrorCode::not_found);
        CHECK(fixture.store->remove(name).error().code == ErrorCode::not_found);
        CHECK(fixture.store->use(name).error().code == ErrorCode::not_found);
    }
    CHECK(fs::exists(elsewhere.path() / "m" / "manifest.json"));
    CHECK(
        fixture.import(TinyCheckpoint().write_with_tokenizer(fixture.temp), "link").error().code ==
        ErrorCode::invalid_input);
}

TEST_CASE("the default is the chosen model, else the one imported last") {
    Fixture fixture;
    CHECK(fixture.store->find("").error().code == ErrorCode::not_found);
    const auto source = TinyCheckpoint().write_with_tokenizer(fixture.temp);
    REQUIRE(fixture.import(source, "zebra").has_value());
    REQUIRE(fixture.import(source, "ant").has_value());
    CHECK(fixture.store->find("")->summary.name == "ant");
    REQUIRE(fixture.store->use("zebra").has_value());
    CHECK(fixture.store->find("")->summary.name == "zebra");
    const auto listed = fixture.open_store("")->list();
    REQUIRE(listed->size() == 2);
    CHECK(listed->at(0).name == "ant");
    CHECK_FALSE(listed->at(0).is_default);
    CHECK(listed->at(1).is_default);
    REQUIRE(fixture.store->remove("zebra").has_value());
    CHECK(fixture.store->find("")->summary.name == "ant");
    fixture.temp.write("models/default.json", "{ damaged");
    CHECK(fixture.store->find("")->summary.name == "ant");
}

TEST_CASE("the built-in model is listed last and imported on first use") {
    Fixture fixture;
    const auto source = TinyCheckpoint().write_with_tokenizer(fixture.temp);
    const auto store = fixture.open_store(source);
    const auto before = store->list();
    REQUIRE(before->size() == 1);
    CHECK(before->front().is_built_in);
    CHECK(before->front().is_default);
    CHECK(before->front().name == kBuiltInModelName);
    CHECK(before->front().bytes > 0);
    CHECK(fixture.n_entries() == 0);

    const auto found = store->find("");
    REQUIRE(found.has_value());
    CHECK(found->summary.is_built_in);
    CHECK(ModelFile::open(fs::path(found->summary.folder) / kWeightsFileName).has_value());
    CHECK(store->verify_all(kBuiltInModelName).has_value());

    REQUIRE(store->import({.path = source.string(), .name = "zebra"}, {}, {}).has_value());
    const auto after = store->list();
    REQUIRE(after->size() == 2);
    CHECK(after->at(0).name == "zebra");
    CHECK(after->at(0).is_default);
    CHECK(after->at(1).is_built_in);
    REQUIRE(store->use(kBuiltInModelName).has_value());
    CHECK(store->find("")->summary.is_built_in);
}

TEST_CASE("the built-in model cannot be removed or replaced by an import") {
    Fixture fixture;
    const auto source = TinyCheckpoint().write_with_tokenizer(fixture.temp);
    const auto store = fixture.open_store(source);
    CHECK(store->remove(kBuiltInModelName).error().code == ErrorCode::unsupported);
    CHECK(store->import({.path = source.string(), .name = std::string(kBuiltInModelName)}, {}, {})
              .error()
              .code == ErrorCode::invalid_input);
}

TEST_CASE("the built-in model is imported again when it has changed or was damaged") {
    Fixture fixture;
    TinyCheckpoint checkpoint;
    const auto source = checkpoint.write_with_tokenizer(fixture.temp);
    const auto store = fixture.open_store(source);
    const fs::path weights = fs::path(store->find("")->summary.folder) / kWeightsFileName;
    const auto first_written = fs::last_write_time(weights);
    REQUIRE(store->find("").has_value());
    CHECK(fs::last_write_time(weights) == first_written);

    checkpoint.config.replace(checkpoint.config.find("256"), 3, "1024");
    checkpoint.write(fixture.temp);
    CHECK(store->find("")->summary.context_tokens == 1024);
    CHECK(fixture.n_entries() == 1);

    fs::resize_file(weights, 100);
    CHECK(store->verify_all(kBuiltInModelName).error().code == ErrorCode::corrupt_data);
    CHECK(store->verify_all(kBuiltInModelName).has_value());
}

TEST_CASE("the shared models are imported with every dtype of weights", "[slow]") {
    Fixture fixture;
    const auto folder = test::shared_data("models");
    if (!fs::is_directory(folder)) {
        SKIP("the shared test data is not there");
    }
    std::vector<fs::path> sources{folder / "stories260K-hf"};
    for (const auto& entry : fs::directory_iterator(folder / "tiny-random")) {
        sources.push_back(entry.path());
    }
    for (const fs::path& source : sources) {
        for (const auto form : {WeightDtype::int4, WeightDtype::int8, WeightDtype::f32}) {
            const std::string name =
                source.filename().string() + "-" + std::string(to_string(form));
            INFO(name);
            const auto report =
                fixture.store->import({.path = source.string(),
                                       .name = name,
                                       .weights = form,
                                       .tokenizer = ImportRequest::Tokenizer::optional},
                                      {}, {});
            REQUIRE(report.has_value());
            CHECK(fixture.store->verify_all(name).has_value());
            const auto config = read_model_config(report->model.folder);
            const auto file = ModelFile::open(fs::path(report->model.folder) / kWeightsFileName);
            REQUIRE(config.has_value());
            REQUIRE(file.has_value());
            CHECK((*file)
                      ->matrix("model.embed_tokens.weight", config->vocabulary_size,
                               config->hidden_size)
                      .has_value());
            CHECK((*file)->has("lm_head.weight") == !config->tie_word_embeddings);
        }
    }
}

} // namespace sotto::inference
