#include "ui/documents/summaries_view_model.h"

#include "ui/bridge/text.h"
#include "ui/chat/progress_text.h"
#include "ui/documents/document_text.h"

#include <QPointer>
#include <algorithm>
#include <utility>

namespace sotto::ui {

/// The queue's view of a view-model that may be gone before it.
class SummariesViewModel::Adapter final : public SummaryQueueListener {
public:
    explicit Adapter(SummariesViewModel& owner) : owner_(&owner) {}
    void purge() { owner_ = nullptr; }

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

SummariesViewModel::SummariesViewModel(const Services& services, const ModelListViewModel& models)
    : services_(services), models_(models), adapter_(std::make_shared<Adapter>(*this)) {
    services_.summaries.set_listener(adapter_);
    connect(&models_, &ModelListViewModel::changed, this, &SummariesViewModel::find_writer);
}

SummariesViewModel::~SummariesViewModel() {
    adapter_->purge();
}

void SummariesViewModel::find_writer() {
    writer_.reset();
    const ModelSummary* current = models_.current();
    if (current == nullptr) {
        return;
    }
    services_.catalog.call(
        [model = *current, fingerprint = services_.fingerprint](ModelCatalog&) {
            return fingerprint(model);
        },
        services_.main,
        [self = QPointer(this), model = *current](Result<std::string> fingerprint) {
            if (!self || !fingerprint) {
                return; // an answer by this model will say what is wrong with it
            }
            self->writer_ =
                SummaryWriter{.model_name = model.name,
                              .model = {.folder = model.folder},
                              .model_fingerprint = std::move(*fingerprint),
                              .profile = default_profile(),
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
        services_.summaries.restore(conversation, *writer_);
    }
    on_changed();
}

void SummariesViewModel::on_changed() {
    ++revision_;
    emit changed();
}

SummaryState SummariesViewModel::of(qint64 document, int /*revision*/) const {
    const std::vector<PendingSummary> all = services_.summaries.pending();
    const auto found = std::ranges::find_if(all, [&](const PendingSummary& each) {
        return each.conversation == shown_ && each.document.value == document;
    });
    SummaryState state;
    if (found == all.end()) {
        state.can_begin = document != 0 && writer_.has_value();
        return state;
    }
    state.words = summary_words(*found);
    state.can_go_on = writer_.has_value() && (found->stage == SummaryStage::stopped ||
                                              found->stage == SummaryStage::failed);
    state.can_stop = found->stage != SummaryStage::stopped && found->stage != SummaryStage::failed;
    if (found->progress && found->stage != SummaryStage::failed) {
        state.share = found->progress->share;
    }
    if (found->error) {
        state.error = error_sentence(*found->error);
    }
    return state;
}

void SummariesViewModel::begin(qint64 document) {
    if (writer_ && shown_.is_valid()) {
        services_.summaries.request(shown_, DocumentId{document}, *writer_);
    }
}

void SummariesViewModel::stop(qint64 document) {
    services_.summaries.stop(shown_, DocumentId{document});
}

} // namespace sotto::ui
