#include "tests/ui/window_world.h"

#include <catch2/catch_test_macros.hpp>

#include <QSignalSpy>
#include <string>

using namespace sotto;
using namespace sotto::ui;
using test::WindowWorld;

namespace {

using Reader = ReaderViewModel;

struct Fixture {
    Fixture() {
        const std::string text =
            "Terms\n\nThe rent is <900> euros.\n\nTr\u00E8s cher, n'est-ce pas?";
        lease = *world.library->documents_store.add(
            {"lease.pdf",
             text,
             {{DocumentMarkKind::page, 0, "1"}, {DocumentMarkKind::section, 0, "Terms"}}});
        other = *world.library->documents_store.add({"other.txt", "Something else.", {}});
    }
    [[nodiscard]] QString value(int row, int role) {
        return reader.index(row).data(role).toString();
    }
    [[nodiscard]] bool is_marked(int row) {
        return reader.index(row).data(Reader::MarkedRole).toBool();
    }

    WindowWorld world;
    DocumentId lease;
    DocumentId other;
    Reader& reader = *world.conversation.reader();
};

} // namespace

TEST_CASE("a document opens with its pages, headings and paragraphs") {
    Fixture f;
    f.reader.open(f.lease.value);
    CHECK(f.reader.isOpen());
    f.world.pump();
    REQUIRE(f.reader.count() == 4);
    CHECK(f.reader.title() == u"lease.pdf");
    CHECK(f.value(0, Reader::TextRole) == u"Page 1");
    CHECK(f.reader.index(1).data(Reader::KindRole).toInt() == Reader::Section);
    CHECK(f.value(1, Reader::TextRole) == u"Terms");
    CHECK(f.value(2, Reader::BeforeRole) == u"The rent is &lt;900&gt; euros.");
    CHECK(f.reader.passageRow() == -1);
    CHECK_FALSE(f.is_marked(2));
}

TEST_CASE("a passage is marked from its first to its last character") {
    Fixture f;
    // From "<900>" to "Très": code points of the text.
    f.reader.open(f.lease.value, 19, 19);
    f.world.pump();
    CHECK(f.reader.passageRow() == 2);
    CHECK(f.value(2, Reader::BeforeRole) == u"The rent is ");
    CHECK(f.value(2, Reader::PassageRole) == u"&lt;900&gt; euros.");
    CHECK(f.reader.index(2).data(Reader::PassageAtRole).toInt() == 12);
    CHECK(f.value(3, Reader::PassageRole) == QString::fromUtf8("Tr\u00E8s "));
    CHECK(f.value(3, Reader::AfterRole) == u"cher, n'est-ce pas?");
    CHECK_FALSE(f.is_marked(1));

    QSignalSpy resets(&f.reader, &QAbstractItemModel::modelReset);
    f.reader.open(f.lease.value, 7, 3); // the document is there already
    CHECK(resets.isEmpty());
    CHECK(f.value(2, Reader::PassageRole) == u"The");
    CHECK_FALSE(f.is_marked(3));
}

TEST_CASE("the last requested document is shown, and nothing after closing") {
    Fixture f;
    f.reader.open(f.lease.value);
    f.reader.open(f.other.value);
    f.world.pump();
    CHECK(f.reader.title() == u"other.txt");
    f.reader.open(f.lease.value);
    f.reader.close();
    f.world.pump();
    CHECK_FALSE(f.reader.isOpen());
    CHECK(f.reader.count() == 0);
}

TEST_CASE("a deleted document says so") {
    Fixture f;
    f.reader.open(f.other.value + 10);
    f.world.pump();
    CHECK(f.reader.isOpen());
    CHECK(f.reader.notice() == u"This document is no longer on this device.");
    f.reader.open(f.other.value);
    f.world.pump();
    CHECK(f.reader.notice().isEmpty());
}
