#include "ui/chat/chat_view_model.h"

#include "ui/bridge/text.h"
#include "ui/markdown/speakable.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPointer>
#include <algorithm>
#include <utility>

namespace sotto::ui {

namespace {

// The length of the whole sentences at the beginning of `text`.
std::size_t whole_sentences_length(std::string_view text) {
    for (std::size_t i = text.size(); i > 1; --i) {
        const char end = text[i - 2];
        const bool is_space = text[i - 1] == ' ' || text[i - 1] == '\n';
        if (is_space && (end == '.' || end == '!' || end == '?' || end == ':' || end == '\n')) {
            return i;
        }
    }
    return 0;
}

// A part of an answer without the marks of Markdown.
QString spoken(std::string_view markdown) {
    return speakable_text(parse_markdown(markdown, markdown.size()));
}

// The messages of the active branch, which becomes that with `message` (invalid: any).
Result<std::vector<Message>> messages_with(Library& library, ConversationId id, MessageId message) {
    ConversationStore& store = library.conversations();
    auto found = store.messages(id);
    if (!found || !message.is_valid() || std::ranges::contains(*found, message, &Message::id)) {
        return found;
    }
    return store.choose_branch(id, message).and_then([&] { return store.messages(id); });
}

} // namespace

/// What the service calls; the view-model may be gone before it.
class ChatViewModel::Listener final : public TurnListener {
public:
    explicit Listener(ChatViewModel& owner) : owner_(&owner) {}
    void detach() { owner_ = nullptr; }

