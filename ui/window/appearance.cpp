#include "ui/window/appearance.h"

#include "ui/window/contrast.h"

#include <QDBusArgument>
#include <QGuiApplication>
#include <QStyleHints>
#include <utility>

namespace sotto::ui {

namespace {

Qt::ColorScheme scheme_of(uint value) {
    switch (value) {
    case 1:
        return Qt::ColorScheme::Dark;
    case 2:
        return Qt::ColorScheme::Light;
    default: // no preference, or a value of a later version
        return Qt::ColorScheme::Unknown;
    }
}

// Three numbers from 0 to 1; anything else means that the desktop has no accent colour.
QColor color_of(const QVariant& value) {
    double red = -1;
    double green = -1;
    double blue = -1;
    if (value.canConvert<QDBusArgument>()) {
        const auto argument = value.value<QDBusArgument>();
        if (argument.currentSignature() != u"(ddd)") {
            return {};
        }
        argument.beginStructure();
        argument >> red >> green >> blue;
        argument.endStructure();
    }
    const auto is_share = [](double x) { return x >= 0 && x <= 1; };
    return is_share(red) && is_share(green) && is_share(blue)
               ? QColor::fromRgbF(static_cast<float>(red), static_cast<float>(green),
                                  static_cast<float>(blue))
               : QColor();
}

} // namespace

Appearance::Appearance(const AppearanceSettings& settings, QDBusConnection bus, QObject* parent)
    : QObject(parent), settings_(settings), portal_(std::move(bus)) {
    connect(&portal_, &PortalSettings::valueChanged, this, &Appearance::set_from_portal);
    connect(&input_, &InputWatch::changed, this, &Appearance::set_input);
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this,
            &Appearance::changed);
    portal_.read();
}

void Appearance::set_input() {
    if (input_.last() != InputWatch::Input::keyboard) {
        is_touch_ = input_.last() == InputWatch::Input::touch;
    }
    emit inputChanged();
}

void Appearance::set_settings(const AppearanceSettings& settings) {
    settings_ = settings;
    emit changed();
}

bool Appearance::is_dark() const {
    for (const auto scheme :
         {settings_.scheme, portal_scheme_, QGuiApplication::styleHints()->colorScheme()}) {
        if (scheme != Qt::ColorScheme::Unknown) {
            return scheme == Qt::ColorScheme::Dark;
        }
    }
    return false;
}

bool Appearance::high_contrast() const {
    return settings_.high_contrast.value_or(portal_high_contrast_);
}

bool Appearance::reduced_motion() const {
    return settings_.reduced_motion.value_or(portal_reduced_motion_ || are_animations_off_);
}

QColor Appearance::accentOn(const QColor& ground, double contrast) const {
    return readable_on(accent_, ground, contrast);
}

void Appearance::set_from_portal(const QString& name, const QVariant& value) {
    if (name == u"org.freedesktop.appearance color-scheme") {
        portal_scheme_ = scheme_of(value.toUInt());
    } else if (name == u"org.freedesktop.appearance contrast") {
        portal_high_contrast_ = value.toUInt() == 1;
    } else if (name == u"org.freedesktop.appearance reduced-motion") {
        portal_reduced_motion_ = value.toUInt() == 1;
    } else if (name == u"org.freedesktop.appearance accent-color") {
        accent_ = color_of(value);
    } else if (name == u"org.gnome.desktop.interface enable-animations") {
        are_animations_off_ = !value.toBool();
    } else {
        return;
    }
    emit changed();
}

} // namespace sotto::ui
