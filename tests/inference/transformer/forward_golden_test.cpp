// Comparison with logits computed by other programs.

#include "inference/files/json.h"
#include "inference/import/model_store.h"
#include "inference/kv/kv_cache.h"
#include "inference/model/model_file.h"
#include "inference/transformer/transformer.h"
#include "tests/inference/support/checkpoint_weights.h"
#include "tests/inference/support/tiny_model.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

namespace {

Json read_json(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    auto json = parse_json(text);
    REQUIRE(json);
    return *std::move(json);
}

std::vector<TokenId> tokens_of(const Json& array) {
    std::vector<TokenId> tokens;
    for (const auto& one : *array.array()) {
        tokens.push_back(static_cast<TokenId>(one.integer().value()));
    }
    return tokens;
}

std::vector<float> floats_of(const Json& array) {
    std::vector<float> floats;
    for (const auto& one : *array.array()) {
        floats.push_back(static_cast<float>(one.number().value()));
    }
    return floats;
}

// Flattens a list of lists.
std::vector<float> all_floats_of(const Json& rows) {
    std::vector<float> floats;
    for (const auto& row : *rows.array()) {
        const auto one = floats_of(row);
        floats.insert(floats.end(), one.begin(), one.end());
    }
    return floats;
}

struct Checkpoint {
    ModelConfig config;
    std::unique_ptr<Transformer> transformer;

    Checkpoint(const std::filesystem::path& folder, WeightSource& weights) {
        auto read = read_model_config(folder);
        REQUIRE(read);
        config = *std::move(read);
        auto made = Transformer::create(config, weights, KvDtype::f32, 2);
        REQUIRE(made);
        transformer = *std::move(made);
    }

    std::vector<float> logits(const std::vector<TokenId>& tokens, std::size_t chunk) {
        auto cache = transformer->make_cache();
        std::vector<float> out(tokens.size() * config.vocabulary_size);
        REQUIRE(transformer->forward(tokens, *cache, LogitsFor::all, out, {}, chunk));
        return out;
    }
};

} // namespace

TEST_CASE("tiny checkpoints of every family reproduce their reference logits") {
    const auto models = shared_data("models/tiny-random");
    if (!std::filesystem::exists(models)) {
        SKIP("no shared test data");
    }
    for (const std::string name : {"mobilellm-pro", "llama4-text-nope", "llama-3.2", "gemma-3"}) {
        CAPTURE(name);
        CheckpointWeights weights(models / name);
        Checkpoint model(models / name, weights);
        const auto reference = read_json(models / name / "reference-logits.json");
        const auto expected = all_floats_of(*reference.find("logits"));
        const auto tokens = tokens_of(*reference.find("token_ids"));
        for (const std::size_t chunk : {1, 7, 64, 256}) {
            CAPTURE(chunk);
            CHECK(largest_difference(expected, model.logits(tokens, chunk)) < 2e-3);
        }
    }
}

TEST_CASE("imported checkpoints give the same logits as before the import") {
    const auto models = shared_data("models/tiny-random");
    if (!std::filesystem::exists(models)) {
        SKIP("no shared test data");
    }
    const TempFolder folder;
    const auto store = ModelStore::open(folder.path(), {});
    REQUIRE(store);
    for (const std::string name : {"mobilellm-pro", "llama4-text-nope", "llama-3.2", "gemma-3"}) {
        const auto reference = read_json(models / name / "reference-logits.json");
        const auto expected = all_floats_of(*reference.find("logits"));
        for (const auto dtype : {WeightDtype::f32, WeightDtype::int8, WeightDtype::int4}) {
            CAPTURE(name, static_cast<int>(dtype));
            ImportRequest request;
            request.path = (models / name).string();
            request.name = name + std::to_string(static_cast<int>(dtype));
            request.weights = dtype;
            request.tokenizer = ImportRequest::Tokenizer::optional;
            const auto report = (*store)->import(request, {}, [](auto, auto, auto) {});
            REQUIRE(report);
            const std::filesystem::path imported = report->model.folder;
            auto weights = ModelFile::open(imported / kWeightsFileName);
            REQUIRE(weights);
            Checkpoint model(imported, **weights);
            const auto logits = model.logits(tokens_of(*reference.find("token_ids")), 64);
            if (dtype == WeightDtype::f32) {
                CHECK(largest_difference(expected, logits) < 2e-3);
            } else {
                // Random weights quantize badly; a wrong layout would give noise above 1.
                CHECK(relative_noise(expected, logits) < (dtype == WeightDtype::int8 ? 0.1 : 0.9));
            }
        }
    }
}

TEST_CASE("the stories checkpoint continues greedily like its reference") {
    const auto folder = shared_data("models/stories260K-hf");
    if (!std::filesystem::exists(folder)) {
        SKIP("no shared test data");
    }
    CheckpointWeights weights(folder);
    Checkpoint model(folder, weights);
    const auto references = read_json(shared_data("models/stories260K/greedy-reference.json"));
    for (const auto& reference : *references.array()) {
        const auto tokens = tokens_of(*reference.find("tokens_in"));
        const auto expected = tokens_of(*reference.find("next_argmax"));
        const auto vocabulary = model.config.vocabulary_size;
        const auto logits = model.logits(tokens, 64);
        std::vector<TokenId> found;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const auto row = std::span(logits).subspan(i * vocabulary, vocabulary);
            found.push_back(static_cast<TokenId>(std::ranges::max_element(row) - row.begin()));
        }
        CHECK(found == expected);
        for (const auto& [position, values] : *reference.find("logits_at")->object()) {
            const auto row = floats_of(values);
            const auto at = static_cast<std::ptrdiff_t>(std::stoul(position) * vocabulary);
            CHECK(largest_difference(
                      row, {logits.begin() + at,
                            logits.begin() + at + static_cast<std::ptrdiff_t>(row.size())}) < 1e-3);
        }
    }
}
