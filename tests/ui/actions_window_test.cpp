#include "tests/ui/window_fixture.h"
#include "ui/actions/action_list.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <catch2/catch_test_macros.hpp>

#include <QAccessible>
#include <QKeySequence>
#include <QUrl>
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace sotto;
using Fixture = test::WindowFixture;
using ui::ActionList;
using ui::UserAction;

namespace {

const ActionList& actions_of(Fixture& f) {
    const auto* list = f.window().property("actions").value<ActionList*>();
    REQUIRE(list != nullptr);
    return *list;
}

void press(Fixture& f, const QString& portable) {
    const QKeyCombination key = QKeySequence(portable, QKeySequence::PortableText)[0];
    f.key(key.key(), key.keyboardModifiers());
}

/// Gives the keyboard to where an action's keys work.
void focus_place_of(Fixture& f, const UserAction& action) {
    switch (action.scope()) {
    case UserAction::Window:
    case UserAction::Composer:
        f.item("composerField")->forceActiveFocus(Qt::TabFocusReason);
        break;
    case UserAction::Conversation:
        f.item("conversationList")->forceActiveFocus(Qt::TabFocusReason);
        break;
    case UserAction::Document:
        f.world.extractor->files.insert_or_assign("/a.txt",
                                                  ExtractedDocument{{"a.txt", "Text."}, {}});
        f.world.conversation.documents()->open({QUrl::fromLocalFile("/a.txt")});
        f.world.pump();
        f.key(Qt::Key_D, Qt::ControlModifier);
        CHECK(f.becomes(
            [&f] { return f.window().findChild<QQuickItem*>("documentList") != nullptr; }));
        f.item("documentList")->forceActiveFocus(Qt::TabFocusReason);
        break;
    }
}

} // namespace

TEST_CASE("every action has an id and words, and no key is bound twice in one place") {
    Fixture f;
    const ActionList& list = actions_of(f);
    CHECK(list.rowCount() > 15);
    std::set<QString> words;
    std::map<UserAction::Scope, std::set<QString>> keys;
    for (const UserAction* action : list.actions()) {
        const QString id = list.id(*action);
        INFO(id.toStdString());
        CHECK_FALSE(id.isEmpty());
        CHECK_FALSE(action->text().isEmpty());
        CHECK(words.insert(action->words()).second);
        for (const QString& key : action->all_keys()) {
            INFO(key.toStdString());
            const QKeySequence sequence(key, QKeySequence::PortableText);
            REQUIRE(sequence.count() == 1);
            CHECK(sequence[0].key() != Qt::Key_unknown);
            const QString same = sequence.toString(QKeySequence::PortableText);
            CHECK(keys[action->scope()].insert(same).second);
            CHECK((action->scope() == UserAction::Window ||
                   !keys[UserAction::Window].contains(same)));
        }
    }
}

TEST_CASE("each key that an action shows triggers it, and nothing else does") {
    std::vector<std::pair<QByteArray, QString>> all; // ids and keys
    {
        Fixture f;
        for (const UserAction* action : actions_of(f).actions()) {
            for (const QString& key : action->all_keys()) {
                all.emplace_back(actions_of(f).id(*action).toLatin1(), key);
            }
        }
    }
    for (const auto& [id, key] : all) {
        INFO(id.toStdString() << ": " << key.toStdString());
        Fixture f({.size = {1280, 800}}); // one for each key: some open a sheet
        const ActionList& list = actions_of(f);
        const auto* action = list.property(id).value<UserAction*>();
        REQUIRE(action != nullptr);
        focus_place_of(f, *action);
        std::map<const UserAction*, int> triggered;
        QObject context;
        for (const UserAction* each : list.actions()) {
            QObject::connect(each, &UserAction::triggered, &context,
                             [&triggered, each] { ++triggered[each]; });
        }
        press(f, key);
        CHECK(triggered.size() == 1);
        CHECK(triggered[action] == 1);
    }
}

