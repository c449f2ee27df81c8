#include "ui/documents/summaries_view_model.h"

#include "ui/bridge/text.h"
#include "ui/documents/document_status.h"

#include <QPointer>
#include <algorithm>
#include <utility>

namespace sotto::ui {

/// What the queue calls; the view-model may be gone before it.
class SummariesViewModel::Adapter final : public SummaryQueueListener {
public:
    explicit Adapter(SummariesViewModel& owner) : owner_(&owner) {}
    void detach() { owner_ = nullptr; }

    void on_summaries() override {
        if (owner_ != nullptr) {
            owner_->on_changed();
        }
    }
    void on_summarized(ConversationId conversation, std::string_view title) override {
        if (owner_ != nullptr) {
            emit owner_->summarized(conversation.value, to_qstring(title));
        }
    }

private:
    SummariesViewModel* owner_;
};

SummariesViewModel::SummariesViewModel(const Dependencies& dependencies)
    : deps_(dependencies), adapter_(std::make_shared<Adapter>(*this)) {
    deps_.queue.set_listener(adapter_);
    connect(&deps_.current, &CurrentModel::changed, this, &SummariesViewModel::find_writer);
}

SummariesViewModel::~SummariesViewModel() {
    adapter_->detach();
}

void SummariesViewModel::find_writer() {
    writer_.reset();
    const ModelSummary* current = deps_.current.summary();
    if (current == nullptr) {
        return;
    }
    deps_.catalog.call([model = *current, fingerprint = deps_.fingerprint](
                           ModelCatalog&) { return fingerprint(model); },
                       deps_.main,
                       [self = QPointer(this), model = *current](Result<std::string> fingerprint) {
                           const ModelSummary* now = self ? self->deps_.current.summary() : nullptr;
                           if (now == nullptr || now->folder != model.folder || !fingerprint) {
                               return; // an answer of this model will report what is wrong with it
                           }
                           self->writer_ = SummaryWriter{
                               .model_name = model.name,
                               .model = {.folder = model.folder},
                               .model_fingerprint = std::move(*fingerprint),
                               .profile = self->deps_.current.profile(),
                               .question = [](const std::string& title) {
                                   return to_utf8(tr("Summarize “%1”.").arg(to_qstring(title)));
                               }};
                           self->show(self->shown_);
                           self->on_changed();
                       });
}

void SummariesViewModel::show(ConversationId conversation) {
    shown_ = conversation;
    if (writer_ && conversation.is_valid()) {
        deps_.queue.restore(conversation, *writer_);
    }
    on_changed();
}

void SummariesViewModel::on_changed() {
    ++revision_;
    emit changed();
}

SummaryState SummariesViewModel::of(qint64 document, int /*revision*/) const {
    const std::vector<PendingSummary> all = deps_.queue.pending();
    const auto found = std::ranges::find_if(all, [&](const PendingSummary& each) {
        return each.conversation == shown_ && each.document.value == document;
    });
    SummaryState state;
    if (found == all.end()) {
        state.can_start = document != 0 && writer_.has_value();
        return state;
    }
    state.words = summary_status(*found);
    state.can_resume = writer_.has_value() && (found->stage == SummaryStage::stopped ||
                                               found->stage == SummaryStage::failed);
    state.can_stop = found->stage != SummaryStage::stopped && found->stage != SummaryStage::failed;
    if (found->progress && found->stage != SummaryStage::failed) {
        state.share = found->progress->share;
    }
    if (found->error) {
        state.error = error_message(*found->error);
    }
    return state;
}

void SummariesViewModel::begin(qint64 document) {
    if (writer_ && shown_.is_valid()) {
        deps_.queue.request(shown_, DocumentId{document}, *writer_);
    }
}

void SummariesViewModel::stop(qint64 document) {
    deps_.queue.stop(shown_, DocumentId{document});
}

} // namespace sotto::ui
