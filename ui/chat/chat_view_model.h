#pragma once

#include "ui/bridge/services.h"
#include "ui/bridge/word_gate.h"
#include "ui/chat/message_list_view_model.h"
#include "ui/models/model_list_view_model.h"

#include <QtQml/qqmlregistration.h>

#include <QObject>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace sotto::ui {

/// The conversation that is shown and the answer that is being written, which may belong to another
/// one: leaving a conversation does not stop its answer. Runs on: the main thread.
class ChatViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(sotto::ui::MessageListViewModel* messages READ messages CONSTANT)
    /// 0 = a new conversation, nothing of which is saved yet.
    Q_PROPERTY(qint64 conversation READ conversation NOTIFY conversationChanged)
    /// An answer is being written, in this conversation or in another.
    Q_PROPERTY(bool running READ running NOTIFY runningChanged)
    /// The answer being written belongs to another conversation than the one shown.
    Q_PROPERTY(bool runningElsewhere READ runningElsewhere NOTIFY runningChanged)
    /// A sentence about something that did not work and has no place in the transcript.
    Q_PROPERTY(QString notice READ notice NOTIFY noticeChanged)
    /// The row of the message for which the conversation was opened, or -1: its end.
    Q_PROPERTY(int openedAt READ openedAt NOTIFY opened)

public:
    /// Owner: the caller keeps both until this is gone.
    ChatViewModel(const Services& services, const ModelListViewModel& models);
    ~ChatViewModel() override;

    [[nodiscard]] MessageListViewModel* messages() { return &messages_; }
    [[nodiscard]] qint64 conversation() const { return shown_.value; }
    [[nodiscard]] bool running() const { return turn_.has_value(); }
    [[nodiscard]] bool runningElsewhere() const;
    [[nodiscard]] QString notice() const { return notice_; }
    [[nodiscard]] int openedAt() const { return opened_at_; }

    /// A conversation is no longer stored: stops its answer, and shows a new one in its place.
    void leave(ConversationId removed);

    /// The new conversation that is shown has been saved, as the one of its first document.
    void adopt(ConversationId begun);

    /// Shows a conversation that was begun for a question and holds nothing yet.
    void begin_in(ConversationId begun);

    /// `is_too_long`: whether a text is known not to fit; then it is refused without being sent.
    void set_check(std::function<bool(const QString&)> is_too_long);

    /// Tells a sentence about something that did not work.
    void set_notice(const QString& notice);

    /// Sends what the user wrote. Returns false, with a notice, when it could not be taken.
    Q_INVOKABLE bool send(const QString& text);
    /// Ends the answer being written; what is there is kept.
    Q_INVOKABLE void stop();
    /// Shows a conversation: one of its messages, or its end.
    Q_INVOKABLE void open(qint64 conversation, qint64 message = 0);
    Q_INVOKABLE void startNew();
    /// Sends the question of a failed or stopped answer again.
    Q_INVOKABLE bool tryAgain(int row);
    /// Puts a message's whole text on the clipboard.
    Q_INVOKABLE void copyMessage(int row);
    Q_INVOKABLE void copyLastAnswer();
    /// Loads the model in the background, so that the first answer begins sooner; at most once a
    /// model.
    Q_INVOKABLE void prepare();

signals:
    /// A question does not fit the context: it is not a part of the conversation.
    void refused(const QString& question);
    /// The question had been taken already and comes back to where one writes.
    void draftReturned(const QString& question);
    void conversationChanged();
    void runningChanged();
    void noticeChanged();
    /// The messages of a conversation are on show.
    void opened();
    /// A turn was saved: the list of conversations has changed.
    void saved();
    void textArrived();
    /// No answer is running any more, and the last one is saved.
    void ended();
    /// Words for a screen reader: a phase, whole sentences of the answer, how it ended.
    void announced(const QString& words);

private:
    class Listener;
    struct Turn {
        ConversationId conversation;
        std::string question;
        MessageId answer;
        int row = -1;      // in messages_, or -1 while another conversation is shown
        std::string shown; // what passed the gate
        WordGate gate;
        std::string unspoken;
        Activity activity;
        std::optional<Phase> phase;
        std::int64_t done_before = 0;
        std::chrono::steady_clock::time_point phase_began;
    };

    void on_saved(const TurnStart& start);
    void on_progress(const Progress& progress);
    void on_text(std::string_view text);
    void on_end(const TurnOutcome& outcome);
    void remove(const Turn& turn, ConversationId left);
    void show_text(const std::string& text);
    void set_activity(const Activity& activity);
    void show(ConversationId id, Result<std::vector<Message>> found, MessageId message = {});

    const Services& services_;
    const ModelListViewModel& models_;
    MessageListViewModel messages_;
    ConversationId shown_;
    std::optional<Turn> turn_;
    std::shared_ptr<Listener> listener_;
    std::function<bool(const QString&)> is_too_long_ = [](const QString&) { return false; };
    QString notice_;
    int opened_at_ = -1;
    std::string prepared_; // folder of the model prepare() was last asked for
    std::stop_source stop_prepare_;
};

} // namespace sotto::ui
