#pragma once

#include "core/executor/bound.h"
#include "core/ports/model_catalog.h"
#include "core/summaries/summary_queue.h"
#include "ui/models/current_model.h"

#include <QtQml/qqmlregistration.h>

#include <QObject>
#include <QString>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace sotto::ui {

/// The state of a document's summary, ready to be shown.
class SummaryState {
    Q_GADGET
    QML_VALUE_TYPE(summaryState)
    Q_PROPERTY(QString words MEMBER words)
    Q_PROPERTY(QString error MEMBER error)
    Q_PROPERTY(double share MEMBER share)
    Q_PROPERTY(bool canStart MEMBER can_start)
    Q_PROPERTY(bool canStop MEMBER can_stop)
    Q_PROPERTY(bool canResume MEMBER can_resume)

public:
    QString words;
    QString error;
    double share = -1; ///< 0 to 1; negative: nothing to show
    bool can_start = false;
    bool can_stop = false;
    bool can_resume = false;
};

/// The summaries of the shown conversation's documents. Each becomes an answer in it.
/// Runs on: the main thread.
class SummariesViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    /// Changes whenever a state may have changed.
    Q_PROPERTY(int revision READ revision NOTIFY changed)

public:
    /// What identifies the files of a model. Runs on: the catalog's thread.
    using Fingerprint = std::function<Result<std::string>(const ModelSummary&)>;
    /// Owner: the caller keeps all of them until the view-model is gone.
    struct Dependencies {
        Executor& main;
        Bound<ModelCatalog>& catalog;
        SummaryQueue& queue;
        const CurrentModel& current;
        Fingerprint fingerprint;
    };
    explicit SummariesViewModel(const Dependencies& dependencies);
    ~SummariesViewModel() override;

    /// Shows those of a conversation, and resumes what an earlier run left unfinished.
    void show(ConversationId conversation);

    [[nodiscard]] int revision() const { return revision_; }
    /// `revision` makes a binding evaluate again.
    Q_INVOKABLE sotto::ui::SummaryState of(qint64 document, int revision) const;
    /// Starts a summary, or resumes one that was stopped or failed.
    Q_INVOKABLE void begin(qint64 document);
    Q_INVOKABLE void stop(qint64 document);

signals:
    void changed();
    /// A summary has become an answer of a conversation.
    void summarized(qint64 conversation, const QString& title);

private:
    class Adapter;
    void find_writer();
    void on_changed();

    const Dependencies deps_;
    std::shared_ptr<Adapter> adapter_;
    ConversationId shown_;
    std::optional<SummaryWriter> writer_; // once the model's fingerprint is known
    int revision_ = 0;
};

} // namespace sotto::ui
