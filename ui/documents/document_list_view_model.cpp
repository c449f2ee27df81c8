#include "ui/documents/document_list_view_model.h"

#include "ui/bridge/text.h"
#include "ui/documents/document_status.h"

#include <QFile>
#include <QPointer>
#include <algorithm>
#include <chrono>
#include <ranges>
#include <utility>

namespace sotto::ui {

namespace {

// A shorter wait needs no notification: the user is still looking.
constexpr std::chrono::seconds kMinNotifiedPrefill{10};

} // namespace

/// What the service calls; the view-model may be gone before it.
class DocumentListViewModel::Listener final : public DocumentListener {
public:
    explicit Listener(DocumentListViewModel& owner) : owner_(&owner) {}
    void detach() { owner_ = nullptr; }

    void on_import_jobs() override {
        if (owner_ != nullptr) {
            owner_->update();
        }
    }
    void on_attached(const AttachedDocument& attached) override {
        if (owner_ != nullptr) {
            owner_->on_attached(attached);
        }
    }
    void on_detached(const DetachedDocument& detached) override {
        if (owner_ != nullptr) {
            owner_->on_detached(detached);
        }
    }
    void on_failure(const Error& error) override {
        if (owner_ != nullptr) {
            owner_->set_notice(error_message(error));
        }
    }

private:
    DocumentListViewModel* owner_;
};

/// The same for the prefill service.
class DocumentListViewModel::PrefillAdapter final : public PrefillListener {
public:
    explicit PrefillAdapter(DocumentListViewModel& owner) : owner_(&owner) {}
    void detach() { owner_ = nullptr; }

