#pragma once

#include "core/chat/context_service.h"
#include "core/executor/bound.h"
#include "core/ports/library.h"
#include "ui/chat/message_list_view_model.h"

#include <QtQml/qqmlregistration.h>

#include <QAbstractListModel>
#include <QString>
#include <optional>
#include <vector>

namespace sotto::ui {

/// What the user can do about a question that does not fit the context, least destructive first.
/// Runs on: the main thread.
class ContextChoicesViewModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(int count READ count NOTIFY changed)
    /// How many tokens it takes and how many there are.
    Q_PROPERTY(QString numbers READ numbers NOTIFY changed)

public:
    enum Role { TitleRole = Qt::UserRole + 1, DetailRole };

    /// Owner: the caller keeps all four until this is gone.
    ContextChoicesViewModel(Executor& main, Bound<Library>& library, ContextService& service,
                            const MessageListViewModel& messages);

    /// Counts which choices would make room for this turn, then emits opened().
    void ask(TurnRequest turn);

    [[nodiscard]] int count() const { return static_cast<int>(rows_.size()); }
    [[nodiscard]] QString numbers() const { return numbers_; }

    /// Makes a choice the conversation's overflow policy, or begins a conversation, and has the
    /// question sent.
    Q_INVOKABLE void choose(int row);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

signals:
    void changed();
    /// The choices, perhaps none, are to be shown.
    void opened();
    /// The question can be sent now, unchanged.
    void sendWanted(const QString& question);
    /// A new conversation (0: one without documents) was begun for the question.
    void conversationBegun(qint64 conversation, const QString& question);
    void failed(const QString& sentence);

private:
    enum class Choice { summarize, drop_oldest, search, new_conversation };
    struct Row {
        Choice choice;
        QString title;
        QString detail;
    };

    void show(const Result<ContextChoices>& found);
    void set_policy(OverflowPolicy overflow_policy);
    void begin_conversation();
    [[nodiscard]] QString last_dropped_question(MessageId read_from) const;

    Executor& main_;
    Bound<Library>& library_;
    ContextService& service_;
    const MessageListViewModel& messages_;
    TurnRequest turn_;
    std::vector<Row> rows_;
    QString numbers_;
};

} // namespace sotto::ui
