#include "storage/library/library_database.h"
#include "tests/storage/support/faulty_vfs.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <format>

using namespace sotto;
using namespace sotto::storage;

namespace {

struct Fixture {
    TempFolder folder;
    UnixMilliseconds now = 1000;
    std::unique_ptr<Library> library = open();
    ConversationStore& store() { return library->conversations(); }
    std::unique_ptr<Library> open() {
        return must(open_library(folder.library(), [this] { return now; }));
    }
    void reopen() {
        library.reset();
        library = open();
    }
    TurnStart begin(std::string_view title) {
        return must(store().begin_turn({}, title, "question", "model"));
    }
};

Message answer_to(const TurnStart& turn, std::string text) {
    Message answer;
    answer.id = turn.assistant;
    answer.role = Role::assistant;
    answer.text = std::move(text);
    return answer;
}

} // namespace

TEST_CASE("a new library has no conversations") {
    Fixture fixture;
    CHECK(must(fixture.store().list()).empty());
    CHECK(fixture.store().find(ConversationId{1}).error().code == ErrorCode::not_found);
    CHECK(fixture.store().messages(ConversationId{1}).error().code == ErrorCode::not_found);
}

TEST_CASE("a turn begins with the question and an empty answer being written") {
    Fixture fixture;
    const TurnStart turn =
        must(fixture.store().begin_turn({}, " A\ntitle ", "What is it?", "tiny"));
    const auto summary = must(fixture.store().find(turn.conversation));
    CHECK(summary.title == "A title");
    CHECK(summary.created_at == 1000);
    CHECK(summary.updated_at == 1000);
    CHECK(summary.message_count == 2);

    const auto messages = must(fixture.store().messages(turn.conversation));
    REQUIRE(messages.size() == 2);
    CHECK(messages[0].id == turn.user);
    CHECK(messages[0].role == Role::user);
    CHECK(messages[0].state == MessageState::complete);
    CHECK(messages[0].text == "What is it?");
    CHECK(messages[0].model.empty());
    CHECK(messages[0].token_ids.empty());
    CHECK_FALSE(messages[0].stats);
    CHECK(messages[1].id == turn.assistant);
    CHECK(messages[1].role == Role::assistant);
    CHECK(messages[1].state == MessageState::writing);
    CHECK(messages[1].text.empty());
    CHECK(messages[1].model == "tiny");
    CHECK(messages[1].created_at == 1000);
}