TEST_CASE("the sheet of shortcuts shows every action that has a key") {
    Fixture f;
    f.key(Qt::Key_F1);
    CHECK(f.becomes([&] { return f.is_open("shortcuts"); }));
    auto* sheet = f.window().findChild<QObject*>("shortcuts");
    auto* content = sheet->property("contentItem").value<QQuickItem*>();
    std::set<std::string> shown;
    const auto collect = [&shown](const auto& self, const QQuickItem* item) -> void {
        if (item->property("keys").isValid() && item->isVisible()) {
            shown.insert(
                (item->property("words").toString() + u'|' + item->property("keys").toString())
                    .toStdString());
        }
        for (const QQuickItem* child : item->childItems()) {
            self(self, child);
        }
    };
    collect(collect, content);
    std::set<std::string> expected;
    for (const UserAction* action : actions_of(f).actions()) {
        if (!action->key_text().isEmpty()) {
            expected.insert((action->words() + u'|' + action->key_text()).toStdString());
        }
    }
    CHECK(shown == expected);
}

TEST_CASE("a disabled action does nothing") {
    Fixture f;
    auto* fresh = actions_of(f).property("newConversation").value<UserAction*>();
    REQUIRE(fresh != nullptr);
    const qint64 before = f.world.conversation.chat()->conversation();
    fresh->setProperty("enabled", false);
    press(f, "Ctrl+N");
    fresh->trigger();
    CHECK(f.world.conversation.chat()->conversation() == before);
    fresh->setProperty("enabled", true);
    press(f, "Ctrl+N");
    CHECK(f.world.conversation.chat()->conversation() == 0);
}

TEST_CASE("a key that is taken is no other key, and the keypad's Enter is Enter") {
    UserAction action;
    action.setProperty("keys", QStringList{"Enter"});
    action.setProperty("otherKeys", QStringList{"Return"});
    const QSignalSpy spy(&action, &UserAction::triggered);
    CHECK(action.takeKey(Qt::Key_Enter, Qt::KeypadModifier));
    CHECK(action.takeKey(Qt::Key_Return, Qt::NoModifier));
    CHECK_FALSE(action.takeKey(Qt::Key_Return, Qt::ShiftModifier));
    CHECK_FALSE(action.takeKey(Qt::Key_A, Qt::NoModifier));
    CHECK(spy.count() == 2);
}

TEST_CASE("sheets are made when they are first opened") {
    Fixture f;
    for (const char* name : {"shortcuts", "searchSheet", "contextSheet", "choiceSheet",
                             "modelSheet", "documentsSheet", "readerSheet", "drawer"}) {
        INFO(name);
        CHECK(f.window().findChild<QObject*>(name) == nullptr);
    }
    f.key(Qt::Key_K, Qt::ControlModifier);
    CHECK(f.becomes([&] { return f.is_open("searchSheet"); }));
}

TEST_CASE("F2 renames and Delete removes the conversation that has the keyboard") {
    Fixture f;
    f.item("conversationList")->forceActiveFocus(Qt::TabFocusReason);
    f.key(Qt::Key_F2);
    CHECK(f.becomes([&] { return f.focus_name() == u"renameField"; }));
    f.type("Bread");
    f.key(Qt::Key_Return);
    f.world.pump();
    CHECK(f.world.app.title() == u"Bread");

    const qint64 first = f.world.app.conversations()->idAt(0);
    f.item("conversationList")->forceActiveFocus(Qt::TabFocusReason);
    f.key(Qt::Key_Delete);
    CHECK(f.becomes([&] { return f.is_open("removeSheet"); }));
    f.key(Qt::Key_Tab);
    f.key(Qt::Key_Return);
    f.world.pump();
    CHECK(f.world.app.conversations()->idAt(0) != first);
}

TEST_CASE("a screen reader hears an answer without its marks") {
    Fixture f;
    const ui::MessageListViewModel& messages = *f.world.conversation.chat()->messages();
    const QModelIndex answer = messages.index(messages.count() - 1);
    const QString spoken = answer.data(ui::MessageListViewModel::SpokenTextRole).toString();
    CHECK(spoken.startsWith(u"The short answer: yes, but only when"));
    CHECK_FALSE(spoken.contains(u"**"));
    QQuickItem* transcript = f.item("transcript");
    CHECK(f.becomes([&] {
        auto* content = transcript->property("contentItem").value<QQuickItem*>();
        return std::ranges::any_of(content->childItems(), [&](QQuickItem* row) {
            QAccessibleInterface* item = QAccessible::queryAccessibleInterface(row);
            return item != nullptr && item->text(QAccessible::Name).contains(spoken);
        });
    }));
}