    void on_prefill(ConversationId conversation) override {
        if (owner_ != nullptr && owner_->shown_ == conversation) {
            owner_->update();
        }
    }
    void on_all_read(ConversationId, std::string_view title,
                     std::chrono::duration<double> seconds) override {
        if (owner_ != nullptr && seconds >= kMinNotifiedPrefill) {
            emit owner_->finishedReading(to_qstring(title));
        }
    }

private:
    DocumentListViewModel* owner_;
};

DocumentListViewModel::DocumentListViewModel(const Dependencies& dependencies)
    : deps_(dependencies), listener_(std::make_shared<Listener>(*this)),
      adapter_(std::make_shared<PrefillAdapter>(*this)) {
    deps_.documents.set_listener(listener_);
    deps_.prefill.set_listener(adapter_);
}

DocumentListViewModel::~DocumentListViewModel() {
    listener_->detach();
    adapter_->detach();
}

void DocumentListViewModel::show(ConversationId conversation) {
    if (conversation != shown_) {
        shown_ = conversation;
        documents_.clear();
        notice_.clear();
        update();
    }
    if (!conversation.is_valid()) {
        return;
    }
    deps_.library.call(
        [conversation](Library& library) {
            return library.conversations().documents(conversation);
        },
        deps_.main,
        [self = QPointer(this), conversation](Result<std::vector<DocumentSummary>> found) {
            if (!self || self->shown_ != conversation) {
                return;
            }
            if (found) {
                self->show_documents(std::move(*found));
            } else {
                self->set_notice(error_message(found.error()));
            }
        });
}

void DocumentListViewModel::show_documents(std::vector<DocumentSummary> documents) {
    documents_ = std::move(documents);
    update();
    prefill();
}

void DocumentListViewModel::prefill() {
    const ModelSummary* model = deps_.current.summary();
    if (model != nullptr && shown_.is_valid() && !documents_.empty()) {
        deps_.prefill.read(shown_, {.folder = model->folder},
                           deps_.current.profile().document_system_prompt());
    }
}

void DocumentListViewModel::stopReading() {
    deps_.prefill.stop(shown_);
}

void DocumentListViewModel::resumeReading() {
    deps_.prefill.restart(shown_);
}

std::vector<DocumentId> DocumentListViewModel::document_ids() const {
    return documents_ | std::views::transform(&DocumentSummary::id) |
           std::ranges::to<std::vector>();
}

bool DocumentListViewModel::importing() const {
    return std::ranges::any_of(rows_, &Row::is_importing);
}

QString DocumentListViewModel::subject() const {
    if (documents_.empty()) {
        return {};
    }
    return documents_.size() == 1 ? to_qstring(documents_.front().title)
                                  : tr("these %1 documents").arg(number_text(attachedCount()));
}

bool DocumentListViewModel::open(const QList<QUrl>& files) {
    bool has_file = false;
    bool has_other = false;
    for (const QUrl& file : files) {
        const bool is_file = file.isLocalFile() && !file.toLocalFile().isEmpty();
        has_file = has_file || is_file;
        has_other = has_other || !is_file;
        if (is_file) {
            deps_.documents.open(QFile::encodeName(file.toLocalFile()).toStdString(), shown_);
        }
    }
    set_notice(has_other ? tr("Only files on this device can be opened.") : QString());
    return has_file;
}

void DocumentListViewModel::remove(int row) {
    if (row < 0 || row >= count()) {
        return;
    }
    const Row& chosen = rows_[static_cast<std::size_t>(row)];
    if (chosen.job_id != 0) {
        deps_.documents.dismiss(chosen.job_id);
    } else {
        detach(chosen.document);
    }
}

void DocumentListViewModel::detach(DocumentId document) {
    deps_.documents.detach(shown_, document);
}

void DocumentListViewModel::recognize(int row) {
    if (row >= 0 && row < count()) {
        deps_.documents.recognize(rows_[static_cast<std::size_t>(row)].job_id);
    }
}

void DocumentListViewModel::stopRecognizing(int row) {
    if (row >= 0 && row < count()) {
        deps_.documents.stop_recognizing(rows_[static_cast<std::size_t>(row)].job_id);
    }
}

void DocumentListViewModel::Row::set_status(const DocumentStatus& status) {
    phase = status.phase;
    brief = status.brief;
    spoken_phase = status.spoken;
    share = status.share;
}

void DocumentListViewModel::on_attached(const AttachedDocument& attached) {
    if (!attached.caution.empty()) {
        caution_ = to_qstring(attached.caution);
        caution_[0] = caution_[0].toUpper();
        caution_ += u'.';
    }
    const bool began = attached.effect == AttachedDocument::Effect::began;
    if (began && !shown_.is_valid()) {
        shown_ = attached.conversation;
    }
    if (shown_ == attached.conversation && attached.effect != AttachedDocument::Effect::known) {
        documents_.push_back(attached.document);
    }
    const QString title = to_qstring(attached.document.title);
    emit announced(attached.effect == AttachedDocument::Effect::known
                       ? tr("%1 is a document of this conversation already.").arg(title)
                       : tr("%1 is open.").arg(title));
    emit this->attached(attached.conversation.value, began);
    update();
    if (shown_ == attached.conversation) {
        prefill();
    }
}

void DocumentListViewModel::on_detached(const DetachedDocument& detached) {
    emit this->detached(detached.conversation.value, detached.document.value);
    if (detached.conversation == shown_) {
        std::erase_if(documents_, [&](const DocumentSummary& document) {
            return document.id == detached.document;
        });
        update();
        prefill();
        emit announced(tr("The document is removed from this conversation."));
    }
    if (detached.fate == DetachedDocument::Conversation::removed) {
        emit conversationRemoved(detached.conversation.value);
    }
}

DocumentListViewModel::Row DocumentListViewModel::row_of(const DocumentSummary& document) {
    Row row;
    row.document = document.id;
    row.title = to_qstring(document.title);
    row.facts = document_facts(document);
    return row;
}

DocumentListViewModel::Row DocumentListViewModel::row_of(const ImportJob& job) {
    Row row;
    row.job_id = job.job_id;
    row.title = QFile::decodeName(QByteArray::fromStdString(job.name));
    row.set_status(import_status(job));
    row.is_importing = job.stage != ImportStage::failed;
    row.is_stoppable = job.recognition == Recognition::allowed &&
                       (job.stage == ImportStage::waiting || job.stage == ImportStage::recognizing);
    if (!row.is_importing) {
        row.error = import_error(*job.error, row.title);
        row.is_recognizable = job.error->is_recognizable;
    }
    return row;
}

void DocumentListViewModel::add_prefill(Row& row, const DocumentPrefill& prefill) {
    row.set_status(prefill_status(prefill));
    row.is_stoppable = prefill.stage == PrefillStage::loading ||
                       prefill.stage == PrefillStage::reading ||
                       prefill.stage == PrefillStage::paused;
    row.is_resumable = prefill.stage == PrefillStage::stopped;
    // A model without prefill reads the document with the question.
    if (prefill.error && prefill.error->code != ErrorCode::unsupported) {
        row.error = import_error(*prefill.error, row.title);
    }
}

void DocumentListViewModel::update() {
    std::vector<Row> rows;
    for (const DocumentSummary& document : documents_) {
        rows.push_back(row_of(document));
    }
    for (const DocumentPrefill& prefill : deps_.prefill.readings(shown_)) {
        const auto row = std::ranges::find(rows, prefill.document, &Row::document);
        if (row != rows.end()) {
            add_prefill(*row, prefill);
        }
    }
    for (const ImportJob& job : deps_.documents.import_jobs()) {
        if (job.conversation == shown_) {
            rows.push_back(row_of(job));
        }
    }
    merge(std::move(rows));
    emit changed();
}

// Rows that stay are not removed and inserted again, so they keep the keyboard focus; their order
// never changes.
void DocumentListViewModel::merge(std::vector<Row> rows) {
    const auto place_in = [](const std::vector<Row>& all, const Row& row) {
        return std::ranges::find_if(all, [&](const Row& each) { return each.is_same(row); });
    };
    for (int i = count() - 1; i >= 0; --i) {
        if (place_in(rows, rows_[static_cast<std::size_t>(i)]) == rows.end()) {
            beginRemoveRows({}, i, i);
            rows_.erase(rows_.begin() + i);
            endRemoveRows();
        }
    }
    for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
        const Row& row = rows[static_cast<std::size_t>(i)];
        if (i >= count() || !rows_[static_cast<std::size_t>(i)].is_same(row)) {
            beginInsertRows({}, i, i);
            rows_.insert(rows_.begin() + i, row);
            endInsertRows();
            announce({}, row);
        } else if (Row& known = rows_[static_cast<std::size_t>(i)]; known != row) {
            const Row before = std::exchange(known, row);
            emit dataChanged(index(i), index(i));
            announce(before, row);
        }
    }
}

