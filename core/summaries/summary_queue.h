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

/// Where the summary of a document stands.
enum class SummaryStage : std::uint8_t {
    waiting, ///< for those before it, or for the model
    running,
    paused,  ///< an answer goes first
    stopped, ///< by the user
    failed,
};

/// The summary of a document that is to become an answer in a conversation.
struct PendingSummary {
    ConversationId conversation;
    DocumentId document;
    SummaryStage stage = SummaryStage::waiting;
    std::optional<SummaryPrefill> reading = {};   // NOLINT(readability-redundant-member-init)
    std::optional<SummaryProgress> progress = {}; // NOLINT(readability-redundant-member-init)
    std::optional<Error> error = {};              // NOLINT(readability-redundant-member-init)
};

/// Who summarizes, and as what the result is saved.
struct SummaryWriter {
    std::string model_name;
    ModelChoice model;
    std::string model_fingerprint;
    Profile profile;
    /// The user's message that the summary answers, from the document's title.
    std::function<std::string(const std::string& title)> question;
};

/// What a view is told about summaries; this class itself ignores it. Runs on: the main executor.
class SummaryQueueListener {
public:
    virtual ~SummaryQueueListener() = default;
    /// SummaryQueue::pending(), or only its progress, has changed.
    virtual void on_summaries() {}
    /// A summary has been added to its conversation as the last answer.
    virtual void on_summarized(ConversationId conversation, std::string_view title) {
        static_cast<void>(conversation);
        static_cast<void>(title);
    }
};

/// Has documents summarized for conversations, one after the other, and saves each summary as an
/// answer there. What was requested is kept beyond the program's end, and so is every part that is
/// done. Runs on: the main executor (also construction and destruction).
class SummaryQueue {
public:
    /// Owner: the caller keeps all of them alive until the queue is gone. Nobody else uses
    /// `service` meanwhile.
    SummaryQueue(Executor& main, Bound<Library>& library, SummaryService& service);

    /// Ends the running summary; its parts are kept, and so is the setting.
    ~SummaryQueue();

    SummaryQueue(const SummaryQueue&) = delete;
    SummaryQueue& operator=(const SummaryQueue&) = delete;

    void set_listener(std::shared_ptr<SummaryQueueListener> listener);

    /// Has a document of a conversation summarized. One that was stopped goes on, one that failed
    /// is tried again; harmless while it is on its way.
    void want(ConversationId conversation, DocumentId document, const SummaryWriter& writer);

    /// Takes up what an earlier run of the program left of a conversation's summaries.
    void recall(ConversationId conversation, const SummaryWriter& writer);

    /// Ends a summary, until want(); what is done of it is kept.
    void stop(ConversationId conversation, DocumentId document);

    /// Purges a summary that is not wanted at all; `document` invalid: all of the conversation.
    void purge(ConversationId conversation, DocumentId document);

    /// Lets go of the model, until go_on(): an answer goes first.
    void pause();
    void go_on();

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
    void let_go(SummaryStage stage);
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
    std::shared_ptr<Job> running_;           // its text is looked up, summarized or saved
    bool is_paused_ = false;
    CallbackScope job_scope_; // of the running job
    CallbackScope scope_;     // of everything else
};

} // namespace sotto
