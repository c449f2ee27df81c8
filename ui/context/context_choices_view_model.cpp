#include "ui/context/context_choices_view_model.h"

#include "ui/bridge/text.h"

#include <QPointer>
#include <utility>

namespace sotto::ui {

namespace {

constexpr qsizetype kMaxQuestionCharacters = 48;

QString plan_text(const ContextPlan& plan) {
    QStringList parts;
    const auto add = [&](const QString& words, std::int64_t tokens) {
        if (tokens > 0) {
            parts << words.arg(number_text(tokens));
        }
    };
    add(ContextChoicesViewModel::tr("instructions %1"), plan.system);
    add(ContextChoicesViewModel::tr("documents %1"), plan.documents);
    add(ContextChoicesViewModel::tr("history %1"), plan.history);
    add(ContextChoicesViewModel::tr("your question %1"), plan.question);
    return ContextChoicesViewModel::tr("This takes %1 tokens (%2). With room for an answer "
                                       "the model can read %3. Your text is kept.")
        .arg(number_text(plan.prompt()), parts.join(QStringLiteral(", ")),
             number_text(plan.context - plan.answer));
}

// Begins a conversation about the same documents. Runs on: the storage thread.
Result<ConversationId> copy_documents(Library& library, ConversationId from) {
    const auto documents = library.conversations().documents(from);
    if (!documents) {
        return std::unexpected(documents.error());
    }
    ConversationId made;
    for (const DocumentSummary& document : *documents) {
        const auto joined = library.conversations().attach(made, document.title, document.id);
        if (!joined) {
            return joined;
        }
        made = *joined;
    }
    return made;
}

} // namespace

ContextChoicesViewModel::ContextChoicesViewModel(Executor& main, Bound<Library>& library,
                                                 ContextService& service,
                                                 const MessageListViewModel& messages)
    : main_(main), library_(library), service_(service), messages_(messages) {}

void ContextChoicesViewModel::ask(TurnRequest turn) {
    turn_ = turn;
    service_.find_choices(std::move(turn), [self = QPointer(this)](const auto& found) {
        if (self) {
            self->show(found);
        }
    });
}

// The last question that would be left out, for the user to recognize.
QString ContextChoicesViewModel::last_dropped_question(MessageId read_from) const {
    const QString words = to_qstring(messages_.question_before(read_from)).simplified();
    return words.size() <= kMaxQuestionCharacters
               ? words
               : words.left(kMaxQuestionCharacters).trimmed() + u'…';
}

void ContextChoicesViewModel::show(const Result<ContextChoices>& found) {
    if (!found) {
        emit failed(error_message(found.error()));
        return;
    }
    beginResetModel();
    rows_.clear();
    numbers_ = plan_text(found->plan);
    const QString last = last_dropped_question(found->read_from);
    if (found->summarizing && found->dropping) {
        rows_.push_back({Choice::summarize, tr("Summarize the oldest turns"),
                         tr("The model first writes a summary of %1 of them and reads it "
                            "instead.")
                             .arg(number_text(found->summarizing->summarized_turns))});
    }
    if (found->searching) {
        rows_.push_back({Choice::search, tr("Read the parts that fit the question"),
                         tr("%1 of %2 parts of the documents: those with words of the question.")
                             .arg(number_text(found->searching->document_parts),
                                  number_text(found->searching->total_document_parts))});
    }
    if (found->dropping) {
        const QString turns = number_text(found->dropping->truncated_turns);
        rows_.push_back(
            {Choice::drop_oldest, tr("Leave out the oldest turns"),
             last.isEmpty()
                 ? tr("%1 of them. You can still read them here.").arg(turns)
                 : tr("%1 of them, up to “%2”. You can still read them here.").arg(turns, last)});
    }
    if (found->fits_new_conversation) {
        const bool has_documents = found->plan.documents > 0;
        rows_.push_back({Choice::new_conversation, tr("Begin a new conversation"),
                         has_documents ? tr("About the same documents; this one stays as it is.")
                                       : tr("This one stays as it is.")});
    }
    if (rows_.empty()) {
        numbers_ += tr("\n\nLeaving something out does not make enough room. Shorten the "
                       "question, or remove a document.");
    }
    endResetModel();
    emit changed();
    emit opened();
}

void ContextChoicesViewModel::choose(int row) {
    if (row < 0 || row >= count()) {
        return;
    }
    switch (rows_[static_cast<std::size_t>(row)].choice) {
    case Choice::summarize:
        set_policy(OverflowPolicy::summarize);
        break;
    case Choice::drop_oldest:
        set_policy(OverflowPolicy::drop_oldest);
        break;
    case Choice::search:
        set_policy(OverflowPolicy::search);
        break;
    case Choice::new_conversation:
        begin_conversation();
        break;
    }
}

void ContextChoicesViewModel::set_policy(OverflowPolicy overflow_policy) {
    library_.call(
        [id = turn_.conversation, overflow_policy](Library& library) {
            return library.conversations().set_overflow_policy(id, overflow_policy);
        },
        main_,
        [self = QPointer(this)](const Status& kept) {
            if (!self) {
                return;
            }
            if (kept) {
                emit self->sendWanted(to_qstring(self->turn_.text));
            } else {
                emit self->failed(error_message(kept.error()));
            }
        });
}

void ContextChoicesViewModel::begin_conversation() {
    library_.call(
        [from = turn_.conversation](Library& library) { return copy_documents(library, from); },
        main_,
        [self = QPointer(this)](const Result<ConversationId>& made) {
            if (!self) {
                return;
            }
            if (made) {
                emit self->conversationBegun(made->value, to_qstring(self->turn_.text));
            } else {
                emit self->failed(error_message(made.error()));
            }
        });
}

int ContextChoicesViewModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant ContextChoicesViewModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    return role == TitleRole ? row.title : role == DetailRole ? row.detail : QVariant();
}

QHash<int, QByteArray> ContextChoicesViewModel::roleNames() const {
    return {{TitleRole, "title"}, {DetailRole, "detail"}};
}

} // namespace sotto::ui
