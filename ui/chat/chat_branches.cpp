// Edited questions and other answers: a part of ChatViewModel.
#include "ui/bridge/text.h"
#include "ui/chat/chat_view_model.h"

#include <QPointer>
#include <utility>

namespace sotto::ui {

bool ChatViewModel::tryAgain(int row) {
    if (row <= 0 || row >= messages_.count() || messages_.question_of(row).empty()) {
        return false;
    }
    const Message& question = messages_.message(row - 1);
    if (turn_ || !question.id.is_valid()) {
        return send(to_qstring(question.text)); // says why not, or asks what was never saved
    }
    auto request = deps_.current.turn(shown_, to_qstring(question.text));
    if (!request) {
        return send(to_qstring(question.text));
    }
    request->answers = question.id;
    request->text = question.text;
    return start(*std::move(request), row);
}

void ChatViewModel::edit(int row) {
    const bool is_question = row >= 0 && row < messages_.count() && !turn_ &&
                             messages_.message(row).role == Role::user &&
                             messages_.message(row).id.is_valid();
    if (is_question) {
        set_editing(messages_.message(row).id);
        emit editBegun(to_qstring(messages_.text(row)));
    }
}

void ChatViewModel::cancelEdit() {
    set_editing({});
}

void ChatViewModel::set_editing(MessageId question) {
    if (question != editing_) {
        editing_ = question;
        emit editingChanged();
    }
}

void ChatViewModel::chooseBranch(int row, int step) {
    if (row < 0 || row >= messages_.count() || turn_) {
        return;
    }
    const Siblings& siblings = messages_.message(row).siblings;
    const MessageId chosen = step > 0 ? siblings.next : siblings.previous;
    if (!chosen.is_valid()) {
        return;
    }
    deps_.library.call(
        [id = shown_, chosen](Library& library) {
            return library.conversations().choose_branch(id, chosen).and_then([&] {
                return library.conversations().messages(id);
            });
        },
        deps_.main,
        [self = QPointer(this), id = shown_, chosen](Result<std::vector<Message>> found) {
            if (self && self->shown_ == id) {
                self->show(id, std::move(found), chosen);
            }
        });
}

// How many versions there are of each message has changed with a new one.
void ChatViewModel::refresh_siblings() {
    deps_.library.call(
        [id = shown_](Library& library) { return library.conversations().messages(id); },
        deps_.main,
        [self = QPointer(this), id = shown_](Result<std::vector<Message>> found) {
            if (self && self->shown_ == id && found) {
                self->messages_.set_siblings(*found);
            }
        });
}

} // namespace sotto::ui
