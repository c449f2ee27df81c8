#include "inference/files/sha256.h"
#include "inference/import/model_store.h"
#include "inference/model/manifest.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_checkpoint.h"
#include "tests/support/tiny_gguf.h"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <format>
#include <fstream>
#include <memory>
#include <string>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;
using test::TempFolder;

/// A GGUF file, a catalogue with one model, and a store.
struct Fixture {
    TempFolder temp;
    fs::path file = temp.write("Some-File.gguf", test::TinyGguf().writer.file());
    std::string hash = sha256_of_file(file, {}, [](std::size_t) {}).value();
    std::unique_ptr<ModelStore> store = open_store(hash);

    /// A store whose catalogue has a file of the size of `file`, with this hash.
    std::unique_ptr<ModelStore> open_store(const std::string& sha256) const {
        return open_with(std::format(
            R"({{"models": [{{"name": "tiny-published", "title": "Tiny", "publisher": "Someone",
            "family": "llama", "file": "t.gguf", "bytes": {}, "sha256": "{}",
            "licence": "Apache-2.0", "context": 256, "memory": 1000,
            "page": "https://example.org/tiny"}}]}})",
            fs::file_size(file), sha256));
    }
    std::unique_ptr<ModelStore> open_with(const std::string& catalog) const {
        return ModelStore::open(temp.path() / "models", "",
                                {.published = temp.write("models.json", catalog)})
            .value();
    }
    Result<ImportReport> import(const std::string& name = "") {
        return store->import({.path = file.string(), .name = name, .weights = WeightDtype::f32}, {},
                             {});
    }
};

} // namespace

TEST_CASE("a file of the catalogue is recognized by its hash and keeps what is known of it") {
    Fixture fixture;
    const auto report = fixture.import();
    REQUIRE(report.has_value());
    CHECK(report->model.name == "tiny-published");
    const auto details = fixture.store->find("tiny-published");
    REQUIRE(details.has_value());
    CHECK(details->licence == "Apache-2.0");
    CHECK(details->origin == ModelOrigin{.file = "Some-File.gguf",
                                         .sha256 = fixture.hash,
                                         .title = "Tiny",
                                         .publisher = "Someone",
                                         .page = "https://example.org/tiny"});
    const auto again = fixture.import();
    REQUIRE_FALSE(again.has_value());
    CHECK(again.error().detail.contains("tiny-published"));
    const auto named = fixture.import("mine");
    REQUIRE(named.has_value());
    CHECK(named->model.name == "mine");
    CHECK(fixture.store->find("mine")->origin.title == "Tiny");
}

TEST_CASE("another file of the same size is not taken for that of the catalogue") {
    Fixture fixture;
    fixture.store = fixture.open_store(std::string(64, '0'));
    REQUIRE(fixture.import().has_value());
    const auto details = fixture.store->find("Some-File");
    REQUIRE(details.has_value());
    CHECK(details->licence == "unknown");
    CHECK(details->origin == ModelOrigin{.file = "Some-File.gguf",
                                         .sha256 = fixture.hash,
                                         .title = {},
                                         .publisher = {},
                                         .page = {}});
}

TEST_CASE("a damaged catalogue prevents no import") {
    Fixture fixture;
    fixture.store = fixture.open_with("{");
    REQUIRE(fixture.import().has_value());
    CHECK(fixture.store->find("Some-File")->origin.sha256 == fixture.hash);
}

TEST_CASE("the origin goes with a bundle") {
    Fixture fixture;
    REQUIRE(fixture.import().has_value());
    const fs::path bundle = fixture.temp.path() / "bundle.tar";
    REQUIRE(fixture.store->write_bundle("tiny-published", bundle.string(), {}, {}).has_value());
    REQUIRE(fixture.store->import({.path = bundle.string(), .name = "copy"}, {}, {}).has_value());
    CHECK(fixture.store->find("copy")->origin.sha256 == fixture.hash);
    CHECK(fixture.store->find("copy")->origin.title == "Tiny");
}

TEST_CASE("a model imported from a folder has no origin file") {
    Fixture fixture;
    const auto folder = test::TinyCheckpoint().write_with_tokenizer(fixture.temp);
    REQUIRE(fixture.store->import({.path = folder.string(), .name = "folder"}, {}, {}).has_value());
    CHECK(fixture.store->find("folder")->origin == ModelOrigin());
}

TEST_CASE("the default of a run is not saved, and ends when another model is chosen") {
    Fixture fixture;
    REQUIRE(fixture.import("one").has_value());
    REQUIRE(fixture.import("two").has_value());
    const fs::path models = fixture.temp.path() / "models";
    const auto run = ModelStore::open(models, "", {.default_model = "one"}).value();
    CHECK(run->find("")->summary.name == "one");
    CHECK(run->find("one")->summary.is_default);
    CHECK(fixture.store->find("")->summary.name == "two");
    REQUIRE(run->use("two").has_value());
    CHECK(run->find("")->summary.name == "two");
    const auto wrong = ModelStore::open(models, "", {.default_model = "three"}).value();
    CHECK(wrong->find("").error().code == ErrorCode::not_found);
}

} // namespace sotto::inference
