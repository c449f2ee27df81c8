#include "storage/library/library_database.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <string>
#include <vector>

using namespace sotto;
using namespace sotto::storage;

namespace {

struct Fixture {
    TempFolder folder;
    std::unique_ptr<Library> library = must(open_library(folder.library()));
    ConversationId id;

    ConversationStore& store() const { return library->conversations(); }

    TurnStart finish(const TurnStart& turn, const std::string& text,
                     MessageState state = MessageState::complete) const {
        Message answer;
        answer.id = turn.assistant;
        answer.text = text;
        answer.state = state;
        must(store().update_answer(answer));
        return turn;
    }
    TurnStart ask(const std::string& question, const std::string& answer) {
        const TurnStart turn = must(store().begin_turn(id, "title", question, "m"));
        id = turn.conversation;
        return finish(turn, answer);
    }
    /// The texts of the active branch.
    [[nodiscard]] std::string shown() const {
        std::string texts;
        for (const Message& message : must(store().messages(id))) {
            texts += (texts.empty() ? "" : " ") + message.text;
        }
        return texts;
    }
};

} // namespace

TEST_CASE("an edited question takes the place of the first, which stays as a branch") {
    Fixture f;
    const TurnStart first = f.ask("q1", "a1");
    const TurnStart second = f.ask("q2", "a2");
    const TurnStart edited =
        f.finish(must(f.store().begin_edited_turn(f.id, first.user, "q1b", "m")), "a1b");
    CHECK(f.shown() == "q1b a1b");
    CHECK(edited.leaf_before == second.assistant);

    const auto messages = must(f.store().messages(f.id));
    CHECK(messages[0].siblings == Siblings{2, 2, first.user, {}});
    CHECK(messages[1].siblings == Siblings{1, 1, {}, {}});
    f.ask("q3", "a3");
    CHECK(f.shown() == "q1b a1b q3 a3");

    must(f.store().choose_branch(f.id, first.user));
    CHECK(f.shown() == "q1 a1 q2 a2"); // down to its latest message
    CHECK(must(f.store().messages(f.id))[0].siblings == Siblings{1, 2, {}, edited.user});
    must(f.store().choose_branch(f.id, edited.user));
    CHECK(f.shown() == "q1b a1b q3 a3");
    CHECK(must(f.store().leaves(f.id)).size() == 2);
    CHECK(must(f.store().whole(f.id)).messages.size() == 8);
}

TEST_CASE("a question can be answered again, and answers without a word do not stay") {
    Fixture f;
    const TurnStart turn = f.ask("q", "one");
    f.finish(must(f.store().begin_other_answer(f.id, turn.user, "m")), "two");
    CHECK(f.shown() == "q two");
    f.finish(must(f.store().begin_other_answer(f.id, turn.user, "m")), "", MessageState::failed);
    const TurnStart last =
        f.finish(must(f.store().begin_other_answer(f.id, turn.user, "m")), "three");
    CHECK(last.answers_again);
    CHECK(last.user == turn.user);
    CHECK(f.shown() == "q three");
    CHECK(must(f.store().messages(f.id))[1].siblings.count == 3);
}

TEST_CASE("a turn that is rolled back leaves the branch that was active before") {
    Fixture f;
    const TurnStart first = f.ask("q1", "a1");
    f.ask("q2", "a2");
    CHECK(must(f.store().rollback(must(f.store().begin_edited_turn(f.id, first.user, "x", "m")),
                                  "x")) == f.id);
    CHECK(f.shown() == "q1 a1 q2 a2");
    CHECK(must(f.store().rollback(must(f.store().begin_other_answer(f.id, first.user, "m")),
                                  "q1")) == f.id);
    CHECK(f.shown() == "q1 a1 q2 a2");
    CHECK(must(f.store().whole(f.id)).messages.size() == 4);
}

TEST_CASE("only questions of the conversation can be edited or answered again") {
    Fixture f;
    const TurnStart turn = f.ask("q", "a");
    const ConversationId other = must(f.store().begin_turn({}, "t", "other", "m")).conversation;
    for (const auto& [id, message] : {std::pair(f.id, turn.assistant), std::pair(other, turn.user),
                                      std::pair(f.id, MessageId{999})}) {
        CHECK(f.store().begin_edited_turn(id, message, "x", "m").error().code ==
              ErrorCode::not_found);
        CHECK(f.store().begin_other_answer(id, message, "m").error().code == ErrorCode::not_found);
    }
    CHECK(f.store().choose_branch(other, turn.user).error().code == ErrorCode::not_found);
    CHECK(f.shown() == "q a");
}

TEST_CASE("what follows a removed turn follows what was before it") {
    Fixture f;
    const TurnStart first = f.ask("q1", "a1");
    const TurnStart second = f.ask("q2", "a2");
    const TurnStart third = f.ask("q3", "a3");
    f.finish(must(f.store().begin_other_answer(f.id, second.user, "m")), "a2b");
    must(f.store().choose_branch(f.id, third.user));
    SECTION("a question goes with all of its answers") {
        must(f.library->removals().remove(second.user));
        CHECK(f.shown() == "q1 a1 q3 a3");
        CHECK(must(f.store().whole(f.id)).messages.size() == 4);
    }
    SECTION("one of several answers goes alone") {
        must(f.library->removals().remove(second.assistant));
        CHECK(f.shown() == "q1 a1 q3 a3");
        must(f.store().choose_branch(f.id, second.user));
        CHECK(f.shown() == "q1 a1 q2 a2b");
    }
    SECTION("the first turn") {
        must(f.library->removals().remove(first.assistant));
        CHECK(f.shown() == "q2 a2 q3 a3");
    }
    SECTION("the last turn of the active branch") {
        must(f.library->removals().remove(third.user));
        CHECK(f.shown() == "q1 a1 q2 a2");
    }
}

TEST_CASE("a conversation with branches is saved as it was elsewhere") {
    Fixture f;
    const TurnStart first = f.ask("q1", "a1");
    f.ask("q2", "a2");
    f.finish(must(f.store().begin_edited_turn(f.id, first.user, "q1b", "m")), "a1b");
    must(f.store().choose_branch(f.id, first.user));
    const Conversation whole = must(f.store().whole(f.id));
    f.id = must(f.store().add(whole));
    CHECK(f.shown() == "q1 a1 q2 a2");
    const auto leaves = must(f.store().leaves(f.id));
    REQUIRE(leaves.size() == 2);
    must(f.store().choose_branch(f.id, leaves[1]));
    CHECK(f.shown() == "q1b a1b");
}

TEST_CASE("a search finds the words of every branch") {
    Fixture f;
    const TurnStart turn = f.ask("periwinkle", "a");
    f.finish(must(f.store().begin_edited_turn(f.id, turn.user, "marigold", "m")), "b");
    CHECK(must(f.library->search().messages("periwinkle", {})).size() == 1);
    CHECK(must(f.library->search().messages("marigold", {})).size() == 1);
}
