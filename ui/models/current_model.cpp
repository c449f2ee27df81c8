#include "ui/models/current_model.h"

#include "ui/bridge/text.h"

#include <utility>

namespace sotto::ui {

QString model_title(const ModelSummary& model) {
    return model.is_built_in ? CurrentModel::tr("Starter") : to_qstring(model.name);
}

QString dtype_text(WeightDtype dtype) {
    switch (dtype) {
    case WeightDtype::int4:
        return QStringLiteral("int4");
    case WeightDtype::int8:
        return QStringLiteral("int8");
    case WeightDtype::f32:
        break;
    }
    return QStringLiteral("f32");
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
                          .arg(title(), dtype_text(summary_->weights), size_text(summary_->bytes))
                    : QString();
}

} // namespace sotto::ui
