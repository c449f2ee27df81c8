#pragma once

#include "core/context/turn_prompt.h"
#include "core/ports/model_catalog.h"
#include "core/ports/profile.h"

#include <QtQml/qqmlregistration.h>

#include <QObject>
#include <QString>
#include <optional>

namespace sotto::ui {

/// The model that answers. Runs on: the main thread.
class CurrentModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    /// The catalog has been read, and there is a model.
    Q_PROPERTY(bool exists READ exists NOTIFY changed)
    Q_PROPERTY(QString title READ title NOTIFY changed)
    /// "MobileLLM-Pro · int4 · 616 MB"
    Q_PROPERTY(QString facts READ facts NOTIFY changed)
    /// The starter, a tiny model with examples of its own.
    Q_PROPERTY(bool isBuiltIn READ isBuiltIn NOTIFY changed)

public:
    /// Owner: the caller keeps `profiles` until this is gone.
    explicit CurrentModel(ProfileProvider& profiles) : profiles_(profiles) {}

    /// Nothing = there is no model.
    void set(std::optional<ModelSummary> summary);

    [[nodiscard]] const ModelSummary* summary() const { return summary_ ? &*summary_ : nullptr; }
    /// set() has been called: whether a model exists is known.
    [[nodiscard]] bool known() const { return known_; }

    /// A turn with this model's profile; nothing when there is no model.
    [[nodiscard]] std::optional<TurnRequest> turn(ConversationId conversation,
                                                  const QString& text) const;
    /// The profile for one answer. There must be a model.
    [[nodiscard]] Profile profile() const { return profiles_.profile_for(*summary_); }

    [[nodiscard]] bool exists() const { return summary_.has_value(); }
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString facts() const;
    [[nodiscard]] bool isBuiltIn() const { return summary_ && summary_->is_built_in; }

signals:
    void changed();

private:
    ProfileProvider& profiles_;
    std::optional<ModelSummary> summary_;
    bool known_ = false;
};

/// The name that a person reads.
[[nodiscard]] QString model_title(const ModelSummary& model);

/// "int4"
[[nodiscard]] QString weights_text(const ModelSummary& model);

} // namespace sotto::ui
