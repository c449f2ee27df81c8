#pragma once

#include "core/conversation.h"
#include "core/error.h"
#include "ui/chat/activity.h"
#include "ui/markdown/block_list.h"

#include <QtQml/qqmlregistration.h>

#include <QAbstractListModel>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::ui {

/// The messages of the shown conversation. Streamed text changes one row only; Markdown is parsed
/// when a row is first drawn. Runs on: the main thread.
class MessageListViewModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Role {
        IsUserRole = Qt::UserRole + 1,
        TextRole,
        RichTextRole,
        RightToLeftRole,
        BlocksRole,
        IsCutRole,
        ActivityRole,
        ShareRole,
        IsActiveRole,
        FiguresRole,
        ReusedRole,
        EndNoteRole,
        ErrorRole,
        ErrorDetailRole,
        SpokenNameRole,
        SpokenTextRole, ///< what a screen reader says for the message
        TruncationRole,
        SiblingRole,      ///< which of the versions of this message it is, from 1
        SiblingCountRole, ///< edited questions, or answers to the same question
    };

    using QAbstractListModel::QAbstractListModel;

    void show(std::vector<Message> messages);

    /// Adds the user's message and an empty answer; returns the answer's row.
    int begin_turn(std::string_view user_text);

    /// Adds an empty answer to the last question; returns its row.
    int begin_answer();

    /// Removes the messages from a row on: another branch takes their place.
    void truncate(int row);

    /// Takes over where the messages stand among their siblings.
    void set_siblings(const std::vector<Message>& messages);

    /// Removes a turn that was refused. `row`: of its question.
    void remove_turn(int row);

    /// Marks the messages before `first` (invalid: none) with `words`: the model does not read
    /// them.
    void set_read_from(MessageId first, const QString& words);
    /// What was left out of the context of an answer.
    void set_truncation(int row, const Truncation& truncation);
    [[nodiscard]] Truncation last_truncated() const;
    /// The last question before a message; empty when there is none.
    [[nodiscard]] std::string question_before(MessageId message) const;

    void set_id(int row, MessageId id);
    void append(int row, std::string_view text);
    void set_activity(int row, const Activity& activity);
    /// Ends an answer: figures, note or error take the place of its activity.
    void finish(int row, MessageState state, const std::optional<GenerationStats>& stats,
                const std::optional<Error>& error);
    /// Sets the text of an answer that is still being written, when its conversation is opened
    /// again.
    void resume(int row, std::string_view text);

    [[nodiscard]] int row_of(MessageId id) const;
    Q_INVOKABLE int lastAnswer() const { return last_answer(); }
    /// The row of the last answer, or -1.
    [[nodiscard]] int last_answer() const;
    [[nodiscard]] int count() const { return static_cast<int>(rows_.size()); }
    [[nodiscard]] const std::string& text(int row) const;
    /// A message; one of this session may lack its time.
    [[nodiscard]] const Message& message(int row) const;
    /// The user's text before an answer; empty when there is none.
    [[nodiscard]] std::string question_of(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

signals:
    void countChanged();

private:
    struct Row {
        Message message;
        Activity activity;
        bool is_active = false;
        std::optional<Error> error;
        std::unique_ptr<BlockList> blocks; // made when first drawn
    };

    /// The number of rows before the first message that the model reads.
    [[nodiscard]] int truncated_rows() const;
    BlockList* blocks_of(Row& row) const;
    void changed(int row, const QList<int>& roles);
    [[nodiscard]] QString spoken_name(int row) const;

    // Mutable because data() parses the blocks of a row on first use; nothing else changes.
    mutable std::vector<Row> rows_;
    MessageId read_from_; // later than all messages: none of them is read
    int truncated_rows_ = 0;
    QString truncated_words_;
};

} // namespace sotto::ui
