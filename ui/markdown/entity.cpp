#include "ui/markdown/entity.h"

#include <QStringView>
#include <utility>

namespace sotto::ui {

QString entity_text(const QString& entity) {
    constexpr std::pair<QStringView, char16_t> kNamed[] = {
        {u"&amp;", u'&'},        {u"&lt;", u'<'},         {u"&gt;", u'>'},
        {u"&quot;", u'"'},       {u"&apos;", u'\''},      {u"&nbsp;", u' '},
        {u"&ndash;", u'\u2013'}, {u"&mdash;", u'\u2014'}, {u"&hellip;", u'\u2026'},
        {u"&copy;", u'\u00a9'},  {u"&times;", u'\u00d7'}, {u"&deg;", u'\u00b0'}};
    for (const auto& [name, character] : kNamed) {
        if (entity == name) {
            return QString(QChar(character));
        }
    }
    if (!entity.startsWith(u"&#")) {
        return entity;
    }
    const bool is_hex = entity.size() > 3 && (entity[2] == u'x' || entity[2] == u'X');
    bool is_number = false;
    const uint code = QStringView(entity)
                          .sliced(is_hex ? 3 : 2, entity.size() - (is_hex ? 4 : 3))
                          .toUInt(&is_number, is_hex ? 16 : 10);
    const bool is_character =
        is_number && code >= 0x20 && code <= QChar::LastValidCodePoint && !QChar::isSurrogate(code);
    const char32_t character = code;
    return is_character ? QString::fromUcs4(&character, 1) : QString();
}

} // namespace sotto::ui
