#include "tests/ui/window_world.h"

#include <catch2/catch_test_macros.hpp>

#include <QObject>
#include <QStringList>

using namespace sotto;
using test::WindowWorld;
using ui::ChatViewModel;

TEST_CASE("answers are announced without marks of Markdown, and their end is told") {
    WindowWorld world;
    world.app.start();
    world.pump();
    QStringList heard;
    QList<qint64> answered;
    ChatViewModel& chat = *world.conversation.chat();
    QObject::connect(&chat, &ChatViewModel::announced,
                     [&](const QString& words) { heard << words; });
    QObject::connect(&chat, &ChatViewModel::answered, [&](qint64 id) { answered << id; });
    world.model->pieces = {"It is **very** ", "`cold`. ", "Wear [gloves](https://a.b). "};
    world.model->between = [&](std::size_t) { world.pump_without_model(); };
    (void)chat.send("Hm?");
    world.pump();
    CHECK(heard.contains(u"It is very cold."));
    CHECK(heard.join(u' ').contains(u"Wear gloves."));
    CHECK_FALSE(heard.join(u' ').contains(u'*'));
    CHECK(answered == QList<qint64>{chat.conversation()});

    world.model->between = [&](std::size_t) {
        world.pump_without_model();
        chat.stop();
    };
    (void)chat.send("Again?");
    world.pump();
    CHECK(answered.size() == 1); // whoever stops an answer knows that it has ended
}
