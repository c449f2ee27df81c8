#pragma once

#include "core/executor/bound.h"
#include "core/executor/callback_scope.h"
#include "core/ports/library.h"
#include "core/summaries/summary_service.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// The stage of a pending summary.
enum class SummaryStage : std::uint8_t {
    waiting, ///< for other summaries, or for the model
    running,
    paused,  ///< during an answer
    stopped, ///< by the user
    failed,
};

/// A summary of a document that will become an answer of a conversation.
struct PendingSummary {
    ConversationId conversation;
    DocumentId document;
    SummaryStage stage = SummaryStage::waiting;
    std::optional<SummaryPrefill> reading = {};   // NOLINT(readability-redundant-member-init)
    std::optional<SummaryProgress> progress = {}; // NOLINT(readability-redundant-member-init)
    std::optional<Error> error = {};              // NOLINT(readability-redundant-member-init)
};

/// The model for a summary, and how the result is saved.
struct SummaryWriter {
    std::string model_name;
    ModelChoice model;
    std::string model_fingerprint;
    Profile profile;
    /// Makes the user's message that the summary answers from the document's title.
    std::function<std::string(const std::string& title)> question;
};

/// What a view is told about summaries; this class itself ignores it. Runs on: the main executor.
class SummaryQueueListener {
public:
    virtual ~SummaryQueueListener() = default;
    /// SummaryQueue::pending() has changed.
    virtual void on_summaries() {}
    /// A summary has been added to its conversation as the last answer.
    virtual void on_summarized(ConversationId conversation, std::string_view title) {
        static_cast<void>(conversation);
        static_cast<void>(title);
    }
};

/// Summarizes documents for conversations, one after the other, and saves each summary as an answer
/// there. Requests and finished parts are stored, so that another run of the program can continue.
/// Runs on: the main executor (also construction and destruction).
class SummaryQueue {
public:
    /// Owner: the caller keeps all of them alive until the queue is gone, and does not use
    /// `service` meanwhile.
    SummaryQueue(Executor& main, Bound<Library>& library, SummaryService& service);

    /// Stops the running summary. Its request and finished parts stay stored.
    ~SummaryQueue();

    SummaryQueue(const SummaryQueue&) = delete;
    SummaryQueue& operator=(const SummaryQueue&) = delete;

    void set_listener(std::shared_ptr<SummaryQueueListener> listener);

    /// Summarizes a document of a conversation. A stopped summary continues, a failed one is tried
    /// again. No effect while it is pending.
    void request(ConversationId conversation, DocumentId document, const SummaryWriter& writer);

    /// Continues a conversation's summaries that an earlier run of the program has not finished.
    void restore(ConversationId conversation, const SummaryWriter& writer);

    /// Stops a summary until request(); finished parts stay stored.
    void stop(ConversationId conversation, DocumentId document);

    /// Removes a pending summary; `document` invalid: all of the conversation.
    void purge(ConversationId conversation, DocumentId document);

    /// Stops using the model until resume(), so that an answer can have it.
    void pause();
    void resume();

    [[nodiscard]] bool is_running() const { return running_ != nullptr; }
    [[nodiscard]] std::vector<PendingSummary> pending() const;

private:
    class Adapter;
    struct Job {
        PendingSummary state;
        SummaryWriter writer;
        std::string title = {}; // NOLINT(readability-redundant-member-init)
        bool is_saving = false; // done; too late for a stop
    };

    void start();
    void look_up(const std::shared_ptr<Job>& job);
    void begin(const std::shared_ptr<Job>& job, Result<DocumentText> text);
    void on_end(const SummaryOutcome& outcome);
    void save(const std::shared_ptr<Job>& job, const Generation& summary);
    void on_saved(const std::shared_ptr<Job>& job, const Status& saved);
    void release(SummaryStage stage);
    void fail_job(Job& job, Error error);
    void abort(const Error& error);
    void save_setting(const Job& job, SummarySetting setting);
    [[nodiscard]] std::shared_ptr<Job> find(ConversationId conversation, DocumentId document) const;

    /// Wraps a callback of the running job, which fails when the callback throws.
    template <class Function>
    auto while_running(Function function);

    Executor& main_;
    Bound<Library>& library_;
    SummaryService& service_;
    std::shared_ptr<SummaryQueueListener> listener_ = std::make_shared<SummaryQueueListener>();
    std::shared_ptr<Adapter> adapter_;
    std::vector<std::shared_ptr<Job>> jobs_; // in the order in which they were requested
    std::shared_ptr<Job> running_;           // being looked up, summarized or saved
    bool is_paused_ = false;
    CallbackScope job_scope_; // of the running job
    CallbackScope scope_;     // of everything else
};

} // namespace sotto
