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

/// The stage of a document's prefill.
enum class PrefillStage : std::uint8_t {
    waiting, ///< for other documents
    loading, ///< the model
    reading,
    paused,  ///< during an answer
    stopped, ///< by the user
    read,
    failed,
};

/// How much of a document has been prefilled.
struct DocumentPrefill {
    DocumentId document;
    PrefillStage stage = PrefillStage::waiting;
    std::int64_t done_tokens = 0;
    std::int64_t total_tokens = 0;   ///< 0: unknown yet
    std::int64_t prefix_tokens = 0;  ///< when read: of the prompt up to its end
    double tokens_per_second = 0;    ///< while it is read; 0: unknown yet
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

/// Prefills the documents of conversations in the background, one after the other, each behind
/// those before it, as the prompts of turns have them. An answer pauses it. The computed blocks are
/// stored, and the next call, also in another run of the program, continues behind them. Runs on:
/// the main executor (also construction and destruction).
class PrefillService {
public:
    /// Owner: the caller keeps all four alive until the service is gone.
    PrefillService(Executor& main, Bound<Library>& library, Bound<LanguageModel>& model,
                   const Clock& clock);

    /// Stops the running call. The listener is not called any more.
    ~PrefillService();

    PrefillService(const PrefillService&) = delete;
    PrefillService& operator=(const PrefillService&) = delete;

    void set_listener(std::shared_ptr<PrefillListener> listener);

    /// Prefills the documents of a conversation before those of all others, with `model` and behind
    /// the instructions `system`. Call it again when the documents have changed: those that are
    /// read are not read twice, and a conversation that the user has stopped stays stopped.
    void read(ConversationId conversation, const ModelChoice& model, const std::string& system);

    /// Stops using the model at once, until resume(), so that an answer can have it.
    void pause();
    void resume();

    /// Lets the calls that are waiting for the model go first, then continues.
    void yield();

    /// Stops a conversation's prefill until restart(). The setting is stored.
    void stop(ConversationId conversation);
    void restart(ConversationId conversation);

    /// For each document of a conversation, in order; empty unless read() was called for it.
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
    void set_stage(Job& job, PrefillStage stage);
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
    std::vector<std::unique_ptr<Job>> jobs_; // the next one first
    bool is_paused_ = false;
    bool is_busy_ = false; // a call is running, for the job `busy_with_`
    ConversationId busy_with_;
    std::shared_ptr<GenerationRelay> relay_; // of a call to the model
    bool is_yielding_ = false;
    std::stop_source stop_;
    CallbackScope call_scope_;
};

} // namespace sotto
