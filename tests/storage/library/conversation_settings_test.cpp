#include "storage/library/library_database.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

using namespace sotto;
using namespace sotto::storage;

namespace {

struct Fixture {
    TempFolder folder;
    std::unique_ptr<Library> library = open();
    std::unique_ptr<Library> open() {
        return must(open_library(folder.library(), [] { return UnixMilliseconds{1000}; }));
    }
    void reopen() {
        library.reset();
        library = open();
    }
    ConversationStore& store() { return library->conversations(); }
    DocumentId add(const std::string& text) { return must(library->documents().add({text, text})); }
    std::string title(ConversationId id) { return must(store().find(id)).title; }
};

} // namespace

TEST_CASE("the settings of a conversation are kept after a restart") {
    Fixture f;
    const DocumentId a = f.add("a");
    const DocumentId b = f.add("b");
    const ConversationId id = must(f.store().attach({}, "t", a));
    must(f.store().attach(id, "", b));
    const auto before = must(f.store().settings(id));
    CHECK(before.overflow_policy == OverflowPolicy::refuse);
    REQUIRE(before.documents.size() == 2);
    CHECK(before.documents[0].reading == PrefillSetting::ahead);
    CHECK(before.documents[0].summary == SummarySetting::none);

    must(f.store().set_overflow_policy(id, OverflowPolicy::search));
    must(f.store().set_reading(id, PrefillSetting::stopped));
    must(f.store().set_summary(id, b, SummarySetting::wanted));
    f.reopen();
    const auto after = must(f.store().settings(id));
    CHECK(after.overflow_policy == OverflowPolicy::search);
    REQUIRE(after.documents.size() == 2);
    CHECK(after.documents[0].document == a);
    CHECK(after.documents[0].reading == PrefillSetting::stopped);
    CHECK(after.documents[0].summary == SummarySetting::none);
    CHECK(after.documents[1].summary == SummarySetting::wanted);

    // A document that is attached again has no settings.
    must(f.store().detach(id, b));
    must(f.store().attach(id, "", b));
    CHECK(must(f.store().settings(id)).documents[1].summary == SummarySetting::none);
}

TEST_CASE("a missing conversation or document has no settings") {
    Fixture f;
    const DocumentId a = f.add("a");
    const ConversationId id = must(f.store().attach({}, "t", a));
    const ConversationId none{77};
    CHECK(f.store().settings(none).error().code == ErrorCode::not_found);
    CHECK(f.store().set_overflow_policy(none, OverflowPolicy::search).error().code ==
          ErrorCode::not_found);
    CHECK(f.store().set_summary(id, DocumentId{77}, SummarySetting::wanted).error().code ==
          ErrorCode::not_found);
}

TEST_CASE("a conversation begun with a document gets its title from the first question") {
    Fixture f;
    const DocumentId a = f.add("a.pdf");
    const ConversationId id = must(f.store().attach({}, "a.pdf", a));
    must(f.store().begin_turn(id, "May they?", "May they?", "m"));
    CHECK(f.title(id) == "May they?");
    must(f.store().begin_turn(id, "And then?", "And then?", "m"));
    CHECK(f.title(id) == "May they?");

    const ConversationId named = must(f.store().attach({}, "a.pdf", a));
    must(f.store().rename(named, "The lease"));
    must(f.store().begin_turn(named, "May they?", "May they?", "m"));
    CHECK(f.title(named) == "The lease");
}

TEST_CASE("a rollback restores the state before the turn") {
    Fixture f;
    const auto first = must(f.store().begin_turn({}, "One", "One", "m"));
    const auto second = must(f.store().begin_turn(first.conversation, "Two", "Two", "m"));
    CHECK(must(f.store().rollback(second, "Two")) == first.conversation);
    CHECK(must(f.store().messages(first.conversation)).size() == 2);
    CHECK(f.title(first.conversation) == "One");
    CHECK(f.store().rollback(second, "Two").error().code == ErrorCode::not_found);
    CHECK_FALSE(must(f.store().rollback(first, "One")).is_valid());
    CHECK(must(f.store().list()).empty());

    const DocumentId a = f.add("a.pdf");
    const ConversationId id = must(f.store().attach({}, "a.pdf", a));
    const auto asked = must(f.store().begin_turn(id, "May they?", "May they?", "m"));
    CHECK(must(f.store().rollback(asked, "May they?")) == id);
    CHECK(f.title(id) == "a.pdf");
    CHECK(must(f.store().documents(id)).size() == 1);
}

TEST_CASE("the truncation of a prompt is saved with its answer") {
    Fixture f;
    const auto turn = must(f.store().begin_turn({}, "One", "One", "m"));
    Message answer;
    answer.id = turn.assistant;
    answer.text = "Yes.";
    answer.truncation = {
        .turns = 3, .summarized_turns = 4, .document_parts = 12, .total_document_parts = 340};
    must(f.store().update_answer(answer));
    f.reopen();
    const auto messages = must(f.store().messages(turn.conversation));
    CHECK(messages[1].truncation == answer.truncation);
    CHECK(messages[0].truncation == Truncation{});
}
