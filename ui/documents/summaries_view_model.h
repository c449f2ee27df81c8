#pragma once

#include "core/summaries/summary_queue.h"
#include "ui/bridge/services.h"
#include "ui/models/model_list_view_model.h"

#include <QtQml/qqmlregistration.h>

#include <QObject>
#include <QString>
#include <memory>
#include <optional>

namespace sotto::ui {

/// Where the summary of a document stands, ready to be shown.
class SummaryState {
    Q_GADGET
    QML_VALUE_TYPE(summaryState)
    Q_PROPERTY(QString words MEMBER words)
    Q_PROPERTY(QString error MEMBER error)
    Q_PROPERTY(double share MEMBER share)
    Q_PROPERTY(bool canBegin MEMBER can_begin)
    Q_PROPERTY(bool canStop MEMBER can_stop)
    Q_PROPERTY(bool canGoOn MEMBER can_go_on)

public:
    QString words;
    QString error;
    double share = -1; ///< 0 to 1; negative: nothing to show
    bool can_begin = false;
    bool can_stop = false;
    bool can_go_on = false;
};

/// The summaries of documents for the conversation that is shown. Each becomes an answer in it.
/// Runs on: the main thread.
class SummariesViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    /// Changes whenever some state may have.
    Q_PROPERTY(int revision READ revision NOTIFY changed)

public:
    /// Owner: the caller keeps both until this is gone.
    SummariesViewModel(const Services& services, const ModelListViewModel& models);
    ~SummariesViewModel() override;

    /// Shows those of a conversation, and goes on with what an earlier run left of them.
    void show(ConversationId conversation);

    [[nodiscard]] int revision() const { return revision_; }
    /// `revision` makes a binding look again.
    Q_INVOKABLE sotto::ui::SummaryState of(qint64 document, int revision) const;
    /// Begins a summary, or goes on with one that was stopped or failed.
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

    const Services& services_;
    const ModelListViewModel& models_;
    std::shared_ptr<Adapter> adapter_;
    ConversationId shown_;
    std::optional<SummaryWriter> writer_; // once the model's fingerprint is known
    int revision_ = 0;
};

} // namespace sotto::ui
