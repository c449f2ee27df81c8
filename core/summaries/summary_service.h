#pragma once

#include "core/clock.h"
#include "core/context/summary_plan.h"
#include "core/executor/bound.h"
#include "core/executor/callback_scope.h"
#include "core/executor/generation_relay.h"
#include "core/ports/language_model.h"
#include "core/ports/library.h"
#include "core/ports/profile.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// A document to summarize, and how.
struct SummaryRequest {
    DocumentText document;
    ModelChoice model;
    std::string model_fingerprint; ///< identifies the model's saved summaries
    Profile profile;               ///< its answer limit applies to the summary
};

/// How a document is divided for its summary.
struct SummaryPrefill {
    std::int64_t document_tokens = 0; ///< of a prompt with the whole document
    std::int64_t context_tokens = 0;
    std::int64_t parts = 1;      ///< 1 = it is read as a whole
    std::int64_t kept_parts = 0; ///< of these, summarized earlier
};

/// The progress of a summary. A step is one call to the model: for a part, for the levels above the
/// parts (estimated until they are reached), or for the whole.
struct SummaryProgress {
    Phase phase = Phase::loading;
    std::int64_t step = 1; ///< the current one, from 1
    std::int64_t steps = 1;
    double share = 0;                   ///< of the whole work, 0 to 1; never decreases
    std::optional<double> seconds_left; ///< unset until a step has been computed
};

/// How a summary ended. `generation` is the summary; with FinishReason::cancelled, the text so far,
/// which is empty when it was stopped during the parts.
struct SummaryOutcome {
    Generation generation;
    SummaryPrefill reading;
    std::optional<Error> error;
};

/// What a view is told about a summary. Runs on: the main executor. on_prefill is called at most
/// once, when the parts are known and before any text; on_end exactly once and last.
class SummaryListener {
public:
    virtual ~SummaryListener() = default;
    virtual void on_prefill(const SummaryPrefill& reading) = 0;
    virtual void on_progress(const SummaryProgress& progress) = 0;
    /// Text of the whole summary, not of the parts.
    virtual void on_text(std::string_view text) = 0;
    virtual void on_end(const SummaryOutcome& outcome) = 0;
};

/// Summarizes documents of any length: as a whole when it fits the context, else part by part, then
/// the summaries of the parts, level by level. The document and the summary of each part are saved
/// in the library, so that the same request continues with the next part after a stop or a kill.
/// One summary at a time. Runs on: the main executor.
class SummaryService {
public:
    /// Owner: the caller keeps all four alive until the service is gone.
    SummaryService(Executor& main, Bound<Library>& library, Bound<LanguageModel>& model,
                   const Clock& clock);

    /// Stops the running summary. Its listener is not called any more.
    ~SummaryService();

    SummaryService(const SummaryService&) = delete;
    SummaryService& operator=(const SummaryService&) = delete;

    /// Starts a summary. Errors at once: busy (one is running), invalid_input (no text). All later
    /// errors go to the listener.
    Status start(SummaryRequest request, std::shared_ptr<SummaryListener> listener);

    /// Stops the running summary; finished parts stay saved. No effect when idle.
    void stop();

    [[nodiscard]] bool is_running() const { return job_ != nullptr; }

private:
    struct Job;

    void save_document();
    void measure();
    void on_measured(const TokenizedPrompt& empty, const SharedTokens& full);
    void cut(std::int64_t text_tokens);
    void measure_parts();
    void on_parts_measured(std::vector<SharedTokens> prompts);
    void find_saved_parts();
    void next_part();
    void save_part(std::string summary);
    void next_level();
    void summarize_whole();
    void finish(Result<Generation> result);

    [[nodiscard]] std::int64_t answer_limit() const;
    [[nodiscard]] GenerateRequest request_for(SharedText text, SharedTokens tokens,
                                              std::int64_t max_tokens) const;
    [[nodiscard]] SummarySource source() const;
    std::shared_ptr<GenerationRelay> make_relay();
    void on_update(const GenerationUpdate& update);
    void report_progress(const Progress& now);
    void end(SummaryOutcome outcome);
    void end_with(Error error);

    /// Wraps a callback of the running job, which fails when the callback throws.
    template <class Function>
    auto while_running(Function function);
    /// The same for a Result: an error or a stop ends the job.
    template <class Function>
    auto then(Function function);
    template <class Function>
    void tokenize(const std::vector<SharedText>& texts, Function function);
    template <class Function>
    void ask(GenerateRequest request, Function function);

    Executor& main_;
    Bound<Library>& library_;
    Bound<LanguageModel>& model_;
    const Clock& clock_;
    std::unique_ptr<Job> job_;
    CallbackScope job_scope_; // cancelled when the job ends
};

} // namespace sotto
