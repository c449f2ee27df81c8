#include "tests/ui/window_world.h"

#include <catch2/catch_test_macros.hpp>

#include <QSignalSpy>

using namespace sotto;
using namespace sotto::ui;
using test::WindowWorld;

namespace {

struct Fixture {
    Fixture() {
        first = world.add("Garden <plans>", WindowWorld::kNow,
                          {"When does the garden open?", "The garden opens at <nine>."});
        document = *world.library->documents_store.add({"notes.txt", "Our garden has roses.", {}});
    }
    [[nodiscard]] QString value(int row, int role) {
        return search.index(row).data(role).toString();
    }

    WindowWorld world;
    ConversationId first;
    DocumentId document;
    SearchViewModel& search = *world.app.search();
};

} // namespace

TEST_CASE("messages and documents are found as you type, with speaker, date and snippet") {
    Fixture f;
    f.search.setQuery("garden");
    CHECK(f.search.count() == 0);
    f.world.pump();
    REQUIRE(f.search.count() == 3);
    CHECK(f.search.summary() == u"2 messages · 1 place in documents");
    CHECK(f.value(0, SearchViewModel::GroupRole) == u"Messages");
    CHECK(f.value(0, SearchViewModel::TitleRole) == u"Garden <plans>");
    CHECK(f.value(0, SearchViewModel::PlaceRole).startsWith(u"You · "));
    CHECK(f.value(0, SearchViewModel::PlaceRole).contains(u"2026"));
    CHECK(f.value(1, SearchViewModel::PlaceRole).startsWith(u"Sotto · "));
    CHECK(f.value(1, SearchViewModel::SnippetRole) ==
          u"The <b><u>garden</u></b> opens at &lt;nine&gt;.");
    CHECK(f.value(1, SearchViewModel::SpokenRole).endsWith(u"The garden opens at <nine>."));
    CHECK(f.value(2, SearchViewModel::GroupRole) == u"Documents");
    CHECK(f.value(2, SearchViewModel::TitleRole) == u"notes.txt");
    CHECK(f.value(2, SearchViewModel::PlaceRole).isEmpty());
}

TEST_CASE("of the queries typed during a search, only the last is run") {
    Fixture f;
    f.search.setQuery("g");
    f.search.setQuery("ga");
    f.search.setQuery("roses");
    f.world.storage.run_pending();
    f.world.main.run_pending(); // the answer to "g"
    CHECK(f.search.count() == 3);
    QSignalSpy changes(&f.search, &SearchViewModel::changed);
    f.world.pump();
    CHECK(changes.count() == 1); // "ga" was never asked
    CHECK(f.search.count() == 1);
    CHECK(f.value(0, SearchViewModel::TitleRole) == u"notes.txt");
}

TEST_CASE("results that arrive after the field was cleared are not shown") {
    Fixture f;
    f.search.setQuery("garden");
    f.search.setQuery("  ");
    f.world.pump();
    CHECK(f.search.count() == 0);
    CHECK(f.search.summary().isEmpty());
    f.search.setQuery("garden");
    f.search.setQuery("");
    f.search.setQuery("roses");
    f.world.pump();
    CHECK(f.search.count() == 1);
}

TEST_CASE("a search without hits says so") {
    Fixture f;
    f.search.setQuery("orchard");
    f.world.pump();
    CHECK(f.search.count() == 0);
    CHECK(f.search.summary() == u"No messages or documents have these words.");
    CHECK_FALSE(f.search.open(0));
}

TEST_CASE("a hit opens its conversation at the message, or its document at the passage") {
    Fixture f;
    f.world.add("newer", WindowWorld::kNow + 1, {"a", "b"});
    f.world.app.start();
    f.world.pump();
    f.search.setQuery("garden");
    f.world.pump();
    REQUIRE(f.search.open(1));
    f.world.pump();
    CHECK(f.world.conversation.chat()->conversation() == f.first.value);
    CHECK(f.world.conversation.chat()->openedAt() == 1);
    f.world.conversation.chat()->open(f.first.value);
    f.world.pump();
    CHECK(f.world.conversation.chat()->openedAt() == -1);

    REQUIRE(f.search.open(2));
    f.world.pump();
    CHECK(f.world.conversation.reader()->isOpen());
    CHECK(f.world.conversation.reader()->title() == u"notes.txt");
    CHECK(f.world.conversation.reader()->passageRow() == 0);
    CHECK(f.world.conversation.chat()->conversation() == f.first.value);
}
