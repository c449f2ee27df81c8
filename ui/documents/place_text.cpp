#include "ui/documents/place_text.h"

#include "ui/bridge/text.h"

#include <QCoreApplication>
#include <QStringList>

namespace sotto::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

} // namespace

QString place_words(const DocumentPlace& place) {
    QStringList words;
    if (!place.page.empty()) {
        words << Words::tr("Page %1").arg(to_qstring(place.page));
    }
    if (!place.section.empty()) {
        words << to_qstring(place.section);
    }
    return words.join(QStringLiteral(" · "));
}

QString passage_words(const DocumentPlace& begin, const DocumentPlace& end) {
    if (!begin.page.empty() && begin.page != end.page) {
        return Words::tr("pages %1–%2").arg(to_qstring(begin.page), to_qstring(end.page));
    }
    if (!begin.page.empty()) {
        return Words::tr("page %1").arg(to_qstring(begin.page));
    }
    return begin.section.empty() ? QString()
                                 : Words::tr("section %1").arg(to_qstring(begin.section));
}

} // namespace sotto::ui
