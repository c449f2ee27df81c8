#include "ui/documents/place_label.h"

#include "ui/bridge/text.h"

#include <QCoreApplication>
#include <QStringList>

namespace sotto::ui {

namespace {

struct PlaceText {
    Q_DECLARE_TR_FUNCTIONS(PlaceText)
};

} // namespace

QString place_label(const DocumentPlace& place) {
    QStringList parts;
    if (!place.page.empty()) {
        parts << PlaceText::tr("Page %1").arg(to_qstring(place.page));
    }
    if (!place.section.empty()) {
        parts << to_qstring(place.section);
    }
    return parts.join(QStringLiteral(" · "));
}

QString passage_label(const DocumentPlace& begin, const DocumentPlace& end) {
    if (!begin.page.empty() && begin.page != end.page) {
        return PlaceText::tr("pages %1–%2").arg(to_qstring(begin.page), to_qstring(end.page));
    }
    if (!begin.page.empty()) {
        return PlaceText::tr("page %1").arg(to_qstring(begin.page));
    }
    return begin.section.empty() ? QString()
                                 : PlaceText::tr("section %1").arg(to_qstring(begin.section));
}

} // namespace sotto::ui
