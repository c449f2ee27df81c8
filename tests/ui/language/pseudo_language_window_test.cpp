// The window in a language that does not exist: every word that the program says is put in brackets
// and made longer by half. A text without brackets cannot be translated; a text that does not fit
// would be cut in some language.

#include "tests/ui/window_fixture.h"
#include "ui/actions/action_list.h"

#include <QtTest/QTest>
#include <catch2/catch_test_macros.hpp>

#include <QAccessible>
#include <QCoreApplication>
#include <QFont>
#include <QGuiApplication>
#include <QQuickItem>
#include <QRectF>
#include <QRegularExpression>
#include <QTextDocumentFragment>
#include <QTranslator>
#include <functional>

using namespace sotto;
using Fixture = test::WindowFixture;

namespace {

class PseudoTranslator : public QTranslator {
public:
    PseudoTranslator() { QCoreApplication::installTranslator(this); }
    ~PseudoTranslator() override { QCoreApplication::removeTranslator(this); }
    PseudoTranslator(const PseudoTranslator&) = delete;
    PseudoTranslator& operator=(const PseudoTranslator&) = delete;

    [[nodiscard]] bool isEmpty() const override { return false; }
    QString translate(const char* /*context*/, const char* source, const char* /*comment*/,
                      int /*n*/) const override {
        const QString text = QString::fromUtf8(source);
        QString more;
        while (more.size() * 5 < text.size() * 2) {
            more += more.size() % 6 == 5 ? u' ' : u'w';
        }
        return u'[' + text + more + u']';
    }
};

/// Names, and keys as they are written on a keyboard.
bool is_no_word(const QString& text) {
    static const QRegularExpression kNames(QStringLiteral(
        "^(MobileLLM-Pro.*|Sotto|((Ctrl|Shift|Alt)\\+)*(F?\\d+|\\W|[A-Z]|Enter|Esc|Del|"
        "Home|End|Up|Down|Return)(, .*)?|\\W*)$"));
    return kNames.match(text).hasMatch();
}

void visit(QQuickItem* item, const std::function<void(QQuickItem*)>& look) {
    if (!item->isVisible() || item->opacity() == 0) {
        return;
    }
    look(item);
    for (QQuickItem* child : item->childItems()) {
        visit(child, look);
    }
}

QString shown_text(const QQuickItem* item) {
    const QString text = item->property("text").toString();
    return QTextDocumentFragment::fromHtml(text).toPlainText().trimmed();
}

/// The words of a state of the window that are not translated, and those that are cut.
QStringList faults(Fixture& f) {
    QStringList found;
    const auto check_words = [&found](const QString& kind, const QString& words) {
        if (!words.isEmpty() && !words.contains(u'[') && !is_no_word(words)) {
            found << kind + words;
        }
    };
    const QRectF window(0, 0, f.window().width(), f.window().height());
    visit(f.window().contentItem(), [&](QQuickItem* item) {
        if (QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(item)) {
            check_words(QStringLiteral("spoken: "), spoken->text(QAccessible::Name));
            check_words(QStringLiteral("described: "), spoken->text(QAccessible::Description));
        }
        if (!item->inherits("QQuickText") || item->width() <= 0) {
            return;
        }
        const QString words = shown_text(item);
        check_words(QStringLiteral("shown: "), words);
        const QRectF place = item->mapRectToScene(item->boundingRect());
        const bool is_elided = item->property("elide").toInt() != Qt::ElideNone;
        if (!is_elided && item->property("contentWidth").toReal() > item->width() + 1) {
            found << QStringLiteral("too long: ") + words;
        }
        if (!words.isEmpty() && (place.left() < -1 || place.right() > window.right() + 1)) {
            found << QStringLiteral("outside: ") + words;
        }
    });
    return found;
}

void check_states(QSize size, int larger = 0) {
    const PseudoTranslator translator;
    Fixture f({.size = size}, false);
    const auto letters = [&f] { return f.window().property("font").value<QFont>().pixelSize(); };
    const int usual = letters();
    for (int i = 0; i < larger; ++i) {
        f.key(Qt::Key_Plus, Qt::ControlModifier);
    }
    REQUIRE(letters() == usual * (10 + larger) / 10);
    const auto check = [&f](const char* state) {
        INFO(state << " at " << f.window().width());
        CHECK(f.becomes([&f] { return faults(f).isEmpty(); }));
        CAPTURE(faults(f).join(u'\n').toStdString());
        CHECK(faults(f).isEmpty());
    };
    const auto check_sheet = [&](const char* state, Qt::Key key, Qt::KeyboardModifiers modifiers) {
        f.key(key, modifiers);
        check(state);
        f.key(Qt::Key_Escape);
    };
    check("empty");
    check_sheet("shortcuts", Qt::Key_F1, Qt::NoModifier);
    check_sheet("search", Qt::Key_K, Qt::ControlModifier);
    check_sheet("documents", Qt::Key_D, Qt::ControlModifier);
    const auto* actions = f.window().property("actions").value<ui::ActionList*>();
    REQUIRE(actions != nullptr);
    for (ui::UserAction* action : actions->actions()) {
        const QString id = actions->id(*action);
        if (id == u"context" || id == u"aboutModel") {
            action->trigger();
            check(qPrintable(id));
            f.key(Qt::Key_Escape);
        }
    }
}

} // namespace

TEST_CASE("every word of a wide window can be translated, and fits when it is longer") {
    check_states({1080, 760});
}

TEST_CASE("every word of a narrow window can be translated, and fits when it is longer") {
    check_states({360, 640});
}

TEST_CASE("words fit from right to left, too") {
    QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    check_states({1080, 760});
    check_states({360, 640});
    QGuiApplication::setLayoutDirection(Qt::LeftToRight);
}

TEST_CASE("words fit at twice the size") {
    check_states({1920, 1080}, 10);
    check_states({1080, 760}, 10);
}

TEST_CASE("words that are not translated, and words that are cut, are found") {
    Fixture f({}, false);
    CHECK(faults(f).contains(u"shown: New conversation"));
    CHECK(faults(f).contains(u"spoken: Your message"));
    QQuickItem* label = nullptr;
    visit(f.window().contentItem(), [&](QQuickItem* item) {
        if (item->inherits("QQuickText") && shown_text(item) == u"New conversation") {
            label = item;
        }
    });
    REQUIRE(label != nullptr);
    label->setProperty("elide", Qt::ElideNone);
    label->setProperty("wrapMode", 0);
    label->setWidth(20);
    CHECK(faults(f).contains(u"too long: New conversation"));
}
