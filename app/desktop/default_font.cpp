#include "app/desktop/default_font.h"

#include <QFont>
#include <QFontDatabase>
#include <QGuiApplication>

namespace sotto::app {

void use_readable_default_font() {
    QFont font = QGuiApplication::font();
    if (font.family() != u"Sans Serif" || font.pointSize() != 9) {
        return;
    }
    if (QFontDatabase::hasFamily(QStringLiteral("Inter"))) {
        font.setFamily(QStringLiteral("Inter"));
    }
    font.setPointSizeF(11.25);
    QGuiApplication::setFont(font);
}

} // namespace sotto::app