TEST_CASE("an answer keeps its text, token ids and statistics exactly, also after a restart") {
    Fixture fixture;
    const TurnStart turn = fixture.begin("t");
    Message answer = answer_to(turn, std::string("nul \0, broken \xFF\xC3 and é", 20));
    answer.token_ids = {0, 1, -1, 200'018, 2'147'483'647};
    answer.stats = GenerationStats{.reason = FinishReason::length,
                                   .prompt_tokens = 131'072,
                                   .reused_tokens = 130'816,
                                   .generated_tokens = 5,
                                   .first_token_seconds = 0.125,
                                   .prefill_tokens_per_second = 1234.5,
                                   .decode_tokens_per_second = 0.1};
    answer.model = "ignored";
    answer.created_at = 5;
    fixture.now = 2000;
    must(fixture.store().update_answer(answer));
    fixture.reopen();

    const Message saved = must(fixture.store().messages(turn.conversation)).at(1);
    CHECK(saved.text == answer.text);
    CHECK(saved.token_ids == answer.token_ids);
    CHECK(saved.state == MessageState::complete);
    CHECK(saved.model == "model");
    CHECK(saved.created_at == 1000);
    REQUIRE(saved.stats);
    CHECK(saved.stats->reason == FinishReason::length);
    CHECK(saved.stats->prompt_tokens == 131'072);
    CHECK(saved.stats->reused_tokens == 130'816);
    CHECK(saved.stats->generated_tokens == 5);
    CHECK(saved.stats->first_token_seconds == 0.125);
    CHECK(saved.stats->prefill_tokens_per_second == 1234.5);
    CHECK(saved.stats->decode_tokens_per_second == 0.1);
    CHECK(must(fixture.store().find(turn.conversation)).updated_at == 2000);
}

TEST_CASE("every state and finish reason is stored and read back") {
    Fixture fixture;
    const TurnStart turn = fixture.begin("t");
    for (const auto state : {MessageState::writing, MessageState::complete,
                             MessageState::interrupted, MessageState::failed}) {
        for (const auto reason :
             {FinishReason::stop, FinishReason::length, FinishReason::cancelled}) {
            Message answer = answer_to(turn, "x");
            answer.state = state;
            answer.stats = GenerationStats{.reason = reason};
            must(fixture.store().update_answer(answer));
            const Message saved = must(fixture.store().messages(turn.conversation)).at(1);
            CHECK(saved.state == state);
            CHECK(saved.stats.value().reason == reason);
        }
    }
    must(fixture.store().update_answer(answer_to(turn, "x")));
    CHECK_FALSE(must(fixture.store().messages(turn.conversation)).at(1).stats);
}

TEST_CASE("only answers can be updated") {
    Fixture fixture;
    const TurnStart turn = fixture.begin("t");
    Message answer = answer_to(turn, "overwritten");
    answer.id = turn.user;
    CHECK(fixture.store().update_answer(answer).error().code == ErrorCode::not_found);
    answer.id = MessageId{999};
    CHECK(fixture.store().update_answer(answer).error().code == ErrorCode::not_found);
    CHECK(must(fixture.store().messages(turn.conversation)).at(0).text == "question");
}

TEST_CASE("conversations are listed by their last use") {
    Fixture fixture;
    const auto first = fixture.begin("first");
    fixture.now = 2000;
    const auto second = fixture.begin("second");
    const auto third = fixture.begin("third");
    const auto order = [&] {
        std::vector<ConversationId> ids;
        for (const auto& summary : must(fixture.store().list())) {
            ids.push_back(summary.id);
        }
        return ids;
    };
    CHECK(order() == std::vector{third.conversation, second.conversation, first.conversation});
    fixture.now = 3000;
    must(fixture.store().begin_turn(first.conversation, "no new title", "again", "model"));
    CHECK(order() == std::vector{first.conversation, third.conversation, second.conversation});
    CHECK(must(fixture.store().find(first.conversation)).title == "first");
    CHECK(must(fixture.store().find(first.conversation)).message_count == 4);

    fixture.now = 4000;
    Message answer = answer_to(second, "part");
    answer.state = MessageState::writing;
    must(fixture.store().update_answer(answer));
    CHECK(must(fixture.store().find(second.conversation)).updated_at == 2000);
    answer.state = MessageState::complete;
    must(fixture.store().update_answer(answer));
    CHECK(order().front() == second.conversation);
}

TEST_CASE("a turn in a missing conversation saves nothing") {
    Fixture fixture;
    const auto turn = fixture.store().begin_turn(ConversationId{42}, "t", "question", "model");
    REQUIRE_FALSE(turn);
    CHECK(turn.error().code == ErrorCode::not_found);
    CHECK(must(fixture.store().list()).empty());
}

TEST_CASE("renaming a conversation does not count as a use") {
    Fixture fixture;
    const auto turn = fixture.begin("before");
    fixture.now = 9000;
    must(fixture.store().rename(turn.conversation, "after\nwards"));
    CHECK(must(fixture.store().find(turn.conversation)).title == "after wards");
    CHECK(must(fixture.store().find(turn.conversation)).updated_at == 1000);
    CHECK(fixture.store().rename(ConversationId{42}, "x").error().code == ErrorCode::not_found);
}

TEST_CASE("removing a conversation removes its messages, and its id is not reused") {
    Fixture fixture;
    const auto kept = fixture.begin("kept");
    const auto removed = fixture.begin("removed");
    must(fixture.store().remove(removed.conversation));
    CHECK(fixture.store().messages(removed.conversation).error().code == ErrorCode::not_found);
    CHECK(fixture.store().update_answer(answer_to(removed, "x")).error().code ==
          ErrorCode::not_found);
    CHECK(fixture.store().remove(removed.conversation).error().code == ErrorCode::not_found);
    CHECK(must(fixture.store().messages(kept.conversation)).size() == 2);
    const auto next = fixture.begin("next");
    CHECK(next.conversation > removed.conversation);
    CHECK(next.user > removed.assistant);
}

TEST_CASE("removed text is gone from the files at once") {
    Fixture fixture;
    const std::string canary = "canary-5f0c9c1e7b";
    std::string text;
    for (int i = 0; i < 1000; ++i) {
        text += canary; // enough for pages of its own
    }
    const auto turn =
        must(fixture.store().begin_turn({}, "title " + canary, "question " + canary, "model"));
    must(fixture.store().update_answer(answer_to(turn, text)));
    fixture.begin("another, which shares pages with it");
    const auto found = [&] {
        const auto& folder = fixture.folder.path();
        return std::ranges::any_of(
            std::filesystem::directory_iterator(folder),
            [&](const auto& entry) { return read_file(entry.path()).contains(canary); });
    };
    REQUIRE(found());
    must(fixture.store().remove(turn.conversation));
    CHECK_FALSE(found());
}

TEST_CASE("a conversation of a thousand messages comes back in order") {
    const FaultyVfs without_waiting_for_the_disk;
    Fixture fixture;
    auto turn = fixture.begin("long");
    for (int i = 1; i < 500; ++i) {
        turn = must(fixture.store().begin_turn(turn.conversation, "", std::format("q{}", i), "m"));
    }
    fixture.begin("another");
    fixture.reopen();
    const auto messages = must(fixture.store().messages(turn.conversation));
    REQUIRE(messages.size() == 1000);
    CHECK(std::ranges::is_sorted(messages, {}, &Message::id));
    CHECK(messages[998].text == "q499");
    CHECK(must(fixture.store().find(turn.conversation)).message_count == 1000);
}

TEST_CASE("an answer that was being written becomes interrupted at the next start") {
    Fixture fixture;
    const auto turn = fixture.begin("t");
    Message answer = answer_to(turn, "half an ans");
    answer.state = MessageState::writing;
    answer.token_ids = {1, 2, 3};
    must(fixture.store().update_answer(answer));
    CHECK(must(fixture.store().recover_interrupted()) == 0); // this library is alive
    CHECK(must(fixture.store().messages(turn.conversation)).at(1).state == MessageState::writing);

    fixture.reopen();
    const Message saved = must(fixture.store().messages(turn.conversation)).at(1);
    CHECK(saved.state == MessageState::interrupted);
    CHECK(saved.text == "half an ans");
    CHECK(saved.token_ids == std::vector<TokenId>{1, 2, 3});
    CHECK(must(fixture.store().recover_interrupted()) == 0);
}
