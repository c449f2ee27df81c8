#include "ui/documents/citation_list.h"

#include <algorithm>
#include <utility>

namespace sotto::ui {

void CitationList::show(std::vector<CitationRow> rows) {
    if (rows == rows_) {
        return;
    }
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
    emit countChanged();
}

void CitationList::remove(DocumentId document) {
    std::vector<CitationRow> kept = rows_;
    std::erase_if(kept, [document](const CitationRow& row) { return row.document == document; });
    show(std::move(kept));
}

int CitationList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant CitationList::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const CitationRow& row = rows_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case NumberRole:
        return index.row() + 1;
    case WordsRole:
        return row.place.isEmpty() ? row.title : tr("%1, %2").arg(row.title, row.place);
    case PassageRole:
        return row.passage;
    case DocumentRole:
        return static_cast<qint64>(row.document.value);
    case OffsetRole:
        return static_cast<qint64>(row.offset);
    case LengthRole:
        return static_cast<qint64>(row.length);
    default:
        return {};
    }
}

QHash<int, QByteArray> CitationList::roleNames() const {
    return {{NumberRole, "number"},     {WordsRole, "words"},   {PassageRole, "passage"},
            {DocumentRole, "document"}, {OffsetRole, "offset"}, {LengthRole, "length"}};
}

} // namespace sotto::ui
