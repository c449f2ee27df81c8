#pragma once

#include "core/ids.h"

#include <QtQml/qqmlregistration.h>

#include <QAbstractListModel>
#include <QString>
#include <cstdint>
#include <vector>

namespace sotto::ui {

/// A passage that says what an answer says.
struct CitationRow {
    DocumentId document;
    std::int64_t offset = 0; ///< of the passage, in Unicode code points
    std::int64_t length = 0; ///< the same
    QString title;           ///< the document's
    QString place;           ///< "page 4"; may be empty
    QString passage;         ///< on one line, perhaps its beginning only

    friend bool operator==(const CitationRow&, const CitationRow&) = default;
};

/// Where one answer was read, each passage once, in the order of the answer; empty until that is
/// known, and where nothing supports it. Runs on: the main thread.
class CitationList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Role {
        NumberRole = Qt::UserRole + 1,
        WordsRole,
        PassageRole,
        DocumentRole,
        OffsetRole,
        LengthRole,
    };

    using QAbstractListModel::QAbstractListModel;

    void show(std::vector<CitationRow> rows);
    /// Takes out what stands in a document.
    void purge(DocumentId document);

    [[nodiscard]] int count() const { return static_cast<int>(rows_.size()); }
    [[nodiscard]] const std::vector<CitationRow>& rows() const { return rows_; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

signals:
    void countChanged();

private:
    std::vector<CitationRow> rows_;
};

} // namespace sotto::ui
