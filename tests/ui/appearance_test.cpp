#include "ui/window/appearance.h"
#include "ui/window/contrast.h"

#include <QtTest/QTest>
#include <catch2/catch_test_macros.hpp>

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMetaType>
#include <QDBusVariant>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QObject>
#include <QPointingDevice>
#include <QStyleHints>
#include <QVariantMap>

using namespace sotto::ui;

namespace {

using Groups = QMap<QString, QVariantMap>;

const QString kAppearance = QStringLiteral("org.freedesktop.appearance");

/// Three numbers, as the portal gives a colour.
struct Rgb {
    double red = 0;
    double green = 0;
    double blue = 0;
};

QDBusArgument& operator<<(QDBusArgument& argument, const Rgb& color) {
    argument.beginStructure();
    argument << color.red << color.green << color.blue;
    argument.endStructure();
    return argument;
}

const QDBusArgument& operator>>(const QDBusArgument& argument, Rgb& color) {
    argument.beginStructure();
    argument >> color.red >> color.green >> color.blue;
    argument.endStructure();
    return argument;
}

/// The desktop's part: answers with the settings it was given.
class Portal : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    Groups settings;
    QStringList asked;

    void change(const QString& key, const QVariant& value) {
        emit SettingChanged(kAppearance, key, QDBusVariant(value));
    }

public slots:
    QMap<QString, QVariantMap> ReadAll(const QStringList& groups) {
        asked = groups;
        return settings;
    }

signals:
    void SettingChanged(const QString& group, const QString& key, const QDBusVariant& value);
};

/// A portal on a connection of its own, as another program has it.
class FakePortal {
public:
    FakePortal()
        : bus_(QDBusConnection::connectToBus(QDBusConnection::SessionBus,
                                             QStringLiteral("portal"))) {
        qDBusRegisterMetaType<Groups>();
        qDBusRegisterMetaType<Rgb>();
        runs_ = bus_.isConnected() &&
                bus_.registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), &portal,
                                    QDBusConnection::ExportAllSlots |
                                        QDBusConnection::ExportAllSignals) &&
                bus_.registerService(QStringLiteral("org.freedesktop.portal.Desktop"));
    }
    ~FakePortal() { QDBusConnection::disconnectFromBus(QStringLiteral("portal")); }
    FakePortal(const FakePortal&) = delete;
    FakePortal& operator=(const FakePortal&) = delete;

    [[nodiscard]] bool runs() const { return runs_; }

    Portal portal;

private:
    QDBusConnection bus_;
    bool runs_ = false;
};

QDBusConnection no_bus() {
    return QDBusConnection(QStringLiteral("no such connection"));
}

void send_mouse_move(const QPointingDevice* device) {
    QObject target;
    QMouseEvent event(QEvent::MouseMove, {1, 1}, {1, 1}, Qt::NoButton, Qt::NoButton, Qt::NoModifier,
                      device);
    QCoreApplication::sendEvent(&target, &event);
}

} // namespace

TEST_CASE("the appearance follows what the desktop's portal says, and its changes") {
    FakePortal fake;
    if (!fake.runs()) {
        SKIP("no message bus of our own");
    }
    fake.portal.settings[kAppearance] = {
        {"color-scheme", 1U},
        {"contrast", 1U},
        {"reduced-motion", 1U},
        {"accent-color", QVariant::fromValue(Rgb{0.2, 0.4, 0.8})},
    };
    Appearance appearance({});
    CHECK_FALSE(appearance.high_contrast());
    REQUIRE(QTest::qWaitFor([&] { return appearance.has_accent(); }, 5000));
    CHECK(fake.portal.asked.contains(kAppearance));
    CHECK(appearance.is_dark());
    CHECK(appearance.high_contrast());
    CHECK(appearance.reduced_motion());
    CHECK(appearance.accent().name() == u"#3366cc");

    fake.portal.change("color-scheme", 2U);
    CHECK(QTest::qWaitFor([&] { return !appearance.is_dark(); }, 5000));
    fake.portal.change("contrast", 0U);
    CHECK(QTest::qWaitFor([&] { return !appearance.high_contrast(); }, 5000));
    // Numbers out of range mean that there is no accent colour.
    fake.portal.change("accent-color", QVariant::fromValue(Rgb{-1, -1, -1}));
    CHECK(QTest::qWaitFor([&] { return !appearance.has_accent(); }, 5000));
}

