#include "ui/markdown/speakable.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>
#include <algorithm>

namespace sotto::ui {

namespace {

struct Speakable {
    Q_DECLARE_TR_FUNCTIONS(Speakable)
};

QString code_text(const MarkdownBlock& block) {
    const QString begin = block.language.isEmpty()
                              ? Speakable::tr("Code block:")
                              : Speakable::tr("Code block, %1:").arg(block.language);
    return begin + u'\n' + block.text + u'\n' + Speakable::tr("End of code.");
}

QString table_text(const MarkdownBlock& block) {
    const qsizetype columns = std::max(1, block.columns);
    // Without the headings.
    const qsizetype rows = std::max(qsizetype{0}, block.plain_cells.size() / columns - 1);
    const QLocale locale;
    QStringList lines{Speakable::tr("Table, %1 columns, %2 rows:")
                          .arg(locale.toString(columns), locale.toString(rows))};
    for (qsizetype row = 1; row <= rows; ++row) {
        QStringList cells;
        for (qsizetype column = 0; column < columns; ++column) {
            const QString& heading = block.plain_cells[column];
            const QString& cell = block.plain_cells[row * columns + column];
            cells << (heading.isEmpty() ? cell : heading + QStringLiteral(": ") + cell);
        }
        lines << cells.join(QStringLiteral("; ")) + u'.';
    }
    return lines.join(u'\n');
}

QString marker_text(const QString& marker) {
    if (marker == u"☐") {
        return Speakable::tr("To do: ");
    }
    if (marker == u"☑") {
        return Speakable::tr("Done: ");
    }
    return marker.isEmpty() ? QString() : marker + u' ';
}

QString block_text(const MarkdownBlock& block) {
    switch (block.kind) {
    case MarkdownBlock::Kind::heading:
        return Speakable::tr("Heading: %1").arg(block.plain);
    case MarkdownBlock::Kind::code:
        return code_text(block);
    case MarkdownBlock::Kind::table:
        return table_text(block);
    case MarkdownBlock::Kind::rule:
        return {};
    case MarkdownBlock::Kind::paragraph:
        break;
    }
    return block.plain;
}

} // namespace

QString speakable_text(std::span<const MarkdownBlock> blocks) {
    QStringList lines;
    int quote = 0;
    for (const MarkdownBlock& block : blocks) {
        QString line = marker_text(block.marker) + block_text(block);
        if (block.quote > quote) {
            line.prepend(Speakable::tr("Quote: "));
        }
        quote = block.quote;
        if (!line.isEmpty()) {
            lines << line;
        }
    }
    return lines.join(u'\n');
}

} // namespace sotto::ui
