#include "app/runtime/kv_store_adapter.h"
#include "core/executor/thread_executor.h"
#include "core/ports/conversation_store.h"
#include "inference/generation/prompt_prefill.h"
#include "inference/kv/kv_hash_chain.h"
#include "storage/library/library_database.h"
#include "storage/sqlite/sqlite.h"
#include "tests/app/kv_answers.h"
#include "tests/storage/support/child_process.h"
#include "tests/storage/support/must.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <random>
#include <thread>
#include <vector>

// Processes that prefill and chat, killed at random moments.

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;
using sotto::storage::ChildProcess;
using sotto::storage::must;

namespace {

// A process killed early has not created it.
bool is_sound(const std::filesystem::path& kv_file) {
    if (!std::filesystem::exists(kv_file)) {
        return true;
    }
    auto connection = must(storage::Connection::open(kv_file));
    auto rows = must(connection.query("PRAGMA integrity_check"));
    return must(rows.step()) && rows.text(0) == "ok";
}

// What the child writes after each entry that is on disk.
struct Saved {
    KvEntryKind kind = KvEntryKind::block;
    std::size_t end = 0;
};

// Kills a process that prefills a document at random moments: the next one resumes from the last
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
                store->on_saved = [&](const KvEntry& entry) {
                    const Saved said{entry.name.kind, entry.end};
                    must(store->last_status);
                    static_cast<void>(storage::write_all(ends.out, &said, sizeof said));
                };
                QuietObserver observer;
                return prefill(*load(config, store), reading_of(document), observer) ? 0 : 1;
            });
            const auto until = random() % 40;
            std::size_t heard = checkpoint;
            std::size_t read_to = 0;
            const auto hear = [&](const Saved& saved) {
                heard = saved.kind == KvEntryKind::checkpoint ? saved.end : heard;
                read_to = saved.end;
            };
            Saved said;
            for (std::uint32_t i = 0; i < until && child.read(&said, sizeof said); ++i) {
                hear(said);
            }
            std::this_thread::sleep_for(std::chrono::microseconds(random() % 20'000));
            child.kill();
            while (child.read(&said, sizeof said)) { // what it said before it died
                hear(said);
            }
            is_complete = child.wait() == 0 || heard > 9500;
            checkpoint = heard;

            CAPTURE(done, document_seed, heard);
            REQUIRE(is_sound(file));
            DirectStore store(file);
            const auto model = load(config, nullptr);
            KvHashChain chain(root_of(*model));
            const auto tokens = must(model->render_prefix("be brief", {document}));
            chain.extend(tokens);
            const auto match = must(store.find(
                chain.query(tokens, tokens.size(), KvQuery::Resume::at_checkpoints), {}));
            REQUIRE(match.tokens >= heard);
            REQUIRE(read_to <= match.tokens + kCheckpointTokens); // what is lost at most
            REQUIRE(match.tokens <= tokens.size());
        }
        const auto store = std::make_shared<DirectStore>(file);
        QuietObserver observer;
        const auto report = must(prefill(*load(config, store), reading_of(document), observer));
        CHECK(report.reused_tokens >= static_cast<std::int64_t>(checkpoint));
        const auto request = about(document, "why", KvSaving::none);
        const auto asked = run(*load(config, store), request);
        CHECK(asked.stats.restored_tokens == report.tokens);
        CHECK(asked.text == run(*load(config, nullptr), request).text);
    }
}

constexpr std::size_t kAnswerTokens = 12;

// What a chatting child writes when the library has acknowledged a question or its answer.
struct Acknowledged {
    TurnStart ids;
    unsigned question = 0; // a seed of letters()
    std::array<TokenId, kAnswerTokens> answer{};
    std::size_t answer_tokens = 0; // 0 = only the question is saved
};

std::string question_of(unsigned seed) {
    return letters(40, seed);
}

