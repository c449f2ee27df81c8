#include "storage/library/library_database.h"
#include "tests/storage/support/child_process.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using namespace sotto;
using namespace sotto::storage;

namespace {

constexpr std::string_view kMarker = "zylqwortex";
const std::vector<TokenId> kMarkedTokens{0x5A11CE01, 0x5A11CE02, 0x5A11CE03, 0x5A11CE04};

std::string bytes_of(const std::vector<TokenId>& tokens) {
    return {reinterpret_cast<const char*>(tokens.data()), tokens.size() * sizeof(TokenId)};
}

// Whether a file of the library holds a text, or the token ids of an answer, marked ones.
bool has_marker(const TempFolder& folder) {
    return std::ranges::any_of(
        std::filesystem::directory_iterator(folder.path()), [](const auto& entry) {
            const std::string content = read_file(entry.path());
            return content.contains(kMarker) || content.contains(bytes_of(kMarkedTokens));
        });
}

struct Fixture {
    TempFolder folder;
    std::unique_ptr<Library> library = must(open_library(folder.library()));

    TurnStart ask(ConversationId conversation, const std::string& question,
                  const std::string& text) const {
        const auto turn =
            must(library->conversations().begin_turn(conversation, question, question, "m"));
        Message answer;
        answer.id = turn.assistant;
        answer.text = text;
        answer.token_ids = text.contains(kMarker) ? kMarkedTokens : std::vector<TokenId>{1, 2};
        answer.state = MessageState::complete;
        must(library->conversations().update_answer(answer));
        return turn;
    }
    [[nodiscard]] DocumentId add(const std::string& text) const {
        DocumentText document{.title = "title", .text = text};
        return must(library->documents().add(document));
    }
    void finish() const { must(library->removals().finish(must(library->removals().pending()))); }
};

std::string marked(int number) {
    return "word " + std::string(kMarker) + std::to_string(number) + ' ' + std::string(3000, 'x');
}

} // namespace

TEST_CASE("what is removed is gone from all files, and only that") {
    const Fixture fixture;
    RemovalStore& removals = fixture.library->removals();
    const auto kept = fixture.ask({}, "kept question", "kept answer");
    const auto document = fixture.add("kept document");
    SECTION("a conversation") {
        const auto turn = fixture.ask({}, marked(1), marked(2));
        REQUIRE(has_marker(fixture.folder));
        must(removals.remove(turn.conversation));
        CHECK(must(removals.pending()).gone == KvSources{KvSource(turn.conversation)});
        CHECK(must(fixture.library->conversations().list()).size() == 1);
    }
    SECTION("a document, with its summaries") {
        const auto id = fixture.add(marked(1));
        must(fixture.library->summaries().save({id, "m", "r"}, marked(1), marked(2)));
        REQUIRE(has_marker(fixture.folder));
        must(removals.remove(id));
        CHECK(must(removals.pending()).gone == KvSources{KvSource(id)});
    }
    SECTION("a turn, named by its question or its answer, and the title taken from it") {
        const bool by_answer = GENERATE(false, true);
        const auto turn = fixture.ask({}, "zylqwortex1", marked(2));
        fixture.ask(turn.conversation, "second question", "second answer");
        REQUIRE(has_marker(fixture.folder));
        must(removals.remove(by_answer ? turn.assistant : turn.user));
        const auto removal = must(removals.pending());
        CHECK(removal.gone.empty());
        CHECK(removal.shortened == std::vector{turn.conversation});
        CHECK(must(fixture.library->conversations().messages(turn.conversation)).size() == 2);
        CHECK(must(fixture.library->conversations().find(turn.conversation)).title ==
              "second question");
    }
    CHECK(must(fixture.library->search().messages(kMarker, {})).empty());
    CHECK(must(fixture.library->search().documents(kMarker, {})).empty());
    fixture.finish();
    CHECK(must(removals.pending()).is_empty());
    CHECK_FALSE(has_marker(fixture.folder));
    CHECK(must(fixture.library->conversations().messages(kept.conversation)).size() == 2);
    CHECK(must(fixture.library->documents().text(document)).text.view() == "kept document");
}

TEST_CASE("everything is removed at once") {
    const Fixture fixture;
    const auto turn = fixture.ask({}, marked(1), marked(2));
    const auto id = fixture.add(marked(3));
    must(fixture.library->conversations().attach(turn.conversation, "title", id));
    must(fixture.library->removals().remove(Everything{}));
    CHECK(must(fixture.library->removals().pending()).gone ==
          KvSources{KvSource(turn.conversation), KvSource(id)});
    fixture.finish();
    CHECK_FALSE(has_marker(fixture.folder));
    CHECK(must(fixture.library->conversations().list()).empty());
    CHECK(must(fixture.library->documents().list()).empty());
    CHECK(must(check_library(fixture.folder.library())).empty());
}

TEST_CASE("what is recorded of a removal stays until it is finished, also after a kill") {
    const TempFolder folder;
    ChildProcess child([&](ChildProcess::Ends ends) {
        const auto library = must(open_library(folder.library()));
        const auto turn = must(library->conversations().begin_turn({}, "t", "q", "m"));
        must(library->removals().remove(turn.conversation));
        const bool said = write_all(ends.out, &turn, sizeof turn);
        std::int64_t never = 0;
        return said && read_all(ends.in, &never, sizeof never) ? 0 : 1; // until it is killed
    });
    TurnStart turn;
    REQUIRE(child.read(&turn, sizeof turn));
    child.kill();
    CHECK(child.wait() == -1);
    const auto library = must(open_library(folder.library()));
    CHECK(must(library->removals().pending()).gone == KvSources{KvSource(turn.conversation)});
}

TEST_CASE("a removal is not finished while another program reads the log") {
    const Fixture fixture;
    const auto turn = fixture.ask({}, marked(1), marked(2));
    auto reader = must(Connection::open(fixture.folder.library()));
    {
        const auto state = must(Transaction::begin(reader, Transaction::Access::read));
        CHECK(must(reader.read_integer("SELECT count(*) FROM message")) == 2);
        must(fixture.library->removals().remove(turn.conversation));
        const Status finished =
            fixture.library->removals().finish(must(fixture.library->removals().pending()));
        REQUIRE_FALSE(finished);
        CHECK(finished.error().code == ErrorCode::busy);
        CHECK_FALSE(must(fixture.library->removals().pending()).is_empty());
    }
    fixture.finish();
    CHECK_FALSE(has_marker(fixture.folder));
}

TEST_CASE(
    "a turn whose answer is being written is not removed, and what is not there is an error") {
    const Fixture fixture;
    RemovalStore& removals = fixture.library->removals();
    const auto turn = must(fixture.library->conversations().begin_turn({}, "t", "q", "m"));
    CHECK(removals.remove(turn.user).error().code == ErrorCode::busy);
    CHECK(removals.remove(MessageId{99}).error().code == ErrorCode::not_found);
    CHECK(removals.remove(ConversationId{99}).error().code == ErrorCode::not_found);
    CHECK(removals.remove(DocumentId{99}).error().code == ErrorCode::not_found);
    CHECK(must(removals.pending()).is_empty());
    CHECK(must(removals.library_id()) == must(removals.library_id()));
    const Fixture other;
    CHECK(must(removals.library_id()) != must(other.library->removals().library_id()));
}
