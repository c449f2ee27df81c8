#pragma once

#include "core/documents/document_layout.h"
#include "core/executor/bound.h"
#include "core/ports/library.h"

#include <QtQml/qqmlregistration.h>

#include <QAbstractListModel>
#include <cstdint>

namespace sotto::ui {

/// The text of an open document, as paragraphs and headings, and the passage at which it was
/// opened. Runs on: the main thread.
class ReaderViewModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    /// A document is open or being loaded.
    Q_PROPERTY(bool isOpen READ isOpen NOTIFY changed)
    Q_PROPERTY(QString title READ title NOTIFY changed)
    /// Why there is no text; usually empty.
    Q_PROPERTY(QString notice READ notice NOTIFY changed)
    /// The row in which the passage begins; -1: none.
    Q_PROPERTY(int passageRow READ passageRow NOTIFY changed)
    Q_PROPERTY(int count READ count NOTIFY changed)

public:
    enum Role {
        KindRole = Qt::UserRole + 1,
        TextRole,
        BeforeRole,
        PassageRole,
        AfterRole,
        PassageAtRole,
        MarkedRole,
        ContinuedRole,
        RightToLeftRole,
    };
    /// PassageKind for QML.
    enum Kind { Paragraph, Section, Page };
    Q_ENUM(Kind)

    /// Owner: the caller keeps both until this is gone.
    ReaderViewModel(Executor& main, Bound<Library>& library);

    [[nodiscard]] bool isOpen() const { return wanted_.is_valid(); }
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString notice() const { return notice_; }
    [[nodiscard]] int passageRow() const { return passage_row_; }
    [[nodiscard]] int count() const { return static_cast<int>(layout_.passages.size()); }

    /// Opens a document at a passage (in Unicode code points; negative: at its beginning).
    Q_INVOKABLE void open(qint64 document, qint64 offset = -1, qint64 length = 0);
    Q_INVOKABLE void close();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

signals:
    void changed();
    /// open() was called; the text may still be loading.
    void asked();
    /// The text is loaded and the passage found.
    void arrived();

private:
    /// A passage's text before, within and behind the passage, in bytes.
    struct Parts {
        std::string_view before;
        std::string_view passage;
        std::string_view after;
    };

    void show(Result<DocumentLayout> layout);
    void find_passage();
    [[nodiscard]] bool is_marked(const TextPassage& passage) const;
    [[nodiscard]] Parts parts_of(const TextPassage& passage) const;
    [[nodiscard]] QString text_of(const TextPassage& passage) const;

    Executor& main_;
    Bound<Library>& library_;
    DocumentId wanted_;
    DocumentId shown_; // whose passages these are
    DocumentLayout layout_;
    QString notice_;
    std::int64_t offset_ = -1; // of the passage
    std::int64_t length_ = 0;
    int passage_row_ = -1;
};

} // namespace sotto::ui
