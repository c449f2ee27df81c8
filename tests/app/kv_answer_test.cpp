#include "inference/generation/prompt_prefill.h"
#include "tests/app/kv_answers.h"
#include "tests/storage/support/must.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

// Answers of a model whose KV cache is restored from disk.

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;
using sotto::storage::must;

TEST_CASE("a document that was read once is not read again after a restart") {
    for (const auto& config : {with_window(tiny_pro(), 100), with_window(tiny_llama(), 0),
                               with_window(tiny_gemma(), 300), with_window(tiny_nope(), 8)}) {
        for (const auto form : {WeightDtype::f32, WeightDtype::int8}) {
            const TempFolder folder;
            const auto file = folder.path() / "kv.db";
            for (const std::size_t length : {300U, 700U, 1500U}) {
                CAPTURE(to_string(config.family), static_cast<int>(form), length);
                const DocumentText document{"title",
                                            letters(length, static_cast<unsigned>(length))};
                const auto first = about(document, "why", KvSaving::prefix);
                const auto second = about(document, "how", KvSaving::prefix);
                const auto expected_first = run(*load(config, nullptr, form), first);
                const auto expected_second = run(*load(config, nullptr, form), second);

                const auto made =
                    run(*load(config, std::make_shared<DirectStore>(file), form), first);
                CHECK(made.stats.reused_tokens < 64);
                CHECK(made.token_ids == expected_first.token_ids);
                const auto again =
                    run(*load(config, std::make_shared<DirectStore>(file), form), second);
                CHECK(again.stats.reused_tokens > static_cast<std::int64_t>(length));
                CHECK(again.stats.reused_tokens == again.stats.restored_tokens);
                CHECK(again.stats.prompt_tokens - again.stats.reused_tokens < 40);
                CHECK(again.token_ids == expected_second.token_ids);
            }
        }
    }
}

TEST_CASE("a text restored from kv.db gives the same logits bit for bit") {
    for (const auto& config : {with_window(tiny_pro(), 100), with_window(tiny_llama(), 0),
                               with_window(tiny_gemma(), 300), with_window(tiny_nope(), 8)}) {
        for (const auto form : {WeightDtype::f32, WeightDtype::int8}) {
            CAPTURE(to_string(config.family), static_cast<int>(form));
            const TempFolder folder;
            const auto file = folder.path() / "kv.db";
            const auto request = reading_of({"title", letters(1800, 1)});
            QuietObserver observer;
            const auto fresh = load(config, nullptr, form);
            must(prefill(*fresh, request, observer));
            must(prefill(*load(config, std::make_shared<DirectStore>(file), form), request,
                         observer));
            const auto again = load(config, std::make_shared<DirectStore>(file), form);
            const auto report = must(prefill(*again, request, observer));
            REQUIRE(report.reused_tokens == report.tokens);
            REQUIRE(report.tokens > 1800);
            const auto next = some_tokens(config, 600, 7); // over two blocks' borders
            std::vector<float> expected(next.size() * config.vocabulary_size);
            std::vector<float> actual(expected.size());
            must(fresh->session().extend(next, LogitsFor::all, expected, {}));
            must(again->session().extend(next, LogitsFor::all, actual, {}));
            REQUIRE(std::memcmp(expected.data(), actual.data(), expected.size() * sizeof(float)) ==
                    0);
        }
    }
}

TEST_CASE("a conversation continues after a restart without being read again") {
    const auto config = with_window(tiny_pro(), 100);
    for (const auto form : {WeightDtype::f32, WeightDtype::int8}) {
        const TempFolder folder;
        const auto file = folder.path() / "kv.db";
        const DocumentText document{"title", letters(500, 1)};
        auto request = about(document, "why", KvSaving::turn);
        const auto first = run(*load(config, std::make_shared<DirectStore>(file), form), request);
        const auto running = load(config, nullptr, form); // goes on in memory
        CHECK(run(*running, request).token_ids == first.token_ids);
        auto& chat = std::get<ChatPrompt>(request.prompt);
        chat.messages.push_back({Role::assistant, first.text, first.token_ids});
        chat.messages.push_back({Role::user, "and then", {}});
        const auto second = run(*load(config, std::make_shared<DirectStore>(file), form), request);
        // All but the last generated token, which was never computed.
        CHECK(second.stats.restored_tokens ==
              first.stats.prompt_tokens + first.stats.generated_tokens - 1);
        CHECK(second.token_ids == run(*running, request).token_ids);
    }
}

