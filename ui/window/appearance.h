#pragma once

#include "ui/window/input_watch.h"
#include "ui/window/portal_settings.h"

#include <QtQml/qqmlregistration.h>

#include <QColor>
#include <QDBusConnection>
#include <QObject>
#include <QVariant>
#include <optional>

namespace sotto::ui {

/// What the user chose for Sotto; what is not chosen follows the desktop.
struct AppearanceSettings {
    Qt::ColorScheme scheme = Qt::ColorScheme::Unknown;
    std::optional<bool> high_contrast;
    std::optional<bool> reduced_motion;
};

/// How the interface should look: the user's settings first, then the desktop's (by the portal),
/// then what Qt knows of the desktop. Theme.qml follows it. Runs on: the main thread.
class Appearance : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(bool dark READ is_dark NOTIFY changed)
    Q_PROPERTY(bool highContrast READ high_contrast NOTIFY changed)
    Q_PROPERTY(bool reducedMotion READ reduced_motion NOTIFY changed)
    /// The desktop's accent colour.
    Q_PROPERTY(QColor accent READ accent NOTIFY changed)
    Q_PROPERTY(bool hasAccent READ has_accent NOTIFY changed)
    /// A touch screen was used after the pointer: targets are larger. The keyboard changes nothing,
    /// since it may be one on the screen.
    Q_PROPERTY(bool touch READ is_touch NOTIFY inputChanged)

public:
    explicit Appearance(const AppearanceSettings& settings,
                        QDBusConnection bus = QDBusConnection::sessionBus(),
                        QObject* parent = nullptr);

    void set_settings(const AppearanceSettings& settings);

    [[nodiscard]] bool is_dark() const;
    [[nodiscard]] bool high_contrast() const;
    [[nodiscard]] bool reduced_motion() const;
    [[nodiscard]] QColor accent() const { return accent_; }
    [[nodiscard]] bool has_accent() const { return accent_.isValid(); }
    [[nodiscard]] bool is_touch() const { return is_touch_; }
    [[nodiscard]] InputWatch::Input last_input() const { return input_.last(); }

    /// The accent colour, darker or lighter where it would be hard to read on `ground`.
    Q_INVOKABLE [[nodiscard]] QColor accentOn(const QColor& ground, double contrast) const;

signals:
    void changed();
    void inputChanged();

private:
    void set_input();
    void set_from_portal(const QString& name, const QVariant& value);

    AppearanceSettings settings_;
    Qt::ColorScheme portal_scheme_ = Qt::ColorScheme::Unknown;
    bool portal_high_contrast_ = false;
    bool portal_reduced_motion_ = false;
    bool are_animations_off_ = false; // GNOME's switch
    QColor accent_;
    bool is_touch_ = false;
    InputWatch input_;
    PortalSettings portal_;
};

} // namespace sotto::ui
