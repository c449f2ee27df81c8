#pragma once

#include "core/ids.h"

#include <QtQml/qqmlregistration.h>

#include <QAbstractListModel>
#include <QString>
#include <cstdint>
#include <vector>

namespace sotto::ui {

/// A passage that supports an answer.
struct CitationRow {
    DocumentId document;
    std::int64_t offset = 0; ///< of the passage, in Unicode code points
    std::int64_t length = 0; ///< the same
    QString title;           ///< the document's
    QString place;           ///< "page 4"; may be empty
    QString passage;         ///< on one line, shortened

    friend bool operator==(const CitationRow&, const CitationRow&) = default;
};

/// The citations of one answer, each passage once, in the order of the answer; empty until they are
/// found, and where nothing supports the answer. Runs on: the main thread.
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
    /// Removes the citations of a document.
    void remove(DocumentId document);

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
