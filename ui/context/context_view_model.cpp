#include "ui/context/context_view_model.h"

#include "ui/bridge/text.h"

#include <QPointer>
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <utility>

namespace sotto::ui {

namespace {

constexpr std::chrono::milliseconds kPause{300}; // of typing, before the draft is counted

} // namespace

ContextViewModel::ContextViewModel(const Dependencies& dependencies) : deps_(dependencies) {
    pause_.setSingleShot(true);
    pause_.setInterval(kPause);
    connect(&pause_, &QTimer::timeout, this, &ContextViewModel::count_draft);
    connect(&deps_.current, &CurrentModel::changed, this, &ContextViewModel::replan);
    connect(&deps_.chat, &ChatViewModel::conversationChanged, this, &ContextViewModel::replan);
    connect(&deps_.chat, &ChatViewModel::opened, this, &ContextViewModel::replan);
    connect(&deps_.chat, &ChatViewModel::ended, this, &ContextViewModel::replan);
    connect(&deps_.chat, &ChatViewModel::runningChanged, this,
            [this] { is_enabled_ = is_enabled_ || deps_.chat.running(); });
    connect(&deps_.documents, &DocumentListViewModel::changed, this,
            &ContextViewModel::on_documents_changed);
}

// Prefill progress changes the list, too, but not what is in the context.
void ContextViewModel::on_documents_changed() {
    if (deps_.documents.document_ids() != counted_documents_) {
        replan();
    }
}

std::optional<TurnRequest> ContextViewModel::request_for(const QString& text) const {
    return deps_.current.turn(ConversationId{deps_.chat.conversation()}, text);
}

void ContextViewModel::clear() {
    contents_.reset();
    update();
}

void ContextViewModel::replan() {
    counted_documents_ = deps_.documents.document_ids();
    if (counted_conversation_ != deps_.chat.conversation()) {
        counted_conversation_ = deps_.chat.conversation();
        clear();
    }
    is_enabled_ = is_enabled_ || !draft_.isEmpty() || !counted_documents_.empty();
    auto request = request_for(draft_);
    if (!request || !is_enabled_ || deps_.chat.running()) {
        return; // the end of an answer counts again
    }
    is_counting_ = true;
    deps_.service.look(std::move(*request), [self = QPointer(this), text = draft_,
                                             id = counted_conversation_](const auto& contents) {
        if (self && self->counted_conversation_ == id) {
            self->show(text, contents);
        }
    });
}

void ContextViewModel::show(const QString& text, const Result<ContextContents>& contents) {
    is_counting_ = false;
    contents_ = contents ? std::optional(*contents) : std::nullopt;
    counted_draft_ = text;
    update();
}

void ContextViewModel::setDraft(const QString& draft) {
    if (draft == draft_) {
        return;
    }
    draft_ = draft;
    emit draftChanged();
    pause_.start();
}

// Only the question has changed, unless turns are left out to make room.
void ContextViewModel::count_draft() {
    const bool is_whole = known() && !contents_->read_from.is_valid();
    if (!is_whole || is_counting_ || contents_->overflow_policy != OverflowPolicy::refuse) {
        replan();
        return;
    }
    const auto request = request_for(draft_);
    if (!request || deps_.chat.running()) {
        return;
    }
    deps_.service.count_question(
        *request, [self = QPointer(this), text = draft_](const Result<std::int64_t>& tokens) {
            if (self && tokens) {
                self->show_question(text, *tokens);
            }
        });
}

void ContextViewModel::show_question(const QString& text, std::int64_t tokens) {
    if (known()) { // else another conversation is shown by now
        contents_->use.plan.question = tokens;
        counted_draft_ = text;
        update();
    }
}

bool ContextViewModel::is_too_long(const QString& text) const {
    return known() && !is_counting_ && counted_draft_ == text && !fits();
}

bool ContextViewModel::is_in_parts() const {
    return known() && contents_->overflow_policy == OverflowPolicy::search &&
           !contents_->documents.empty() && !plan().fits();
}

ContextPlan ContextViewModel::shown_plan() const {
    ContextPlan shown = plan();
    if (is_in_parts()) {
        const std::int64_t room =
            shown.context - shown.answer - shown.system - shown.history - shown.question;
        shown.documents = std::clamp<std::int64_t>(room, 0, shown.documents);
    }
    return shown;
}

double ContextViewModel::share(std::int64_t tokens) const {
    const ContextPlan shown = shown_plan();
    const auto whole = static_cast<double>(std::max(shown.context, shown.prompt()));
    return whole > 0 ? static_cast<double>(tokens) / whole : 0;
}

double ContextViewModel::systemShare() const {
    return known() ? share(plan().system) : 0;
}

double ContextViewModel::documentsShare() const {
    return known() ? share(shown_plan().documents) : 0;
}

double ContextViewModel::historyShare() const {
    return known() ? share(plan().history + plan().question) : 0;
}

QString ContextViewModel::systemWords() const {
    return known() ? tr("Instructions %1").arg(number_text(plan().system)) : QString();
}

QString ContextViewModel::documentsWords() const {
    if (!known() || contents_->documents.empty()) {
        return {};
    }
    const QString tokens = number_text(shown_plan().documents);
    if (is_in_parts()) {
        return tr("Parts of documents %1").arg(tokens);
    }
    const auto& all = contents_->documents;
    return all.size() == 1 ? tr("%1 %2").arg(to_qstring(all.front().title), tokens)
                           : tr("%1 documents %2")
                                 .arg(number_text(static_cast<std::int64_t>(all.size())), tokens);
}

QString ContextViewModel::historyWords() const {
    const std::int64_t tokens = known() ? plan().history + plan().question : 0;
    return tokens == 0 ? QString() : tr("History %1").arg(number_text(tokens));
}

QString ContextViewModel::freeWords() const {
    if (!known()) {
        return {};
    }
    const ContextPlan shown = shown_plan();
    return shown.free() >= 0 ? tr("%1 free").arg(number_text(shown.context - shown.prompt()))
                             : tr("%1 too many").arg(number_text(-shown.free()));
}

// "412 tokens, 0.3 %"
QString ContextViewModel::amount(std::int64_t tokens) const {
    const double percent = 100 * share(tokens);
    return tr("%1 tokens, %2 %").arg(number_text(tokens), short_number_text(percent));
}

QString ContextViewModel::words() const {
    if (!known()) {
        return tr("What the model reads is counted once you write.");
    }
    const ContextPlan shown = shown_plan();
    QStringList all{tr("Instructions: %1").arg(amount(shown.system))};
    if (shown.documents > 0) {
        all << tr("Documents: %1").arg(amount(shown.documents));
    }
    if (shown.history + shown.question > 0) {
        all << tr("History: %1").arg(amount(shown.history + shown.question));
    }
    all << (shown.free() >= 0
                ? tr("Free: %1").arg(amount(shown.context - shown.prompt()))
                : tr("%1 tokens more than there is room for").arg(number_text(-shown.free())));
    return all.join(u'\n');
}

QString ContextViewModel::sizeWords() const {
    return known() ? tr("The model reads %1 tokens at once.").arg(number_text(plan().context))
                   : words();
}

QString ContextViewModel::way() const {
    switch (known() ? contents_->overflow_policy : OverflowPolicy::refuse) {
    case OverflowPolicy::refuse:
        break;
    case OverflowPolicy::drop_oldest:
        return tr("When this conversation grows too long, its oldest turns are left out.");
    case OverflowPolicy::summarize:
        return tr("When this conversation grows too long, its oldest turns are summarized.");
    case OverflowPolicy::search:
        return tr("When the documents are too long, their parts with words of the question are "
                  "read.");
    }
    return {};
}

// What does not fit is not read at all.
QString ContextViewModel::whole_note() const {
    return fits() ? tr("Read in full") : QString();
}

QString ContextViewModel::document_note() const {
    if (!is_in_parts()) {
        return whole_note();
    }
    const Truncation last = deps_.chat.messages()->last_truncated();
    return last.total_document_parts == 0
               ? tr("The parts with words of the question")
               : tr("%1 of %2 parts in the last answer")
                     .arg(number_text(last.document_parts), number_text(last.total_document_parts));
}

QString ContextViewModel::history_note() const {
    const ContextUse& use = contents_->use;
    const std::int64_t turns = use.truncated_turns + use.summarized_turns;
    if (turns == 0) {
        return whole_note();
    }
    if (use.summarized_turns > 0) {
        return turns == 1 ? tr("The oldest turn as a summary")
                          : tr("The %1 oldest turns as a summary").arg(number_text(turns));
    }
    return turns == 1 ? tr("Without the oldest turn")
                      : tr("Without the %1 oldest turns").arg(number_text(turns));
}

std::vector<ContextViewModel::Row> ContextViewModel::make_rows() const {
    if (!known()) {
        return {};
    }
    const ContextPlan shown = shown_plan();
    std::vector<Row> rows;
    rows.push_back({System, tr("Instructions"), {}, shown.system});
    for (const DocumentShare& document : contents_->documents) {
        rows.push_back(
            {Documents, to_qstring(document.title), document_note(), document.tokens, document.id});
    }
    const bool has_history = shown.history > 0 || contents_->read_from.is_valid();
    if (has_history) {
        rows.push_back({History, tr("Conversation so far"), history_note(), shown.history});
    }
    if (shown.question > 0) {
        rows.push_back({History, tr("Your message"), {}, shown.question});
    }
    rows.push_back({Free, tr("Reserved for the answer"), {}, shown.answer});
    rows.push_back(
        {Free, shown.free() >= 0 ? tr("Free") : tr("Too many"), {}, std::abs(shown.free())});
    return rows;
}

void ContextViewModel::update() {
    beginResetModel();
    rows_ = make_rows();
    endResetModel();
    const bool has_summary = known() && contents_->use.summarized_turns > 0;
    deps_.chat.messages()->set_read_from(known() ? contents_->read_from : MessageId{},
                                         has_summary ? tr("In the context as a summary")
                                                     : tr("Not in context"));
    emit changed();
}

void ContextViewModel::remove(int row) {
    if (row >= 0 && row < rowCount() && rows_[static_cast<std::size_t>(row)].document.is_valid()) {
        deps_.documents.detach(rows_[static_cast<std::size_t>(row)].document);
    }
}

void ContextViewModel::askEachTime() {
    deps_.library.call(
        [id = ConversationId{deps_.chat.conversation()}](Library& library) {
            return library.conversations().set_overflow_policy(id, OverflowPolicy::refuse);
        },
        deps_.main,
        [self = QPointer(this)](const Status&) {
            if (self) {
                self->replan();
            }
        });
}

int ContextViewModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant ContextViewModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case TitleRole:
        return row.title;
    case NoteRole:
        return row.note;
    case TokensRole:
        return number_text(row.tokens);
    case PartRole:
        return row.part;
    case RemovableRole:
        return row.document.is_valid();
    case SpokenRole: {
        QStringList words{row.title, amount(row.tokens), row.note};
        words.removeAll({});
        return words.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

QHash<int, QByteArray> ContextViewModel::roleNames() const {
    return {{TitleRole, "title"}, {NoteRole, "note"},           {TokensRole, "tokens"},
            {PartRole, "part"},   {RemovableRole, "removable"}, {SpokenRole, "spoken"}};
}

} // namespace sotto::ui
