#include "app/kv_store_link.h"
#include "core/thread_executor.h"
#include "inference/engine/answer.h"
#include "inference/engine/kv_chain.h"
#include "inference/engine/prompt_reader.h"
#include "tests/inference/engine/letter_tokenizer.h"
#include "tests/inference/engine/tiny_model.h"
#include "tests/storage/child_process.h"
#include "tests/storage/must.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <thread>

// Answers of a model whose keys and values come from the disk.

using namespace sotto;
using namespace sotto::app;
using namespace sotto::inference;
using namespace sotto::test;
using sotto::storage::ChildProcess;
using sotto::storage::KvDatabase;
using sotto::storage::must;

namespace {

/// A store without a thread: what is saved is there when save() returns.
class DirectStore final : public KvStore {
public:
    explicit DirectStore(const std::filesystem::path& file,
                         const storage::KvFileSettings& settings = {})
        : database_(must(KvDatabase::open(file, {}, settings))) {}

    Result<KvMatch> find(KvQuery query, const std::stop_token&) override {
        return database_->find(query);
    }
    Status read(KvName name, KvTarget target, const std::stop_token&) override {
        return database_->read(name, target.bytes);
    }
    void save(KvPiece piece) override {
        last_status = database_->save(piece);
        saved_to = last_status ? piece.end : saved_to;
        on_saved(piece);
    }
    void pin(std::vector<KvKey> keys) override { last_status = database_->pin(keys); }
    Status forget(KvQuery query, const std::stop_token&) override {
        return database_->forget(query);
    }

    [[nodiscard]] std::int64_t pieces() const { return must(database_->count()); }

    Status last_status;
    std::size_t saved_to = 0;
    std::function<void(const KvPiece&)> on_saved = [](const KvPiece&) {};

private:
    std::unique_ptr<KvDatabase> database_;
};

ModelConfig with_window(ModelConfig config, std::size_t window) {
    for (auto& layer : config.layers) {
        layer.window = layer.window ? std::optional(window) : std::nullopt;
    }
    config.max_positions = 40'000;
    return config;
}

/// A model as a new start of the program has it.
std::unique_ptr<LoadedModel> load(const ModelConfig& config, std::shared_ptr<KvStore> store,
                                  WeightForm form = WeightForm::f32) {
    ModelChoice choice;
    choice.threads = 1;
    auto model = LoadedModel::assemble(config, std::make_unique<TinyModel>(config, form, 3),
                                       std::make_unique<LetterTokenizer>(101), choice);
    REQUIRE(model);
    if (store) {
        (*model)->set_kv_store(std::move(store),
                               kv_root("tiny", (*model)->transformer().kv_form()));
    }
    return *std::move(model);
}

class Quiet final : public GenerateObserver {
public:
    void on_progress(const Progress& progress) override { last = progress; }
    void on_text(std::string_view) override {}
    Progress last;
};

std::string letters(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::string text(count, ' ');
    std::ranges::generate(text, [&] { return static_cast<char>('a' + random() % 26); });
    return text;
}

GenerateRequest about(const DocumentText& document, std::string question, KvSaving saving) {
    GenerateRequest request;
    request.prompt =
        ChatPrompt{"be brief", {document}, {ChatMessage{Role::user, std::move(question), {}}}};
    request.sampling.temperature = 0;
    request.max_tokens = 12;
    request.saving = saving;
    return request;
}

Generation run(LoadedModel& model, const GenerateRequest& request) {
    Quiet observer;
    return must(answer(model, request, observer));
}

ReadRequest reading_of(const DocumentText& document) {
    return {{}, "be brief", {document}, {}};
}

} // namespace

