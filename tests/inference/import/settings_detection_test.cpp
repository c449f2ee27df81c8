#include "inference/files/json.h"
#include "inference/import/model_store.h"
#include "inference/model/model_config.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;
using Catch::Matchers::ContainsSubstring;
using test::TempFolder;

std::string text_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// The starter model with changed keys in its configuration; null removes one.
fs::path starter(const TempFolder& temp, const Json::Object& changes) {
    const fs::path folder = temp.path() / "hidden";
    fs::copy(SOTTO_STARTER_MODEL, folder);
    Json::Object config = *parse_json(text_of(folder / "config.json"))->object();
    for (const auto& [key, value] : changes) {
        config.erase(key);
        if (!value.is_null()) {
            config.insert_or_assign(key, value);
        }
    }
    std::ofstream(folder / "config.json") << json_text(Json(Json::Value(config)));
    return folder;
}

Result<ImportReport> import(const TempFolder& temp, const fs::path& source,
                            WeightDtype form = WeightDtype::f32) {
    const auto store = ModelStore::open(temp.path() / "models", "");
    REQUIRE(store.has_value());
    return (*store)->import({.path = source.string(), .name = "probed", .weights = form}, {}, {});
}

const Json::Object kHidden{
    {"rope_theta", Json()}, {"use_qk_norm", Json()}, {"rope_interleave", Json()}};

} // namespace

TEST_CASE("missing settings are detected by the loss of a text") {
    const auto form = GENERATE(WeightDtype::f32, WeightDtype::int4);
    const TempFolder temp;
    const auto report = import(temp, starter(temp, kHidden), form);
    INFO((report ? report->warnings.back() : report.error().detail));
    REQUIRE(report.has_value());
    const auto config = read_model_config(report->model.folder);
    REQUIRE(config.has_value());
    const auto original = read_model_config(SOTTO_STARTER_MODEL);
    REQUIRE(original.has_value());
    CHECK(config->rope_pairing == RopePairing::interleaved);
    for (std::size_t i = 0; i < config->n_layers; ++i) {
        REQUIRE(config->layers[i].rope.has_value() == original->layers[i].rope.has_value());
        CHECK((!config->layers[i].rope || config->layers[i].rope->theta == 8'000'000));
        CHECK_FALSE(config->layers[i].has_weightless_qk_norm);
        CHECK(config->layers[i].window == original->layers[i].window);
    }
    CHECK_THAT(report->warnings.back(), ContainsSubstring("rope_theta 8000000"));
    CHECK_THAT(text_of(fs::path(report->model.folder) / "manifest.json"),
               ContainsSubstring("rope_theta 8000000"));
}

TEST_CASE("missing settings are detected before the weights are calibrated", "[slow]") {
    const TempFolder temp;
    const auto store = ModelStore::open(temp.path() / "models", "");
    REQUIRE(store.has_value());
    const auto calibrated = [&](const fs::path& source, const std::string& name) {
        const auto report = (*store)->import({.path = source.string(),
                                              .name = name,
                                              .calibration = ImportRequest::Calibration::always},
                                             {}, {});
        INFO((report ? std::string() : report.error().detail));
        REQUIRE(report.has_value());
        CHECK(report->calibration.has_value());
        return text_of(fs::path(report->model.folder) / "weights.safetensors");
    };
    const std::string stated = calibrated(SOTTO_STARTER_MODEL, "stated");
    CHECK(calibrated(starter(temp, kHidden), "hidden") == stated);
    CHECK(read_model_config(temp.path() / "models/hidden")->layers.front().rope->theta ==
          8'000'000);
}

TEST_CASE("layers without RoPE are detected by the loss of a text") {
    const TempFolder temp;
    const auto report = import(temp, starter(temp, {{"no_rope_layers", Json()}}));
    INFO((report ? report->warnings.back() : report.error().detail));
    REQUIRE(report.has_value());
    const auto found = read_model_config(report->model.folder);
    const auto original = read_model_config(SOTTO_STARTER_MODEL);
    REQUIRE(found.has_value());
    REQUIRE(original.has_value());
    for (std::size_t i = 0; i < original->n_layers; ++i) {
        CHECK(found->layers[i].rope.has_value() == original->layers[i].rope.has_value());
    }
    CHECK_THAT(report->warnings.back(), ContainsSubstring("without a window"));
}

