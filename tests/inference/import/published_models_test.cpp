#include "inference/import/published_models.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace sotto::inference {

namespace {

const std::string kHash(64, 'a');

std::string catalog_of(const std::string& entries) {
    return "{\"models\": [" + entries + "]}";
}

/// An entry with a file; `replaced` in it becomes `by`.
std::string entry(std::string_view replaced = "", std::string_view by = "") {
    std::string text = R"({"name": "small", "title": "Small 1B", "publisher": "Someone",
        "family": "llama", "file": "small.gguf", "bytes": 12, "sha256": ")" +
                       kHash + R"(", "licence": "Apache-2.0", "context": 8192, "memory": 500,
        "page": "https://example.org/small", "sources": [{"url": "https://example.org/x"}]})";
    if (!replaced.empty()) {
        const auto at = text.find(replaced);
        REQUIRE(at != std::string::npos);
        text.replace(at, replaced.size(), by);
    }
    return text;
}

const std::string kByHand = R"({"name": "large", "title": "Large", "publisher": "Someone",
    "family": "gemma3", "licence": "Gemma Terms of Use", "context": 32768, "memory": 900,
    "page": "https://example.org/large", "download": ["config.json", "*.safetensors"]})";

ModelDetails imported(const std::string& name, const std::string& family,
                      const std::string& sha256) {
    ModelDetails details{.summary = {.name = name, .family = family, .folder = {}},
                         .config_json = {},
                         .source = {},
                         .licence = {},
                         .card = {}};
    details.origin.sha256 = sha256;
    return details;
}

} // namespace

TEST_CASE("the catalogue names models with a file and models to be fetched by hand") {
    const auto models = parse_published_models(catalog_of(entry() + ", " + kByHand));
    REQUIRE(models.has_value());
    REQUIRE(models->size() == 2);
    const PublishedModel& small = models->front();
    CHECK(small.title == "Small 1B");
    CHECK(small.publisher == "Someone");
    CHECK(small.licence == "Apache-2.0");
    CHECK(small.context_tokens == 8192);
    CHECK(small.memory_bytes == 500);
    REQUIRE(small.file.has_value());
    CHECK(small.file->name == "small.gguf");
    CHECK(small.file->bytes == 12);
    CHECK(small.file->sha256 == kHash);
    CHECK_FALSE(models->back().file.has_value());
    CHECK(models->back().download == std::vector<std::string>{"config.json", "*.safetensors"});
}

TEST_CASE("a damaged catalogue is refused") {
    const std::vector<std::string> damaged{
        "",
        "{}",
        "[]",
        catalog_of(entry()).substr(0, 60),
        catalog_of("1"),
        catalog_of(entry() + "," + entry()), // a name twice
        catalog_of(entry("small\"", "../small\"")),
        catalog_of(entry("Small 1B", "")),
        catalog_of(entry("\"bytes\": 12, ", "")),
        catalog_of(entry("12,", "-12,")),
        catalog_of(entry("8192", "\"8192\"")),
        catalog_of(entry("aaaa", "AAAA")),
        catalog_of(entry("aaaa", "aaa")),
        catalog_of(entry("small.gguf", "a/small.gguf")),
        catalog_of(entry("https://example.org/small", "http://example.org/small")),
        catalog_of(entry("\"memory\"", "\"was\"")),
    };
    for (const std::string& text : damaged) {
        INFO(text);
        const auto models = parse_published_models(text);
        REQUIRE_FALSE(models.has_value());
        CHECK(models.error().code == ErrorCode::corrupt_data);
    }
}

TEST_CASE("a catalogue that is not installed, missing or too large is refused") {
    const test::TempFolder temp;
    CHECK(read_published_models({}).error().code == ErrorCode::not_found);
    CHECK(read_published_models(temp.path() / "models.json").error().code == ErrorCode::not_found);
    const auto large = temp.write("large.json", std::string(2 << 20, ' '));
    CHECK(read_published_models(large).error().code == ErrorCode::corrupt_data);
}

TEST_CASE("the catalogue that comes with the program is sound") {
    const auto models = read_published_models(SOTTO_CATALOG);
    REQUIRE(models.has_value());
    CHECK(models->size() >= 10);
    CHECK(std::ranges::count_if(
              *models, [](const PublishedModel& model) { return model.file.has_value(); }) >= 4);
}

TEST_CASE("an imported model is recognized by its hash, without one by name and family") {
    const auto models = parse_published_models(catalog_of(entry() + ", " + kByHand)).value();
    const auto is_there = [&](std::size_t at, const ModelDetails& details) {
        return is_imported(models[at], std::vector{details});
    };
    CHECK(is_there(0, imported("renamed", "llama", kHash)));
    CHECK_FALSE(is_there(0, imported("small", "llama", std::string(64, 'b'))));
    CHECK(is_there(0, imported("small", "llama", "")));
    CHECK_FALSE(is_there(0, imported("small", "qwen2", "")));
    CHECK(is_there(1, imported("large", "gemma3", "")));
    CHECK_FALSE(is_there(1, imported("other", "gemma3", "")));
    CHECK_FALSE(is_imported(models[0], {}));
}

} // namespace sotto::inference