TEST_CASE("without history nothing is written, and a question without a document saves nothing") {
    const TempFolder folder;
    const auto store = std::make_shared<DirectStore>(folder.path() / "kv.db");
    const auto config = with_window(tiny_pro(), 100);
    const DocumentText document{"title", letters(900, 1)};
    run(*load(config, store), about(document, "why", KvSaving::none));
    CHECK(store->entries() == 0);
    auto request = about(document, letters(900, 2), KvSaving::prefix);
    std::get<ChatPrompt>(request.prompt).documents.clear();
    run(*load(config, store), request);
    CHECK(store->entries() == 0);
    run(*load(config, store), about(document, letters(900, 3), KvSaving::prefix));
    CHECK(store->entries() == 900 / 256 + 1); // nothing of the question
}

TEST_CASE("a stopped prefill resumes, and then every question finds the document in the cache") {
    for (const auto& config : {with_window(tiny_pro(), 100), with_window(tiny_llama(), 0)}) {
        const TempFolder folder;
        const auto file = folder.path() / "kv.db";
        const DocumentText document{"title", letters(3000, 1)};
        std::stop_source stop;
        auto request = reading_of(document);
        request.stop = stop.get_token();
        const auto store = std::make_shared<DirectStore>(file);
        store->on_saved = [&](const KvEntry& entry) {
            if (entry.end >= 1024) {
                stop.request_stop();
            }
        };
        QuietObserver observer;
        const auto stopped = must(prefill(*load(config, store), request, observer));
        CHECK(stopped.reused_tokens == 0);
        CHECK(stopped.read_tokens < stopped.tokens);
        CHECK(stopped.read_tokens >= 1024);
        store->on_saved = [](const KvEntry&) {};
        const auto rest = must(prefill(*load(config, store), reading_of(document), observer));
        CHECK(rest.reused_tokens == stopped.read_tokens);
        CHECK(rest.read_tokens == rest.tokens);
        CHECK(observer.last.done == rest.tokens);
        const auto nothing = must(prefill(*load(config, store), reading_of(document), observer));
        CHECK(nothing.reused_tokens == nothing.tokens);
        const auto asked = run(*load(config, store), about(document, "why", KvSaving::none));
        CHECK(asked.stats.restored_tokens == rest.tokens);
    }
}

TEST_CASE("a document longer than the context is refused with both sizes") {
    auto config = with_window(tiny_pro(), 100);
    config.max_positions = 500;
    QuietObserver observer;
    const auto refused =
        prefill(*load(config, nullptr), reading_of({"t", letters(600, 1)}), observer);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::context_too_long);
    CHECK(refused.error().detail.contains("500"));
}

namespace {

// Flips one random bit of kv.db before each question; the answer must stay the same.
void ask_with_flipped_bits(int rounds, unsigned seed) {
    const auto config = with_window(tiny_pro(), 100);
    const storage::KvFileSettings small{.page_bytes = 1024};
    const TempFolder folder;
    const auto file = folder.path() / "kv.db";
    const DocumentText document{"title", letters(560, 1)};
    const auto request = about(document, "why", KvSaving::prefix);
    const auto expected = run(*load(config, std::make_shared<DirectStore>(file, small)), request);
    std::ifstream in(file, std::ios::binary);
    const std::string sound(std::istreambuf_iterator<char>(in), {});
    std::mt19937_64 random(seed);
    auto weights_of = load(config, nullptr);
    int read_again = 0;
    for (int round = 0; round < rounds; ++round) {
        std::string damaged = sound;
        const auto bit = random() % (damaged.size() * 8);
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
        std::ofstream(file, std::ios::binary)
            .write(damaged.data(), static_cast<std::streamsize>(damaged.size()));
        CAPTURE(round, seed, bit);
        weights_of->session().reset(); // as after a new start
        weights_of->set_kv_store(std::make_shared<DirectStore>(file, small), root_of(*weights_of));
        const auto made = run(*weights_of, request);
        REQUIRE(made.token_ids == expected.token_ids);
        const bool is_whole = made.stats.reused_tokens > 560;
        read_again += is_whole ? 0 : 1;
        REQUIRE(made.stats.reused_tokens <= made.stats.prompt_tokens);
        weights_of->set_kv_store(nullptr, {}); // closes the file
    }
    CHECK(read_again > rounds / 4);
}

} // namespace

TEST_CASE("the answer is the same whichever bit of kv.db is flipped") {
    ask_with_flipped_bits(80, 1);
}

TEST_CASE("the answer is the same for ten thousand flipped bits of kv.db", "[.long]") {
    ask_with_flipped_bits(10'000, 2);
}
