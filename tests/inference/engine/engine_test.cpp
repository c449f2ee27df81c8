#include "inference/engine/engine.h"
#include "inference/files/json.h"
#include "inference/generation/loaded_model.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <numeric>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

namespace {

class Listener final : public GenerateObserver {
public:
    void on_progress(const Progress& progress) override {
        loaded_layers += progress.phase == Phase::loading && progress.done > 0 ? 1 : 0;
    }
    void on_text(std::string_view text) override { streamed += text; }

    int loaded_layers = 0;
    std::string streamed;
};

// The stories checkpoint has the format of an imported f32 model but for the name of its weights.
void make_model_folder(const std::filesystem::path& folder) {
    const auto source = shared_data("models/stories260K-hf");
    for (const auto* name : {"config.json", "generation_config.json", "tokenizer.model"}) {
        std::filesystem::copy_file(source / name, folder / name);
    }
    std::filesystem::copy_file(source / "model.safetensors", folder / "weights.safetensors");
}

} // namespace

TEST_CASE("a missing model is an error and leaves no model loaded") {
    Engine engine;
    Listener listener;
    engine.release_memory(); // nothing to release yet
    const TempFolder folder;
    GenerateRequest request;
    request.model.folder = folder.path().string();
    const auto made = engine.generate(request, listener);
    REQUIRE_FALSE(made);
    CHECK(made.error().code == ErrorCode::not_found);
    folder.write("config.json", "{}");
    CHECK(engine.prepare(request.model, {}, listener).error().code == ErrorCode::corrupt_data);
}

TEST_CASE("an imported model is loaded once and writes its story") {
    if (!std::filesystem::exists(shared_data("models/stories260K-hf"))) {
        SKIP("no shared test data");
    }
    const TempFolder folder;
    make_model_folder(folder.path());
    std::ifstream file(shared_data("models/stories260K/greedy-reference.json"));
    const auto reference = parse_json(
        std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()));
    REQUIRE(reference);
    const auto& story = reference->array()->front();

    Engine engine;
    Listener listener;
    GenerateRequest request;
    request.model.folder = folder.path().string();
    request.prompt = RawPrompt{""};
    request.sampling.temperature = 0;
    request.max_tokens = 256;
    const auto made = engine.generate(request, listener);
    REQUIRE(made);
    CHECK(listener.loaded_layers == 5);
    const auto& expected = *story.find("next_argmax")->array();
    REQUIRE(made->token_ids.size() == 256);
    for (std::size_t i = 0; i < made->token_ids.size(); ++i) {
        REQUIRE(made->token_ids[i] == expected[i].integer());
    }
    CHECK(made->text == listener.streamed);
    CHECK(made->text.starts_with("Once upon a time"));

    // What was released is computed again, with the same result.
    request.max_tokens = 20;
    const auto reusing = engine.generate(request, listener);
    REQUIRE(reusing);
    engine.release_memory();
    const auto model_after = engine.load(request.model);
    REQUIRE(model_after);
    CHECK((*model_after)->session().bytes() == 0);
    const auto anew = engine.generate(request, listener);
    REQUIRE(anew);
    CHECK(anew->token_ids == reusing->token_ids);

    REQUIRE(engine.prepare(request.model, {}, listener));
    CHECK(listener.loaded_layers == 5);
    const auto model = engine.load(request.model);
    REQUIRE(model);
    CHECK((*model)->transformer().kv_dtype() == KvDtype::f32);
    request.model.kv = KvDtype::int8;
    REQUIRE(engine.prepare(request.model, {}, listener));
    CHECK(listener.loaded_layers == 10);
}

TEST_CASE("counted prompt tokens equal those of the prefill") {
    if (!std::filesystem::exists(shared_data("models/stories260K-hf"))) {
        SKIP("no shared test data");
    }
    const TempFolder folder;
    make_model_folder(folder.path());
    Engine engine;
    Listener listener;
    TokenizeRequest counting;
    counting.model.folder = folder.path().string();
    const ChatMessage question{Role::user, "Who is it about?", {}};
    counting.prompts = {
        {"", {}, {question}},
        {"Be brief.", {{"a.txt", "Lily went home."}, {"b.txt", "Tim too."}}, {question}},
        {"Be brief.", {}, {question, {Role::assistant, "Lily", {403, 407}}, question}}};
    const auto counts = engine.tokenize(counting, listener);
    REQUIRE(counts);
    REQUIRE(counts->size() == counting.prompts.size());
    for (std::size_t i = 0; i < counting.prompts.size(); ++i) {
        GenerateRequest request;
        request.model = counting.model;
        request.prompt = counting.prompts[i];
        request.max_tokens = 1;
        const auto made = engine.generate(request, listener);
        REQUIRE(made);
        const TokenizedPrompt& tokens = *(*counts)[i];
        CHECK(made->stats.prompt_tokens == std::ssize(tokens.ids));
        CHECK(tokens.context_tokens == 512);
        REQUIRE(tokens.documents.size() == counting.prompts[i].documents.size());
        const auto documents =
            std::accumulate(tokens.documents.begin(), tokens.documents.end(), std::int64_t{0});
        CHECK(tokens.system + documents + tokens.history + tokens.question ==
              std::ssize(tokens.ids));
        request.tokens = (*counts)[i];
        const auto again = engine.generate(request, listener);
        REQUIRE(again);
        CHECK(again->token_ids == made->token_ids);
        CHECK(again->stats.prompt_tokens == made->stats.prompt_tokens);
    }
    std::stop_source stop;
    stop.request_stop();
    counting.stop = stop.get_token();
    const auto stopped = engine.tokenize(counting, listener);
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().code == ErrorCode::cancelled);
    counting.stop = {};
    counting.prompts = {{"", {}, {}}};
    CHECK(engine.tokenize(counting, listener).error().code == ErrorCode::invalid_input);
}