    void on_saved(const TurnStart& start) override {
        if (owner_ != nullptr) {
            owner_->on_saved(start);
        }
    }
    void on_progress(const Progress& progress) override {
        if (owner_ != nullptr) {
            owner_->on_progress(progress);
        }
    }
    void on_text(std::string_view text) override {
        if (owner_ != nullptr) {
            owner_->on_text(text);
        }
    }
    void on_end(const TurnOutcome& outcome) override {
        if (owner_ != nullptr) {
            owner_->on_end(outcome);
        }
    }

private:
    ChatViewModel* owner_;
};

ChatViewModel::ChatViewModel(const Dependencies& dependencies)
    : deps_(dependencies), listener_(std::make_shared<Listener>(*this)) {}

ChatViewModel::~ChatViewModel() {
    stop_prepare_.request_stop();
    listener_->detach();
}

bool ChatViewModel::runningElsewhere() const {
    return turn_ && turn_->row < 0;
}

bool ChatViewModel::send(const QString& text) {
    if (turn_) {
        set_notice(error_message({ErrorCode::busy, {}}));
        return false;
    }
    auto request = deps_.current.turn(shown_, text);
    if (!request) {
        set_notice(tr("There is no model to answer with yet. Import one first."));
        return false;
    }
    request->edits = editing_;
    // What an edited question follows is shorter: only the service knows whether it fits.
    if (!editing_.is_valid() && is_too_long_(text)) {
        set_notice({});
        emit refused(text);
        return false;
    }
    const int first_row = editing_.is_valid() ? messages_.row_of(editing_) : messages_.count();
    const bool is_begun = start(*std::move(request), first_row);
    if (is_begun) {
        set_editing({});
    }
    return is_begun;
}

// `first_row`: of the messages that the turn takes the place of.
bool ChatViewModel::start(TurnRequest request, int first_row) {
    const std::string question = request.text;
    const bool answers = request.answers.is_valid();
    // First, because a service may answer before send() returns.
    turn_.emplace();
    turn_->conversation = shown_;
    turn_->question = question;
    turn_->is_branch = answers || request.edits.is_valid();
    if (const Status begun = deps_.service.send(std::move(request), listener_); !begun) {
        turn_.reset();
        set_notice(begun.error().code == ErrorCode::invalid_input ? QString()
                                                                  : error_message(begun.error()));
        return false;
    }
    set_notice({});
    messages_.truncate(first_row);
    turn_->row = answers ? messages_.begin_answer() : messages_.begin_turn(question);
    set_activity({.words = tr("Starting"), .share = -1, .is_writing = false});
    emit runningChanged();
    return true;
}

void ChatViewModel::stop() {
    if (turn_) {
        set_activity({.words = tr("Stopping"), .share = -1, .is_writing = false});
        deps_.service.stop();
    }
}

void ChatViewModel::copyMessage(int row) {
    if (row >= 0 && row < messages_.count()) {
        QGuiApplication::clipboard()->setText(to_qstring(messages_.text(row)));
    }
}

void ChatViewModel::copyLastAnswer() {
    copyMessage(messages_.last_answer());
}

void ChatViewModel::prepare() {
    const ModelSummary* model = deps_.current.summary();
    if (model == nullptr || model->folder == prepared_ || turn_) {
        return;
    }
    prepared_ = model->folder;
    deps_.model.call(
        [choice = ModelChoice{.folder = prepared_},
         stop = stop_prepare_.get_token()](LanguageModel& engine) {
            GenerateObserver observer;
            return engine.prepare(choice, stop, observer);
        },
        deps_.main,
        [](const Status&) {
            // The user did not ask for this; a failure is reported with the next answer.
        });
}

void ChatViewModel::open(qint64 conversation, qint64 message) {
    deps_.library.call(
        [conversation, message](Library& library) {
            return messages_with(library, ConversationId{conversation}, MessageId{message});
        },
        deps_.main,
        [self = QPointer(this), conversation, message](Result<std::vector<Message>> found) {
            if (self) {
                self->show(ConversationId{conversation}, std::move(found), MessageId{message});
            }
        });
}

void ChatViewModel::show(ConversationId id, Result<std::vector<Message>> found, MessageId message) {
    set_notice(found ? QString() : error_message(found.error()));
    if (!found) {
        return;
    }
    shown_ = id;
    set_editing({});
    messages_.show(std::move(*found));
    opened_at_ = message.is_valid() ? messages_.row_of(message) : -1;
    if (turn_) {
        turn_->row = turn_->conversation == id ? messages_.row_of(turn_->answer) : -1;
        if (turn_->row >= 0) {
            messages_.resume(turn_->row, turn_->shown);
            messages_.set_activity(turn_->row, turn_->activity);
        }
    }
    emit conversationChanged();
    emit runningChanged();
    emit opened();
}

void ChatViewModel::startNew() {
    show({}, std::vector<Message>{});
}

void ChatViewModel::begin_in(ConversationId begun) {
    show(begun, std::vector<Message>{});
}

void ChatViewModel::set_check(std::function<bool(const QString&)> is_too_long) {
    is_too_long_ = std::move(is_too_long);
}

void ChatViewModel::leave(ConversationId removed) {
    if (turn_ && turn_->conversation == removed) {
        stop();
    }
    if (shown_ == removed) {
        startNew();
    }
}

void ChatViewModel::adopt(ConversationId begun) {
    const bool is_beginning = turn_ && turn_->row >= 0; // a conversation of its own
    if (!shown_.is_valid() && !is_beginning) {
        shown_ = begun;
        emit conversationChanged();
    }
}

void ChatViewModel::on_saved(const TurnStart& start) {
    const bool is_shown = turn_->row >= 0;
    turn_->conversation = start.conversation;
    turn_->answer = start.assistant;
    if (is_shown) {
        messages_.set_id(turn_->row - 1, start.user);
        messages_.set_id(turn_->row, start.assistant);
        shown_ = start.conversation;
        if (turn_->is_branch) {
            refresh_siblings();
        }
        emit conversationChanged();
    } else if (shown_ == start.conversation) {
        open(shown_.value); // it was opened again before this turn was saved
    }
    emit saved();
}

void ChatViewModel::on_progress(const Progress& progress) {
    if (turn_->phase != progress.phase) {
        turn_->phase = progress.phase;
        turn_->phase_began = deps_.clock.now();
        turn_->done_before = progress.done;
        emit announced(activity_of(progress, progress.done, {}).words);
    }
    set_activity(activity_of(progress, turn_->done_before, deps_.clock.now() - turn_->phase_began));
}

void ChatViewModel::set_activity(const Activity& activity) {
    turn_->activity = activity;
    if (turn_->row >= 0) {
        messages_.set_activity(turn_->row, activity);
    }
}

void ChatViewModel::on_text(std::string_view text) {
    show_text(turn_->words.push(text));
}

void ChatViewModel::show_text(const std::string& text) {
    if (text.empty()) {
        return;
    }
    turn_->shown += text;
    turn_->unspoken += text;
    if (turn_->row >= 0) {
        messages_.append(turn_->row, text);
        if (const std::size_t length = whole_sentences_length(turn_->unspoken); length > 0) {
            emit announced(spoken(std::string_view(turn_->unspoken).substr(0, length)));
            turn_->unspoken.erase(0, length);
        }
    }
    emit textArrived();
}

void ChatViewModel::on_end(const TurnOutcome& outcome) {
    show_text(turn_->words.take_rest());
    const QString question = to_qstring(turn_->question);
    const bool is_refused = outcome.rolled_back && turn_->row >= 0;
    if (outcome.rolled_back) {
        remove(*turn_, *outcome.rolled_back);
    } else if (turn_->row >= 0) {
        if (outcome.context) {
            const ContextUse& use = *outcome.context;
            messages_.set_truncation(turn_->row,
                                     {.turns = use.truncated_turns,
                                      .summarized_turns = use.summarized_turns,
                                      .document_parts = use.document_parts,
                                      .total_document_parts = use.total_document_parts});
        }
        const bool has_figures = !outcome.error && outcome.stats.generated_tokens > 0;
        messages_.finish(turn_->row, outcome.state,
                         has_figures ? std::optional(outcome.stats) : std::nullopt, outcome.error);
        emit announced(outcome.error ? error_message(*outcome.error) : spoken(turn_->unspoken));
    }
    const bool is_answered = !outcome.rolled_back && outcome.state != MessageState::interrupted;
    const qint64 conversation = turn_->conversation.value;
    turn_.reset();
    emit runningChanged();
    emit saved();
    emit ended();
    if (is_answered) {
        emit answered(conversation);
    }
    if (is_refused) {
        emit refused(question);
    }
}

// Nothing is left of a turn that does not fit but its text, which goes back to the composer.
void ChatViewModel::remove(const Turn& turn, ConversationId left) {
    if (turn.row >= 0 && turn.is_branch) {
        open(turn.conversation.value); // the branch before is there again
    } else if (turn.row >= 0) {
        messages_.remove_turn(turn.row - 1);
    }
    emit draftReturned(to_qstring(turn.question));
    if (!left.is_valid() && shown_ == turn.conversation) {
        shown_ = {};
        emit conversationChanged();
    }
}

void ChatViewModel::set_notice(const QString& notice) {
    if (notice != notice_) {
        notice_ = notice;
        emit noticeChanged();
    }
}

} // namespace sotto::ui
