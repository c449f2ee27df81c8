#pragma once

#include "core/clock.h"
#include "core/executor/bound.h"
#include "core/executor/callback_scope.h"
#include "core/executor/generation_relay.h"
#include "core/ports/language_model.h"
#include "core/ports/library.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// Where the reading ahead of a document stands.
enum class PrefillStage : std::uint8_t {
    waiting, ///< for what is read before it
    loading, ///< the model is being loaded for it
    reading,
    paused,  ///< an answer goes first
    stopped, ///< by the user
    read,
    failed,
};

/// How far a document of a conversation has been read ahead.
struct DocumentPrefill {
    DocumentId document;
    PrefillStage stage = PrefillStage::waiting;
    std::int64_t done_tokens = 0;
    std::int64_t total_tokens = 0;   ///< 0: not known yet
    std::int64_t prefix_tokens = 0;  ///< once read: up to its end, instructions included
    double tokens_per_second = 0;    ///< while it is read; 0: not known yet
    std::optional<Error> error = {}; // why it failed; NOLINT(readability-redundant-member-init)
};

/// What a view is told about prefill; this class itself ignores it. Runs on: the main executor.
class PrefillListener {
public:
    virtual ~PrefillListener() = default;
    /// PrefillService::readings() of this conversation has changed.
    virtual void on_prefill(ConversationId conversation) { static_cast<void>(conversation); }
    /// All documents of a conversation have been read; `seconds` were spent on it in this run.
    virtual void on_all_read(ConversationId conversation, std::string_view title,
                             std::chrono::duration<double> seconds) {
        static_cast<void>(conversation);
        static_cast<void>(title);
        static_cast<void>(seconds);
    }
};

/// Reads the documents of conversations ahead of any question, in the background: one after the
/// other, each behind those before it, as answers will find them. Whoever wants an answer pauses
/// it; what was read is kept beyond the program's end, and the next call goes on from there. Runs
/// on: the main executor (also construction and destruction).
class PrefillService {
public:
    /// Owner: the caller keeps all four alive until the service is gone.
    PrefillService(Executor& main, Bound<Library>& library, Bound<LanguageModel>& model,
                   const Clock& clock);

    /// Stops; the listener hears nothing more.
    ~PrefillService();

    PrefillService(const PrefillService&) = delete;
    PrefillService& operator=(const PrefillService&) = delete;

    void set_listener(std::shared_ptr<PrefillListener> listener);

    /// Has the documents of a conversation read before those of all others, as `model` reads them
    /// after the instructions `system`. To be called again when the documents have changed; what is
    /// read already is not read twice, and what the user has stopped stays so.
    void read(ConversationId conversation, const ModelChoice& model, const std::string& system);

    /// Lets go of the model at once, until go_on(): an answer goes first.
    void pause();
    void go_on();

    /// Lets go of the model for what waits for it already, and goes on behind that.
    void make_way();

    /// Ends the reading of a conversation's documents, until resume(), also after the program's
    /// end.
    void stop(ConversationId conversation);
    void resume(ConversationId conversation);

    /// Of the documents of a conversation, in their order; empty when nobody asked for it.
    [[nodiscard]] std::vector<DocumentPrefill> readings(ConversationId conversation) const;

private:
    struct Text;
    struct Found;
    struct Job;

    void start();
    void look_up(const Job& job);
    void on_found(ConversationId conversation, Result<Found> found);
    void save_setting(ConversationId conversation, PrefillSetting setting);
    void read_next(Job& job);
    void on_progress(const GenerationUpdate& update);
    void on_end(ConversationId conversation, DocumentId document, Result<PrefillReport> report);
    void finish(Job& job, DocumentPrefill& reading, const PrefillReport& report);
    void halt(Job& job, PrefillStage stage);
    void abort(const Error& error);
    [[nodiscard]] Job* find(ConversationId conversation);

    /// Wraps a callback of the running call, whose job fails when the callback throws.
    template <class Function>
    auto while_busy(Function function);

    Executor& main_;
    Bound<Library>& library_;
    Bound<LanguageModel>& model_;
    const Clock& clock_;
    std::shared_ptr<PrefillListener> listener_ = std::make_shared<PrefillListener>();
    std::vector<std::unique_ptr<Job>> jobs_; // the most wanted first
    bool is_paused_ = false;
    bool is_busy_ = false; // a call is on its way, for the job `busy_with_`
    ConversationId busy_with_;
    std::shared_ptr<GenerationRelay> relay_; // of a call to the model
    bool is_making_way_ = false;
    std::stop_source stop_;
    CallbackScope call_scope_;
};

} // namespace sotto
