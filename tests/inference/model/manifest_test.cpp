#include "inference/model/manifest.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

namespace sotto::inference {

namespace {

Manifest example() {
    return {.name = "tiny",
            .family = "llama",
            .weights = WeightDtype::int8,
            .parameters = 9'223'372'036'854'775'807,
            .context_tokens = 512,
            .source = "/home/someone/models \"new\"/tiny",
            .licence = "MIT License",
            .imported_at_ns = 1'700'000'000'123'456'789,
            .built_in_stamp = "",
            .files = {{"config.json", 12, "ab"}, {"weights.safetensors", 30, "cd"}},
            .recipe = "int8 with a scale for each output",
            .notes = {"One.", "Two \"quoted\"."}};
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

} // namespace

TEST_CASE("a manifest is read back as it was written") {
    const auto manifest = parse_manifest(example().to_json());
    REQUIRE(manifest.has_value());
    CHECK(manifest->name == "tiny");
    CHECK(manifest->family == "llama");
    CHECK(manifest->weights == WeightDtype::int8);
    CHECK(manifest->parameters == 9'223'372'036'854'775'807);
    CHECK(manifest->context_tokens == 512);
    CHECK(manifest->source == "/home/someone/models \"new\"/tiny");
    CHECK(manifest->licence == "MIT License");
    CHECK(manifest->imported_at_ns == 1'700'000'000'123'456'789);
    REQUIRE(manifest->files.size() == 2);
    CHECK(manifest->files[1].name == "weights.safetensors");
    CHECK(manifest->files[1].sha256 == "cd");
    CHECK(manifest->bytes() == 42);
    CHECK_FALSE(manifest->calibration.has_value());
    CHECK(manifest->recipe == "int8 with a scale for each output");
    CHECK(manifest->notes == std::vector<std::string>{"One.", "Two \"quoted\"."});
}

TEST_CASE("a manifest keeps what calibration found, to the last digit") {
    Manifest manifest = example();
    manifest.calibration = {
        .loss_before = 2.0 / 3, .loss_rounded = 1e-3, .loss_after = 3.25, .int8_matrices = 7};
    const std::string text = manifest.to_json();
    const auto read = parse_manifest(text);
    REQUIRE(read.has_value());
    REQUIRE(read->calibration.has_value());
    CHECK(read->calibration->loss_before == 2.0 / 3);
    CHECK(read->calibration->loss_rounded == 1e-3);
    CHECK(read->calibration->loss_after == 3.25);
    CHECK(read->calibration->int8_matrices == 7);
    CHECK_FALSE(
        parse_manifest(replaced(text, "\"loss_after\": 3.25", "\"loss_after\": \"\"")).has_value());
}

TEST_CASE("a manifest of an older version of the program has neither recipe nor notes") {
    const std::string older =
        replaced(replaced(example().to_json(), "\"recipe\"", "\"was1\""), "\"notes\"", "\"was2\"");
    const auto manifest = parse_manifest(older);
    REQUIRE(manifest.has_value());
    CHECK(manifest->recipe.empty());
    CHECK(manifest->notes.empty());
    CHECK_FALSE(parse_manifest(replaced(example().to_json(), "\"One.\"", "1")).has_value());
}

TEST_CASE("a manifest keeps the origin of the file; one of an older version has none") {
    CHECK(parse_manifest(example().to_json())->origin == ModelOrigin());
    Manifest manifest = example();
    manifest.origin = {.file = "tiny \"1\".gguf",
                       .sha256 = "ab12",
                       .title = "Tiny",
                       .publisher = "Someone",
                       .page = "https://example.org/tiny"};
    const std::string text = manifest.to_json();
    const auto read = parse_manifest(text);
    REQUIRE(read.has_value());
    CHECK(read->origin == manifest.origin);
    CHECK_FALSE(parse_manifest(replaced(text, "\"ab12\"", "12")).has_value());
    CHECK_FALSE(parse_manifest(replaced(text, "\"page\"", "\"was\"")).has_value());
}

TEST_CASE("a damaged manifest is refused") {
    const std::string good = example().to_json();
    CHECK(parse_manifest("").error().code == ErrorCode::corrupt_data);
    CHECK(parse_manifest("{}").error().code == ErrorCode::corrupt_data);
    CHECK(parse_manifest(good.substr(0, good.size() / 2)).error().code == ErrorCode::corrupt_data);
    CHECK_FALSE(parse_manifest(replaced(good, "int8", "int9")).has_value());
    CHECK_FALSE(parse_manifest(replaced(good, "\"version\": 1", "\"version\": 2")).has_value());
    CHECK_FALSE(parse_manifest(replaced(good, "\"bytes\": 12", "\"bytes\": -1")).has_value());
    CHECK_FALSE(parse_manifest(replaced(good, "\"name\": \"tiny\"", "\"name\": 1")).has_value());
}

TEST_CASE("a manifest that names a file outside its folder is refused") {
    const std::string good = example().to_json();
    CHECK_FALSE(parse_manifest(replaced(good, "config.json", "../config.json")).has_value());
    CHECK_FALSE(parse_manifest(replaced(good, "config.json", "/config.json")).has_value());
    CHECK_FALSE(parse_manifest(replaced(good, "config.json", "..")).has_value());
}

TEST_CASE("a folder without a manifest is not found") {
    const test::TempFolder folder;
    CHECK(read_manifest(folder.path()).error().code == ErrorCode::not_found);
}

} // namespace sotto::inference
