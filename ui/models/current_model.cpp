#include "ui/models/current_model.h"

#include "ui/bridge/text.h"

#include <utility>

namespace sotto::ui {

QString model_title(const ModelSummary& model) {
    return model.is_built_in ? CurrentModel::tr("Starter") : to_qstring(model.name);
}

QString weights_text(const ModelSummary& model) {
    return to_qstring(model.weights_name);
}

void CurrentModel::set(std::optional<ModelSummary> summary) {
    summary_ = std::move(summary);
    known_ = true;
    emit changed();
}

std::optional<TurnRequest> CurrentModel::turn(ConversationId conversation,
                                              const QString& text) const {
    if (!summary_) {
        return std::nullopt;
    }
    return TurnRequest{.conversation = conversation,
                       .text = to_utf8(text),
                       .edits = {},
                       .answers = {},
                       .model_name = summary_->name,
                       .model = {.folder = summary_->folder},
                       .documents = {},
                       .profile = profile()};
}

QString CurrentModel::title() const {
    return summary_ ? model_title(*summary_) : QString();
}

QString CurrentModel::facts() const {
    return summary_ ? tr("%1 · %2 · %3")
                          .arg(title(), weights_text(*summary_), size_text(summary_->bytes))
                    : QString();
}

} // namespace sotto::ui
