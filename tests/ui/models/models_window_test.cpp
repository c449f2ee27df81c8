#include "tests/ui/window_fixture.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace sotto;
using Fixture = test::WindowFixture;

namespace {

QString text_of(Fixture& f, const char* name) {
    return f.item(name)->property("text").toString();
}

// Presses Tab until the focus is on an item of this name.
bool tab_to(Fixture& f, QLatin1StringView name) {
    for (int i = 0; i < 30 && f.focus_name() != name; ++i) {
        f.key(Qt::Key_Tab);
    }
    return f.focus_name() == name;
}

void start_first_run(Fixture& f) {
    std::erase_if(f.world.catalog->models, [](const auto& model) { return !model.is_built_in; });
    f.world.setup->saved.is_done = false;
    f.world.app.firstRun()->start();
    f.world.pump();
}

} // namespace

TEST_CASE("the first run is gone through by keyboard and ends on the composer") {
    Fixture f;
    CHECK(f.is_closed("firstRun")); // models were chosen before
    start_first_run(f);
    REQUIRE(f.becomes([&] { return f.is_open("firstRun") && f.focus_name() == u"nextStep"; }));
    CHECK(text_of(f, "stepTitle") == u"Welcome to Sotto");
    f.key(Qt::Key_Return);
    CHECK(text_of(f, "stepTitle") == u"This machine");
    f.key(Qt::Key_Return);
    CHECK(text_of(f, "stepTitle") == u"Get a model");
    REQUIRE(tab_to(f, QLatin1StringView("doorBrowser")));
    f.key(Qt::Key_Space);
    REQUIRE(tab_to(f, QLatin1StringView("backStep")));
    f.key(Qt::Key_Space);
    CHECK(text_of(f, "stepTitle") == u"This machine");
    f.key(Qt::Key_Return);
    f.key(Qt::Key_Return);
    CHECK(text_of(f, "stepTitle") == u"Check the model");
    f.key(Qt::Key_Return);
    REQUIRE(f.becomes([&] { return f.is_closed("firstRun"); }));
    CHECK(f.world.setup->saved.is_done);
    CHECK(f.becomes([&] { return f.focus_name() == u"composerField"; }));
}

TEST_CASE("Esc skips the first run for good") {
    Fixture f;
    start_first_run(f);
    REQUIRE(f.becomes([&] { return f.is_open("firstRun"); }));
    f.key(Qt::Key_Escape);
    REQUIRE(f.becomes([&] { return f.is_closed("firstRun"); }));
    REQUIRE(f.world.setup->saved.is_done);
    f.world.app.firstRun()->start();
    f.world.pump();
    CHECK(f.is_closed("firstRun"));
}

TEST_CASE("a model is removed from the models page by keyboard, after a question") {
    Fixture f;
    f.key(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
    REQUIRE(f.becomes([&] { return f.is_open("modelsPage") && f.focus_name() == u"importFile"; }));
    REQUIRE(f.becomes([&] { return f.world.app.modelPage()->count() == 2; }));
    REQUIRE(tab_to(f, QLatin1StringView("removeModel")));
    f.key(Qt::Key_Space);
    REQUIRE(f.becomes([&] { return f.is_open("removeModelSheet"); }));
    f.key(Qt::Key_Space); // the focus is on the button that keeps it
    REQUIRE(f.becomes([&] { return f.is_closed("removeModelSheet"); }));
    CHECK(f.world.catalog->models.size() == 2);

    REQUIRE(tab_to(f, QLatin1StringView("removeModel")));
    f.key(Qt::Key_Space);
    REQUIRE(f.becomes([&] { return f.is_open("removeModelSheet"); }));
    REQUIRE(tab_to(f, QLatin1StringView("confirmRemoveModel")));
    f.key(Qt::Key_Space);
    CHECK(f.becomes([&] { return f.world.catalog->models.size() == 1; }));
    CHECK(f.becomes([&] { return f.world.app.models()->current()->isBuiltIn(); }));
    CHECK(f.becomes([&] { return f.focus_name() == u"importFile"; }));
    f.key(Qt::Key_Escape);
    CHECK(f.becomes([&] { return f.is_closed("modelsPage"); }));
}

TEST_CASE("a model that ended the program is named, and loaded again by a button") {
    Fixture f;
    f.world.setup->failed_folder = f.world.catalog->models[0].folder;
    f.world.app.models()->reload();
    f.world.pump();
    QQuickItem* words = f.item("heldWords");
    REQUIRE(f.becomes([&] { return words->isVisible(); }));
    CHECK(words->property("text").toString().contains(u"MobileLLM-Pro"));
    CHECK(f.world.model->prepared.empty());
    f.item("loadAgain")->forceActiveFocus(Qt::TabFocusReason);
    f.key(Qt::Key_Space);
    CHECK(f.becomes([&] { return !words->isVisible(); }));
    CHECK(f.world.app.models()->current()->exists());
    CHECK(f.world.setup->failed_folder.empty());
}
