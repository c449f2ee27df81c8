#pragma once

#include "core/chat/context_service.h"
#include "ui/bridge/services.h"
#include "ui/chat/message_list_view_model.h"

#include <QtQml/qqmlregistration.h>

#include <QAbstractListModel>
#include <QString>
#include <optional>
#include <vector>

namespace sotto::ui {

/// What can be done about a question that does not fit the context; the least destructive first.
/// Runs on: the main thread.
class ContextChoicesViewModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(int count READ count NOTIFY changed)
    /// The sentence with the numbers.
    Q_PROPERTY(QString numbers READ numbers NOTIFY changed)

public:
    enum Role { TitleRole = Qt::UserRole + 1, DetailRole };

    /// Owner: the caller keeps both until this is gone.
    ContextChoicesViewModel(const Services& services, const MessageListViewModel& messages);

    /// Counts what would help this turn, then says opened().
    void ask(TurnRequest turn);

    [[nodiscard]] int count() const { return static_cast<int>(rows_.size()); }
    [[nodiscard]] QString numbers() const { return numbers_; }

    /// Carries out a choice: the conversation keeps to it, and the question is sent.
    Q_INVOKABLE void choose(int row);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

signals:
    void changed();
    /// There is something to choose from, or at least to be told.
    void opened();
    /// The question may be sent now, as it is.
    void sendWanted(const QString& question);
    /// A new conversation (0: one without documents) is there for the question.
    void conversationBegun(qint64 conversation, const QString& question);
    void failed(const QString& sentence);

private:
    enum class Way { summarize, drop_oldest, search, recreate };
    struct Row {
        Way way;
        QString title;
        QString detail;
    };

    void show(const Result<ContextChoices>& found);
    void keep_to(OverflowPolicy overflow_policy);
    void recreate();
    [[nodiscard]] QString last_words(MessageId read_from) const;

    const Services& services_;
    const MessageListViewModel& messages_;
    TurnRequest turn_;
    std::vector<Row> rows_;
    QString numbers_;
};

} // namespace sotto::ui
