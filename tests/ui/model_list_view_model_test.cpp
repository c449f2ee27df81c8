#include "tests/ui/window_world.h"
#include "ui/bridge/text.h"

#include <catch2/catch_test_macros.hpp>

using namespace sotto;
using namespace sotto::ui;
using test::WindowWorld;

TEST_CASE("models describe themselves, and the chosen one answers") {
    WindowWorld world;
    world.app.start();
    world.pump();
    ModelListViewModel& models = *world.app.models();
    CHECK(models.current()->facts() == u"MobileLLM-Pro · int4 · 616 MB");
    CHECK(models.index(1)
              .data(ModelListViewModel::FactsRole)
              .toString()
              .contains(u"comes with Sotto"));
    models.use(1);
    world.pump();
    CHECK(models.current()->title() == u"Starter");
    REQUIRE(world.conversation.chat()->send("Go"));
    world.pump();
    CHECK(world.model->requests[0].model.folder == "starter");
}

TEST_CASE("the chosen model's licence and card can be read") {
    WindowWorld world;
    world.catalog->licence = "Apache License 2.0";
    world.catalog->card = "# Small\n\nIt errs.";
    world.app.start();
    world.pump();
    ModelListViewModel& models = *world.app.models();
    CHECK(models.currentLicence() == u"Apache License 2.0");
    CHECK(models.currentCard()->rowCount() == 0); // nobody looks at it yet
    models.loadCard();
    REQUIRE(models.currentCard()->rowCount() == 2);
    CHECK(models.currentCard()->index(1).data(BlockList::TextRole).toString() == u"It errs.");

    world.catalog->licence = "unknown";
    world.catalog->card = {};
    models.use(1);
    world.pump();
    CHECK(models.currentLicence().isEmpty());
    CHECK(models.currentCard()->rowCount() == 0);
}
