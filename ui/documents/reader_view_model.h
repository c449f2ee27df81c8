#pragma once

#include "core/documents/document_layout.h"
#include "ui/bridge/services.h"

#include <QtQml/qqmlregistration.h>

#include <QAbstractListModel>
#include <cstdint>

namespace sotto::ui {

/// The text of a document that is open for reading, in passages, and the passage in it that was
/// looked for. Runs on: the main thread.
class ReaderViewModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    /// A document is open, or on its way.
    Q_PROPERTY(bool isOpen READ isOpen NOTIFY changed)
    Q_PROPERTY(QString title READ title NOTIFY changed)
    /// Why there is no text; usually empty.
    Q_PROPERTY(QString notice READ notice NOTIFY changed)
    /// The row in which the passage begins, or -1.
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
        GoesOnRole,
        RightToLeftRole,
    };
    /// PassageKind for QML.
    enum Kind { Paragraph, Section, Page };
    Q_ENUM(Kind)

    explicit ReaderViewModel(const Services& services);

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
    /// Something is asked for; its text may still be on its way.
    void asked();
    /// The text is there, and so is the passage.
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

    const Services& services_;
    DocumentId wanted_;
    DocumentId shown_; // whose passages these are
    DocumentLayout layout_;
    QString notice_;
    std::int64_t offset_ = -1; // of the passage
    std::int64_t length_ = 0;
    int passage_row_ = -1;
};

} // namespace sotto::ui