// Runs in the child until it is killed: a conversation about a document, saved in the library, with
// kv.db on its own thread.
int chat(const std::filesystem::path& folder, unsigned round, int out) {
    const auto library = must(storage::open_library(folder / "library.db"));
    ThreadExecutor thread("kv");
    const auto store = std::make_shared<app::KvStoreAdapter>(
        thread, folder / "kv.db", storage::KvBudget{}, std::make_shared<app::KvNotice>());
    const auto model = load(with_window(tiny_pro(), 100), store);
    auto request = about({"title", letters(700, round / 10)}, "", KvSaving::turn);
    auto& messages = std::get<ChatPrompt>(request.prompt).messages;
    messages.clear();
    ConversationId conversation;
    for (unsigned turn = 0;; ++turn) {
        Acknowledged said{.ids = {}, .question = round * 100 + turn};
        const std::string question = question_of(said.question);
        said.ids =
            must(library->conversations().begin_turn(conversation, "title", question, "model"));
        conversation = said.ids.conversation;
        if (!storage::write_all(out, &said, sizeof said)) {
            return 1;
        }
        messages.push_back({Role::user, question, {}});
        const Generation made = run(*model, request);
        Message answer;
        answer.id = said.ids.assistant;
        answer.text = made.text;
        answer.token_ids = made.token_ids;
        answer.state = MessageState::complete;
        must(library->conversations().update_answer(answer));
        said.answer_tokens = std::min(made.token_ids.size(), kAnswerTokens);
        std::copy_n(made.token_ids.begin(), said.answer_tokens, said.answer.begin());
        if (!storage::write_all(out, &said, sizeof said)) {
            return 1;
        }
        messages.push_back({Role::assistant, made.text, made.token_ids});
    }
}

void check_acknowledged(const std::filesystem::path& library_file,
                        const std::vector<Acknowledged>& all) {
    CHECK(must(storage::check_library(library_file)).empty());
    const auto library = must(storage::open_library(library_file));
    std::map<MessageId, Message> messages;
    for (const auto& summary : must(library->conversations().list())) {
        for (auto& message : must(library->conversations().messages(summary.id))) {
            messages.emplace(message.id, std::move(message));
        }
    }
    for (const Acknowledged& said : all) {
        REQUIRE(messages.contains(said.ids.user));
        REQUIRE(messages.contains(said.ids.assistant));
        CHECK(messages.at(said.ids.user).text == question_of(said.question));
        if (said.answer_tokens > 0) {
            const Message& answer = messages.at(said.ids.assistant);
            CHECK(answer.state == MessageState::complete);
            CHECK(std::ranges::equal(answer.token_ids,
                                     std::span(said.answer).first(said.answer_tokens)));
        }
    }
}

void kill_chats(int kills, unsigned seed) {
    std::mt19937 random(seed);
    std::unique_ptr<TempFolder> folder;
    std::vector<Acknowledged> all;
    std::size_t answers = 0;
    int went_on = 0; // answers of programs that found what the killed ones had left
    for (int round = 0; round < kills; ++round) {
        if (round % 10 == 0) { // so that making the files is interrupted too
            folder = std::make_unique<TempFolder>();
            all.clear();
        }
        const auto own = static_cast<unsigned>(round);
        ChildProcess child(
            [&](ChildProcess::Ends ends) { return chat(folder->path(), own, ends.out); });
        Acknowledged said;
        const auto until = random() % 12;
        for (std::uint32_t i = 0; i < until && child.read(&said, sizeof said); ++i) {
            all.push_back(said);
        }
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 10'000));
        child.kill();
        while (child.read(&said, sizeof said)) { // what it said before it died
            all.push_back(said);
        }
        REQUIRE(child.wait() == -1);
        CAPTURE(round, seed);
        if (!all.empty()) {
            check_acknowledged(folder->path() / "library.db", all);
        }
        answers += static_cast<std::size_t>(
            std::ranges::count_if(all, [](const auto& each) { return each.answer_tokens > 0; }));
        const auto kv = folder->path() / "kv.db";
        REQUIRE(is_sound(kv));
        if (round % 10 == 9) { // what the killed ones left in kv.db gives the right answer
            const auto request = about({"title", letters(700, own / 10)}, "why", KvSaving::none);
            const auto made = run(
                *load(with_window(tiny_pro(), 100), std::make_shared<DirectStore>(kv)), request);
            went_on += made.stats.restored_tokens > 700 ? 1 : 0;
            CHECK(made.token_ids ==
                  run(*load(with_window(tiny_pro(), 100), nullptr), request).token_ids);
        }
    }
    CHECK(answers > 0);
    CHECK(went_on > 0);
}

} // namespace

TEST_CASE("a killed prefill resumes from its last checkpoint", "[slow]") {
    kill_readers(12, 1);
}

TEST_CASE("a killed prefill resumes from its last checkpoint, a thousand times", "[.long]") {
    kill_readers(1000, 2);
}

TEST_CASE("killed chats lose no acknowledged message and leave both databases intact") {
    kill_chats(20, 1);
}

TEST_CASE("a thousand killed chats lose no acknowledged message", "[.long]") {
    kill_chats(1000, 2);
}