TEST_CASE("a document asked about once is not read again after a new start") {
    for (const auto& config : {with_window(tiny_pro(), 100), with_window(tiny_llama(), 0),
                               with_window(tiny_gemma(), 300), with_window(tiny_nope(), 8)}) {
        for (const auto form : {WeightForm::f32, WeightForm::int8}) {
            const TempFolder folder;
            const auto file = folder.path() / "kv.db";
            for (const std::size_t length : {300U, 700U, 1500U}) {
                CAPTURE(to_string(config.family), static_cast<int>(form), length);
                const DocumentText document{"title",
                                            letters(length, static_cast<unsigned>(length))};
                const auto first = about(document, "why", KvSaving::prefix);
                const auto second = about(document, "how", KvSaving::prefix);
                const auto expected_first = run(*load(config, nullptr, form), first);
                // Slices end where the question begins, so what is compared is computed alike.
                const auto fresh_folder = TempFolder();
                const auto expected_second =
                    run(*load(config, std::make_shared<DirectStore>(fresh_folder.path() / "kv.db"),
                              form),
                        second);

                const auto made =
                    run(*load(config, std::make_shared<DirectStore>(file), form), first);
                CHECK(made.stats.reused_tokens < 64);
                CHECK(made.text == expected_first.text);
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

TEST_CASE("a conversation goes on after a new start where it ended") {
    const auto config = with_window(tiny_pro(), 100);
    const TempFolder folder;
    const auto file = folder.path() / "kv.db";
    const DocumentText document{"title", letters(500, 1)};
    auto request = about(document, "why", KvSaving::turn);
    const auto first = run(*load(config, std::make_shared<DirectStore>(file)), request);
    auto& chat = std::get<ChatPrompt>(request.prompt);
    chat.messages.push_back({Role::assistant, first.text, first.token_ids});
    chat.messages.push_back({Role::user, "and then", {}});
    const auto second = run(*load(config, std::make_shared<DirectStore>(file)), request);
    // All but the last written token, which was never computed.
    CHECK(second.stats.restored_tokens ==
          first.stats.prompt_tokens + first.stats.generated_tokens - 1);
    const auto expected = run(*load(config, nullptr), request);
    CHECK(second.text == expected.text);
}

TEST_CASE("without history nothing is written, and a question without a document leaves nothing") {
    const TempFolder folder;
    const auto store = std::make_shared<DirectStore>(folder.path() / "kv.db");
    const auto config = with_window(tiny_pro(), 100);
    const DocumentText document{"title", letters(900, 1)};
    run(*load(config, store), about(document, "why", KvSaving::none));
    CHECK(store->pieces() == 0);
    auto request = about(document, letters(900, 2), KvSaving::prefix);
    std::get<ChatPrompt>(request.prompt).documents.clear();
    run(*load(config, store), request);
    CHECK(store->pieces() == 0);
    run(*load(config, store), about(document, letters(900, 3), KvSaving::prefix));
    CHECK(store->pieces() == 900 / 256 + 1); // nothing of the question
}

TEST_CASE("reading ahead is stopped and goes on, and then every question finds the document") {
    for (const auto& config : {with_window(tiny_pro(), 100), with_window(tiny_llama(), 0)}) {
        const TempFolder folder;
        const auto file = folder.path() / "kv.db";
        const DocumentText document{"title", letters(3000, 1)};
        std::stop_source stop;
        auto request = reading_of(document);
        request.stop = stop.get_token();
        const auto store = std::make_shared<DirectStore>(file);
        store->on_saved = [&](const KvPiece& piece) {
            if (piece.end >= 1024) {
                stop.request_stop();
            }
        };
        Quiet observer;
        const auto stopped = must(read_ahead(*load(config, store), request, observer));
        CHECK(stopped.reused_tokens == 0);
        CHECK(stopped.read_tokens < stopped.tokens);
        CHECK(stopped.read_tokens >= 1024);
        store->on_saved = [](const KvPiece&) {};
        const auto rest = must(read_ahead(*load(config, store), reading_of(document), observer));
        CHECK(rest.reused_tokens == stopped.read_tokens);
        CHECK(rest.read_tokens == rest.tokens);
        CHECK(observer.last.done == rest.tokens);
        const auto nothing = must(read_ahead(*load(config, store), reading_of(document), observer));
        CHECK(nothing.reused_tokens == nothing.tokens);
        const auto asked = run(*load(config, store), about(document, "why", KvSaving::none));
        CHECK(asked.stats.restored_tokens == rest.tokens);
    }
}

TEST_CASE("a document longer than the context is refused with the numbers") {
    auto config = with_window(tiny_pro(), 100);
    config.max_positions = 500;
    Quiet observer;
    const auto refused =
        read_ahead(*load(config, nullptr), reading_of({"t", letters(600, 1)}), observer);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::context_too_long);
    CHECK(refused.error().detail.contains("500"));
}

namespace {

// Flips one random bit of kv.db before each question: the answer is always the same.
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
        weights_of->set_kv_store(std::make_shared<DirectStore>(file, small),
                                 kv_root("tiny", KvForm::f32));
        const auto made = run(*weights_of, request);
        REQUIRE(made.token_ids == expected.token_ids);
        const bool is_whole = made.stats.reused_tokens > 560;
        read_again += is_whole ? 0 : 1;
        REQUIRE(made.stats.reused_tokens <= made.stats.prompt_tokens);
        weights_of->set_kv_store(nullptr, {}); // closes the file
    }
    CHECK(read_again > rounds / 4);
}

// What the child tells after each piece that is on the disk.
struct Saved {
    KvPieceKind kind = KvPieceKind::block;
    std::size_t end = 0;
};

// Kills a program that reads a document at random moments: the next one goes on from the last
// checkpoint, and the answer in the end is that of an undisturbed one.
void kill_readers(int kills, unsigned seed) {
    const auto config = with_window(tiny_pro(), 100);
    std::mt19937 random(seed);
    const TempFolder folder;
    const auto file = folder.path() / "kv.db";
    int done = 0;
    for (std::uint32_t document_seed = 1; done < kills; ++document_seed) {
        const DocumentText document{"title", letters(9500, document_seed)};
        std::size_t checkpoint = 0;
        for (bool is_complete = false; !is_complete && done < kills; ++done) {
            ChildProcess child([&](ChildProcess::Ends ends) {
                const auto store = std::make_shared<DirectStore>(file);
                store->on_saved = [&](const KvPiece& piece) {
                    const Saved said{piece.name.kind, piece.end};
                    must(store->last_status);
                    static_cast<void>(storage::write_all(ends.out, &said, sizeof said));
                };
                Quiet observer;
                return read_ahead(*load(config, store), reading_of(document), observer) ? 0 : 1;
            });
            const auto until = random() % 40;
            std::size_t heard = checkpoint;
            Saved said;
            for (std::uint32_t i = 0; i < until && child.read(&said, sizeof said); ++i) {
                heard = said.kind == KvPieceKind::tail ? said.end : heard;
            }
            std::this_thread::sleep_for(std::chrono::microseconds(random() % 20'000));
            child.kill();
            while (child.read(&said, sizeof said)) { // what it said before it died
                heard = said.kind == KvPieceKind::tail ? said.end : heard;
            }
            is_complete = child.wait() == 0 || heard > 9500;
            checkpoint = heard;

            CAPTURE(done, document_seed, heard);
            DirectStore store(file);
            KvChain chain(kv_root("tiny", KvForm::f32));
            const auto tokens = must(load(config, nullptr)->render_prefix("be brief", {document}));
            chain.extend(tokens);
            const auto match =
                must(store.find(chain.query(tokens, tokens.size(), KvQuery::Resume::at_tails), {}));
            REQUIRE(match.tokens >= heard);
            REQUIRE(match.tokens <= tokens.size());
        }
        const auto store = std::make_shared<DirectStore>(file);
        Quiet observer;
        const auto report = must(read_ahead(*load(config, store), reading_of(document), observer));
        CHECK(report.reused_tokens >= static_cast<std::int64_t>(checkpoint));
        const auto request = about(document, "why", KvSaving::none);
        const auto asked = run(*load(config, store), request);
        CHECK(asked.stats.restored_tokens == report.tokens);
        CHECK(asked.text == run(*load(config, nullptr), request).text);
    }
}

} // namespace

TEST_CASE("whatever bit of kv.db is flipped, the answer is the same") {
    ask_with_flipped_bits(300, 1);
}

TEST_CASE("whatever bit of kv.db is flipped, ten thousand times", "[.long]") {
    ask_with_flipped_bits(10'000, 2);
}

TEST_CASE("a killed reader goes on from its last checkpoint") {
    kill_readers(20, 1);
}

TEST_CASE("a killed reader goes on from its last checkpoint, a thousand times", "[.long]") {
    kill_readers(1000, 2);
}
