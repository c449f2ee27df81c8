#pragma once

#include "core/chat/context_service.h"
#include "core/executor/bound.h"
#include "core/ports/library.h"
#include "ui/chat/chat_view_model.h"
#include "ui/documents/document_list_view_model.h"
#include "ui/models/current_model.h"

#include <QtQml/qqmlregistration.h>

#include <QAbstractListModel>
#include <QString>
#include <QTimer>
#include <optional>
#include <vector>

namespace sotto::ui {

/// What the model would read if the draft were sent now, in tokens: the parts of the context bar
/// and the list of what is in the context. Nothing is counted before the model is needed anyway:
/// when there is a draft or a document. Runs on: the main thread.
class ContextViewModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(bool known READ known NOTIFY changed)
    Q_PROPERTY(bool fits READ fits NOTIFY changed)
    /// Shares of the context, 0 to 1; the rest is free.
    Q_PROPERTY(double systemShare READ systemShare NOTIFY changed)
    Q_PROPERTY(double documentsShare READ documentsShare NOTIFY changed)
    Q_PROPERTY(double historyShare READ historyShare NOTIFY changed)
    /// "Instructions 412"; empty for an empty part.
    Q_PROPERTY(QString systemWords READ systemWords NOTIFY changed)
    Q_PROPERTY(QString documentsWords READ documentsWords NOTIFY changed)
    Q_PROPERTY(QString historyWords READ historyWords NOTIFY changed)
    Q_PROPERTY(QString freeWords READ freeWords NOTIFY changed)
    /// All parts, with tokens and percentages.
    Q_PROPERTY(QString words READ words NOTIFY changed)
    /// The size of the context.
    Q_PROPERTY(QString sizeWords READ sizeWords NOTIFY changed)
    /// The conversation's overflow policy; empty: the user is asked each time.
    Q_PROPERTY(QString way READ way NOTIFY changed)
    /// The text in the composer; counted when the user pauses.
    Q_PROPERTY(QString draft READ draft WRITE setDraft NOTIFY draftChanged)

public:
    enum Role {
        TitleRole = Qt::UserRole + 1,
        NoteRole,
        TokensRole,
        PartRole,
        RemovableRole,
        SpokenRole,
    };
    /// The part of the bar that a row belongs to.
    enum Part { System, Documents, History, Free };
    Q_ENUM(Part)

    /// Owner: the caller keeps all of them until the view-model is gone.
    struct Dependencies {
        Executor& main;
        Bound<Library>& library;
        ContextService& service;
        const CurrentModel& current;
        ChatViewModel& chat;
        DocumentListViewModel& documents;
    };
    explicit ContextViewModel(const Dependencies& dependencies);

    /// Counts again: conversation, documents or model have changed.
    void replan();
    /// Discards the count.
    void clear();
    /// The text has been counted and does not fit.
    [[nodiscard]] bool is_too_long(const QString& text) const;
    /// The turn that a text would be sent as.
    [[nodiscard]] std::optional<TurnRequest> request_for(const QString& text) const;

    [[nodiscard]] bool known() const { return contents_.has_value(); }
    [[nodiscard]] bool fits() const { return !known() || is_in_parts() || plan().fits(); }
    [[nodiscard]] double systemShare() const;
    [[nodiscard]] double documentsShare() const;
    [[nodiscard]] double historyShare() const;
    [[nodiscard]] QString systemWords() const;
    [[nodiscard]] QString documentsWords() const;
    [[nodiscard]] QString historyWords() const;
    [[nodiscard]] QString freeWords() const;
    [[nodiscard]] QString words() const;
    [[nodiscard]] QString sizeWords() const;
    [[nodiscard]] QString way() const;
    [[nodiscard]] QString draft() const { return draft_; }
    void setDraft(const QString& draft);

    /// Removes the document of a row from the conversation.
    Q_INVOKABLE void remove(int row);
    /// Clears the conversation's overflow policy.
    Q_INVOKABLE void askEachTime();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

signals:
    void changed();
    void draftChanged();

private:
    struct Row {
        Part part = System;
        QString title;
        QString note;
        std::int64_t tokens = 0;
        DocumentId document = {}; // NOLINT(readability-redundant-member-init)
    };

    void on_documents_changed();
    void count_draft();
    void show(const QString& text, const Result<ContextContents>& contents);
    void show_question(const QString& text, std::int64_t tokens);
    void update();
    [[nodiscard]] std::vector<Row> make_rows() const;
    [[nodiscard]] QString whole_note() const;
    [[nodiscard]] QString document_note() const;
    [[nodiscard]] QString history_note() const;
    [[nodiscard]] const ContextPlan& plan() const { return contents_->use.plan; }
    /// Only parts of the documents are read.
    [[nodiscard]] bool is_in_parts() const;
    /// As the bar shows it: documents that are read in parts fill what is left.
    [[nodiscard]] ContextPlan shown_plan() const;
    [[nodiscard]] double share(std::int64_t tokens) const;
    [[nodiscard]] QString amount(std::int64_t tokens) const;

    const Dependencies deps_;
    std::optional<ContextContents> contents_;
    std::vector<Row> rows_;
    std::vector<DocumentId> counted_documents_;
    qint64 counted_conversation_ = 0;
    QString draft_;
    QString counted_draft_;
    QTimer pause_;
    bool is_enabled_ = false;  // the model is needed anyway
    bool is_counting_ = false; // a count of everything is under way
};

} // namespace sotto::ui