TEST_CASE("GNOME's switch for animations reduces motion") {
    FakePortal fake;
    if (!fake.runs()) {
        SKIP("no message bus of our own");
    }
    fake.portal.settings["org.gnome.desktop.interface"] = {{"enable-animations", false}};
    Appearance appearance({});
    CHECK(QTest::qWaitFor([&] { return appearance.reduced_motion(); }, 5000));
}

TEST_CASE("the user's settings come before the desktop's") {
    FakePortal fake;
    if (!fake.runs()) {
        SKIP("no message bus of our own");
    }
    fake.portal.settings[kAppearance] = {
        {"color-scheme", 1U},
        {"contrast", 1U},
        {"reduced-motion", 1U},
        {"accent-color", QVariant::fromValue(Rgb{1, 0, 0})},
    };
    Appearance appearance(
        {.scheme = Qt::ColorScheme::Light, .high_contrast = false, .reduced_motion = false});
    REQUIRE(QTest::qWaitFor([&] { return appearance.has_accent(); }, 5000));
    CHECK_FALSE(appearance.is_dark());
    CHECK_FALSE(appearance.high_contrast());
    CHECK_FALSE(appearance.reduced_motion());
    appearance.set_settings({});
    CHECK(appearance.is_dark());
    CHECK(appearance.high_contrast());
    CHECK(appearance.reduced_motion());
}

TEST_CASE("a portal that answers nonsense changes nothing") {
    FakePortal fake;
    if (!fake.runs()) {
        SKIP("no message bus of our own");
    }
    fake.portal.settings[kAppearance] = {
        {"color-scheme", QStringLiteral("dark")},
        {"contrast", 77U},
        {"accent-color", QStringLiteral("#ff0000")},
        {"reduced-motion", 1U},
    };
    Appearance appearance({});
    REQUIRE(QTest::qWaitFor([&] { return appearance.reduced_motion(); }, 5000));
    CHECK_FALSE(appearance.high_contrast());
    CHECK_FALSE(appearance.has_accent());
}

TEST_CASE("without a message bus Qt's colour scheme counts") {
    Appearance appearance({}, no_bus());
    CHECK(appearance.is_dark() ==
          (QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark));
    CHECK_FALSE(appearance.high_contrast());
    CHECK_FALSE(appearance.reduced_motion());
    CHECK_FALSE(appearance.has_accent());
}

TEST_CASE("the last kind of input is known") {
    Appearance appearance({}, no_bus());
    int changes = 0;
    QObject::connect(&appearance, &Appearance::inputChanged, [&changes] { ++changes; });
    const QPointingDevice touch_screen("touch screen", 7, QInputDevice::DeviceType::TouchScreen,
                                       QPointingDevice::PointerType::Finger,
                                       QInputDevice::Capability::Position, 10, 0);
    CHECK(appearance.last_input() == InputWatch::Input::pointer);

    QObject target;
    QKeyEvent key(QEvent::KeyPress, Qt::Key_A, Qt::NoModifier);
    QCoreApplication::sendEvent(&target, &key);
    CHECK(appearance.last_input() == InputWatch::Input::keyboard);

    send_mouse_move(&touch_screen); // what Qt makes of a touch that nothing took
    CHECK(appearance.last_input() == InputWatch::Input::touch);
    CHECK(appearance.is_touch());
    send_mouse_move(&touch_screen);
    CHECK(changes == 2);
    QCoreApplication::sendEvent(&target, &key); // perhaps of a keyboard on the screen
    CHECK(appearance.last_input() == InputWatch::Input::keyboard);
    CHECK(appearance.is_touch());

    send_mouse_move(QPointingDevice::primaryPointingDevice());
    CHECK(appearance.last_input() == InputWatch::Input::pointer);
    CHECK_FALSE(appearance.is_touch());
}

TEST_CASE("any accent colour can be read on a light and on a dark ground") {
    for (const QColor& ground :
         {QColor("#EEF3F0"), QColor("#20302B"), QColor("#FFFFFF"), QColor("#000000")}) {
        for (int hue = 0; hue < 360; hue += 30) {
            for (const int value : {40, 140, 255}) {
                const QColor accent = QColor::fromHsv(hue, 220, value);
                INFO(accent.name().toStdString() << " on " << ground.name().toStdString());
                CHECK(contrast_ratio(readable_on(accent, ground, 4.5), ground) >= 4.5);
                CHECK(contrast_ratio(readable_on(accent, ground, 7), ground) >= 7);
            }
        }
    }
    CHECK(contrast_ratio(Qt::black, Qt::white) > 20.9);
    CHECK(readable_on(QColor("#1F6F5C"), Qt::white, 4.5) == QColor("#1F6F5C"));
}

#include "appearance_test.moc"