void DocumentListViewModel::announce(const Row& before, const Row& now) {
    if (!now.error.isEmpty() && now.error != before.error) {
        emit announced(now.error);
    } else if (!now.spoken_phase.isEmpty() && now.spoken_phase != before.spoken_phase) {
        emit announced(tr("%1: %2").arg(now.spoken_phase, now.title));
    }
}

void DocumentListViewModel::set_notice(const QString& notice) {
    if (notice != notice_) {
        notice_ = notice;
        emit changed();
    }
}

int DocumentListViewModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant DocumentListViewModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case TitleRole:
        return row.title.isEmpty() ? tr("Untitled") : row.title;
    case DocumentRole: // 0: a file being imported
        return static_cast<qint64>(row.document.value);
    case FactsRole:
        return row.facts;
    case PhaseRole:
        return row.phase;
    case BriefRole:
        return row.brief;
    case ShareRole:
        return row.share;
    case ErrorRole:
        return row.error;
    case ImportingRole:
        return row.is_importing;
    case StoppableRole:
        return row.is_stoppable;
    case ResumableRole:
        return row.is_resumable;
    case RecognizableRole:
        return row.is_recognizable;
    case SpokenRole: {
        QStringList words{row.title, row.facts, row.phase, row.error};
        words.removeAll({});
        return words.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

QHash<int, QByteArray> DocumentListViewModel::roleNames() const {
    return {{TitleRole, "title"},
            {DocumentRole, "document"},
            {FactsRole, "facts"},
            {PhaseRole, "phase"},
            {BriefRole, "brief"},
            {ShareRole, "share"},
            {ErrorRole, "error"},
            {ImportingRole, "importing"},
            {StoppableRole, "stoppable"},
            {ResumableRole, "resumable"},
            {RecognizableRole, "recognizable"},
            {SpokenRole, "spoken"}};
}

} // namespace sotto::ui
