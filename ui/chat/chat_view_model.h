#pragma once

#include "core/chat/chat_service.h"
#include "core/clock.h"
#include "core/executor/bound.h"
#include "core/ports/language_model.h"
#include "core/ports/library.h"
#include "ui/bridge/word_buffer.h"
#include "ui/chat/message_list_view_model.h"
#include "ui/models/current_model.h"

#include <QtQml/qqmlregistration.h>

#include <QObject>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace sotto::ui {

/// The chat of the shown conversation, and the answer being written, which may belong to another
/// one: opening another conversation does not stop it. Runs on: the main thread.
class ChatViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(sotto::ui::MessageListViewModel* messages READ messages CONSTANT)
    /// 0 = a new conversation that is not saved yet.
    Q_PROPERTY(qint64 conversation READ conversation NOTIFY conversationChanged)
    /// An answer is being written, in this conversation or in another.
    Q_PROPERTY(bool running READ running NOTIFY runningChanged)
    /// The answer being written belongs to another conversation than the one shown.
    Q_PROPERTY(bool runningElsewhere READ runningElsewhere NOTIFY runningChanged)
    /// A sentence about a failure that belongs to no message.
    Q_PROPERTY(QString notice READ notice NOTIFY noticeChanged)
    /// The question in whose place the next message is asked; 0 = none.
    Q_PROPERTY(qint64 editing READ editing NOTIFY editingChanged)
    /// The row of the message at which the conversation was opened; -1: at its end.
    Q_PROPERTY(int openedAt READ openedAt NOTIFY opened)

public:
    /// Owner: the caller keeps all of them until the view-model is gone.
    struct Dependencies {
        Executor& main;
        Bound<Library>& library;
        Bound<LanguageModel>& model;
        ChatService& service;
        const Clock& clock;
        const CurrentModel& current;
    };
    explicit ChatViewModel(const Dependencies& dependencies);
    ~ChatViewModel() override;

    [[nodiscard]] MessageListViewModel* messages() { return &messages_; }
    [[nodiscard]] qint64 conversation() const { return shown_.value; }
    [[nodiscard]] bool running() const { return turn_.has_value(); }
    [[nodiscard]] bool runningElsewhere() const;
    [[nodiscard]] QString notice() const { return notice_; }
    [[nodiscard]] int openedAt() const { return opened_at_; }
    [[nodiscard]] qint64 editing() const { return editing_.value; }

    /// A conversation has been deleted: stops its answer, and shows a new one in its place.
    void leave(ConversationId removed);

    /// The new conversation that is shown has been saved with its first document.
    void adopt(ConversationId begun);

    /// Shows a conversation that was begun for a question and is still empty.
    void begin_in(ConversationId begun);

    /// `is_too_long`: whether a text is known not to fit the context; it is then refused at once.
    void set_check(std::function<bool(const QString&)> is_too_long);

    /// Shows a sentence about a failure.
    void set_notice(const QString& notice);

    /// Sends the user's text. Returns false, with a notice or refused(), when it is not accepted.
    Q_INVOKABLE bool send(const QString& text);
    /// Stops the answer being written and keeps its text.
    Q_INVOKABLE void stop();
    /// Shows a conversation at one of its messages, or at its end.
    Q_INVOKABLE void open(qint64 conversation, qint64 message = 0);
    Q_INVOKABLE void startNew();
    /// Has the question of an answer answered once more. The first answer stays, unless it has no
    /// word.
    Q_INVOKABLE bool tryAgain(int row);
    /// Begins to edit a question: what is sent next takes its place, and it stays as a branch.
    Q_INVOKABLE void edit(int row);
    Q_INVOKABLE void cancelEdit();
    /// Shows the branch with the next (1) or the previous (-1) version of a message.
    Q_INVOKABLE void chooseBranch(int row, int step);
    /// Puts a message's whole text on the clipboard.
    Q_INVOKABLE void copyMessage(int row);
    Q_INVOKABLE void copyLastAnswer();
    /// Loads the current model in the background, once, so that the first answer begins sooner.
    Q_INVOKABLE void prepare();

signals:
    /// A question does not fit the context; it has not become part of the conversation.
    void refused(const QString& question);
    /// A question that was accepted before it was refused goes back to the composer.
    void draftReturned(const QString& question);
    /// The text of a question that is to be edited.
    void editBegun(const QString& question);
    void editingChanged();
    void conversationChanged();
    void runningChanged();
    void noticeChanged();
    /// The messages of a conversation are shown.
    void opened();
    /// A turn has been saved: the list of conversations has changed.
    void saved();
    void textArrived();
    /// The answer has ended and is saved.
    void ended();
    /// An answer is complete, or has failed; not when it was stopped.
    void answered(qint64 conversation);
    /// Text for a screen reader: a phase, whole sentences of the answer, how it ended.
    void announced(const QString& text);

private:
    class Listener;
    struct Turn {
        ConversationId conversation;
        std::string question;
        MessageId answer;
        bool is_branch = false; // in the place of messages that stay saved
        int row = -1;           // in messages_, or -1 while another conversation is shown
        std::string shown;      // whole words
        WordBuffer words;
        std::string unspoken; // shown, but not yet announced
        Activity activity;
        std::optional<Phase> phase;
        std::int64_t done_before = 0;
        std::chrono::steady_clock::time_point phase_began;
    };

    void on_saved(const TurnStart& start);
    void on_progress(const Progress& progress);
    void on_text(std::string_view text);
    void on_end(const TurnOutcome& outcome);
    bool start(TurnRequest request, int first_row);
    void refresh_siblings();
    void set_editing(MessageId question);
    void remove(const Turn& turn, ConversationId left);
    void show_text(const std::string& text);
    void set_activity(const Activity& activity);
    void show(ConversationId id, Result<std::vector<Message>> found, MessageId message = {});

    const Dependencies deps_;
    MessageListViewModel messages_;
    ConversationId shown_;
    MessageId editing_;
    std::optional<Turn> turn_;
    std::shared_ptr<Listener> listener_;
    std::function<bool(const QString&)> is_too_long_ = [](const QString&) { return false; };
    QString notice_;
    int opened_at_ = -1;
    std::string prepared_; // folder of the model prepare() was last asked for
    std::stop_source stop_prepare_;
};

} // namespace sotto::ui