TEST_CASE("stated settings are never measured or changed") {
    const TempFolder temp;
    // All of it is wrong for this model, but stated.
    const auto report =
        import(temp, starter(temp, {{"rope_theta", Json(Json::Value(10'000.0))},
                                    {"use_qk_norm", Json(Json::Value(true))},
                                    {"rope_interleave", Json(Json::Value(false))}}));
    REQUIRE(report.has_value());
    CHECK(report->warnings.empty());
    const auto config = read_model_config(report->model.folder);
    REQUIRE(config.has_value());
    CHECK(config->layers.front().rope->theta == 10'000);
    CHECK(config->layers.front().has_weightless_qk_norm);
    CHECK(config->rope_pairing == RopePairing::half_split);

    // The RoPE base is measured, and the layers stay as stated.
    const TempFolder other;
    Json::Array layers(6, Json(Json::Value(std::int64_t{1})));
    layers[3] = Json(Json::Value(std::int64_t{0}));
    const auto measured = import(
        other,
        starter(other, {{"rope_theta", Json()}, {"no_rope_layers", Json(Json::Value(layers))}}));
    REQUIRE(measured.has_value());
    CHECK_FALSE(read_model_config(measured->model.folder)->layers[3].rope.has_value());
}

TEST_CASE("a model that has learned nothing has no clear winner and is refused") {
    const TempFolder temp;
    const fs::path source = starter(temp, kHidden);
    // Shuffled weights are as good as random ones.
    const fs::path file = source / "model.safetensors";
    std::string bytes = text_of(file);
    std::size_t header = 0;
    for (std::size_t i = 8; i-- > 0;) {
        header = header * 256 + static_cast<unsigned char>(bytes[i]);
    }
    const std::size_t first = 8 + header;
    const std::size_t n_numbers = (bytes.size() - first) / 2;
    std::uint64_t state = 1;
    for (std::size_t i = 0; i < n_numbers; ++i) {
        state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        const std::size_t other = (state >> 33U) % n_numbers;
        std::swap(bytes[first + 2 * i], bytes[first + 2 * other]);
        std::swap(bytes[first + 2 * i + 1], bytes[first + 2 * other + 1]);
    }
    std::ofstream(file, std::ios::binary) << bytes;
    const auto refused = import(temp, source);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == ErrorCode::unsupported);
    CHECK_THAT(refused.error().detail, ContainsSubstring("no clear winner"));
    CHECK_THAT(refused.error().detail, ContainsSubstring("rope_theta"));
    CHECK(fs::is_empty(temp.path() / "models"));
}

TEST_CASE("a setting that must be measured and cannot be is refused; presumed settings stay") {
    const TempFolder temp;
    const fs::path source = starter(temp, kHidden);
    fs::remove(source / "tokenizer.model");
    const auto store = ModelStore::open(temp.path() / "models", "");
    REQUIRE(store.has_value());
    ImportRequest request{.path = source.string(), .name = "probed"};
    request.tokenizer = ImportRequest::Tokenizer::optional;
    const auto refused = (*store)->import(request, {}, {});
    REQUIRE_FALSE(refused.has_value());
    CHECK_THAT(refused.error().detail, ContainsSubstring("tokenizer"));

    const TempFolder other;
    const fs::path stated = starter(other, {{"rope_interleave", Json()}});
    fs::remove(stated / "tokenizer.model");
    request.path = stated.string();
    const auto presumed = (*store)->import(request, {}, {});
    REQUIRE(presumed.has_value());
    CHECK(read_model_config(presumed->model.folder)->rope_pairing == RopePairing::interleaved);
    CHECK_THAT(presumed->warnings.back(), ContainsSubstring("rope_interleave true"));
}

TEST_CASE("the RoPE pairing alone is measured, too") {
    const TempFolder temp;
    const auto report = import(temp, starter(temp, {{"rope_interleave", Json()}}));
    REQUIRE(report.has_value());
    CHECK_THAT(report->warnings.back(), ContainsSubstring("Measured"));
    CHECK_THAT(report->warnings.back(), ContainsSubstring("rope_interleave true"));
}

} // namespace sotto::inference
