#include "tests/ui/window_world.h"

#include <catch2/catch_test_macros.hpp>

#include <QPointer>
#include <QUrl>
#include <string>

using namespace sotto;
using namespace sotto::ui;
using test::WindowWorld;

namespace {

constexpr const char* kAnswer = "You may terminate the lease early with a suitable successor.";

/// A conversation about a lease, its answer supported on page 2, and one about nothing.
struct Fixture {
    Fixture() {
        const std::string text =
            "The rent is 900 euros a month.\n\n"
            "The tenant may terminate the lease early with a suitable successor.";
        const auto second = static_cast<std::int64_t>(text.find("The tenant"));
        lease = *world.library->documents_store.add(
            {"lease.pdf",
             text,
             {{DocumentMarkKind::page, 0, "1"}, {DocumentMarkKind::page, second, "2"}}});
        plain = world.add("plain", WindowWorld::kNow - 1, {"And?", kAnswer});
        talk =
            world.add("lease", WindowWorld::kNow,
                      {"Can I leave early?", kAnswer, "And bread?", "Bread needs salt and flour."});
        world.library->conversations_store.all[talk.value].documents = {lease};
    }
    void start() {
        world.app.start();
        world.pump();
    }
    CitationList* of(int row) { return world.conversation.citations()->of(row); }
    /// Opens a file that holds the lease in the shown conversation.
    void join(const char* path) {
        const DocumentText text = world.library->documents_store.all.at(lease.value);
        world.extractor->files.emplace(path, ExtractedDocument{text, {}});
        world.conversation.documents()->open({QUrl::fromLocalFile(QLatin1String(path))});
        world.pump_without_model();
    }

    WindowWorld world;
    DocumentId lease;
    ConversationId plain;
    ConversationId talk;
};

} // namespace

TEST_CASE("a shown answer is followed by its citations, an unsupported one by none") {
    Fixture f;
    f.start();
    CHECK(f.of(0) == nullptr);
    CitationList* list = f.of(1);
    CitationList* bread = f.of(3);
    REQUIRE(list != nullptr);
    REQUIRE(bread != nullptr);
    CHECK(list->count() == 0);
    f.world.pump();
    REQUIRE(list->count() == 1);
    CHECK(bread->count() == 0);
    CHECK(list->index(0).data(CitationList::NumberRole).toInt() == 1);
    CHECK(list->index(0).data(CitationList::WordsRole).toString() == u"lease.pdf, page 2");
    CHECK(list->index(0).data(CitationList::PassageRole).toString() ==
          u"The tenant may terminate the lease early with a suitable successor.");
    CHECK(f.of(1) == list);
}

TEST_CASE("citations are computed on request only, and never without documents") {
    Fixture f;
    f.start();
    CHECK(f.world.citation_work.run_pending() == 0);
    f.world.conversation.chat()->open(f.plain.value);
    f.world.pump();
    f.world.holds_citations = true;
    REQUIRE(f.of(1) != nullptr);
    f.world.pump();
    CHECK(f.world.citation_work.run_pending() == 0);
}

TEST_CASE("a new answer gets its citations when it has ended") {
    Fixture f;
    f.start();
    f.world.model->pieces = {"The rent ", "is 900 euros ", "a month."};
    f.world.model->between = [&](std::size_t) {
        f.world.pump_without_model();
        CHECK(f.of(5) == nullptr);
    };
    REQUIRE(f.world.conversation.chat()->send("What is the rent?"));
    f.world.pump();
    CitationList* list = f.of(5);
    REQUIRE(list != nullptr);
    f.world.pump();
    REQUIRE(list->count() == 1);
    CHECK(list->rows()[0].place == u"page 1");
}

TEST_CASE("citations are not mixed up when another conversation is opened meanwhile") {
    Fixture f;
    f.start();
    const QPointer<CitationList> before = f.of(1);
    f.world.holds_citations = true;
    f.world.pump(); // requested, not found yet
    f.world.conversation.chat()->open(f.plain.value);
    f.world.pump();
    CitationList* list = f.of(1);
    f.world.holds_citations = false;
    f.world.pump();
    REQUIRE(list != nullptr);
    CHECK(list->count() == 0);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    CHECK(before.isNull());
}

TEST_CASE("a document that was removed is not cited") {
    Fixture f;
    f.start();
    CitationList* list = f.of(1);
    f.world.pump();
    REQUIRE(list->count() == 1);
    f.world.conversation.documents()->remove(0);
    f.world.pump();
    CHECK(list->count() == 0);
}

TEST_CASE("a document of the library is cited from the first question after it was added") {
    Fixture f;
    f.start();
    f.world.conversation.chat()->open(f.plain.value);
    f.world.pump();
    f.join("/lease.pdf");
    CHECK(f.world.library->documents_store.all.size() == 1); // it was in the library before
    f.world.model->pieces = {kAnswer};
    REQUIRE(f.world.conversation.chat()->send("Can I leave early?"));
    f.world.pump();
    CitationList* before = f.of(1);
    CitationList* after = f.of(3);
    REQUIRE(before != nullptr);
    REQUIRE(after != nullptr);
    f.world.pump();
    CHECK(before->count() == 0);
    CHECK(after->count() == 1);
}

TEST_CASE("a document added while an answer is written is cited under the next one") {
    Fixture f;
    f.start();
    f.world.conversation.chat()->open(f.plain.value);
    f.world.pump();
    f.world.model->pieces = {kAnswer};
    f.world.model->between = [&](std::size_t) {
        if (f.world.conversation.documents()->count() == 0) {
            f.join("/lease.pdf");
        }
    };
    REQUIRE(f.world.conversation.chat()->send("Can I leave early?"));
    f.world.pump();
    REQUIRE(f.world.conversation.documents()->attachedCount() == 1);
    CitationList* during = f.of(3);
    REQUIRE(during != nullptr);
    f.world.pump();
    CHECK(during->count() == 0);
    REQUIRE(f.world.conversation.chat()->send("And now?"));
    f.world.pump();
    CitationList* next = f.of(5);
    REQUIRE(next != nullptr);
    f.world.pump();
    CHECK(next->count() == 1);
}

TEST_CASE("a document that is added again counts from then on") {
    Fixture f;
    f.start();
    REQUIRE(f.of(1) != nullptr);
    f.world.conversation.documents()->remove(0);
    f.world.pump();
    f.join("/lease.pdf");
    f.world.pump();
    CitationList* list = f.of(1);
    REQUIRE(list != nullptr);
    f.world.pump();
    CHECK(list->count() == 0);
}
