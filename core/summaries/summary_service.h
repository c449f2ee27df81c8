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

/// What is to be summarized, and by whom.
struct SummaryRequest {
    DocumentText document;
    ModelChoice model;
    std::string model_fingerprint; ///< what tells the model from all others
    Profile profile;               ///< its answer limit is the summary's
};

/// How a document is read for its summary.
struct SummaryPrefill {
    std::int64_t document_tokens = 0; ///< of the prompt with the whole document
    std::int64_t context_tokens = 0;
    std::int64_t parts = 1;      ///< 1 = it is read in full, at once
    std::int64_t kept_parts = 0; ///< of these, summarized before
};

/// Where a summary stands. A step is one question to the model: each part, the levels of summaries
/// above the parts (estimated until they are reached), and the whole.
struct SummaryProgress {
    Phase phase = Phase::loading;
    std::int64_t step = 1; ///< the one being done, from 1
    std::int64_t steps = 1;
    double share = 0;                   ///< of the whole work, 0 to 1; never falls
    std::optional<double> seconds_left; ///< unknown until a step has been computed
};

/// How a summary ended. `generation` is the last answer; with FinishReason::cancelled it holds what
/// was written of it, which is nothing when the stop came during the parts.
struct SummaryOutcome {
    Generation generation;
    SummaryPrefill reading;
    std::optional<Error> error;
};

/// What a view is told. Runs on: the main executor. on_prefill at most once, before all text and
/// after the parts are known; on_end exactly once and last.
class SummaryListener {
public:
    virtual ~SummaryListener() = default;
    virtual void on_prefill(const SummaryPrefill& reading) = 0;
    virtual void on_progress(const SummaryProgress& progress) = 0;
    /// Text of the summary of the whole; those of the parts are not shown.
    virtual void on_text(std::string_view text) = 0;
    virtual void on_end(const SummaryOutcome& outcome) = 0;
};

/// Summarizes documents of any length: in the context as a whole where that fits, else part by
/// part, then the summaries of the parts, level by level. The document is saved in the library, and
/// so is the summary of each part as soon as it is there: after a stop or a kill the same request
/// goes on with the next part. One summary at a time. Runs on: the main executor.
class SummaryService {
public:
    /// Owner: the caller keeps all four alive until the service is gone.
    SummaryService(Executor& main, Bound<Library>& library, Bound<LanguageModel>& model,
                   const Clock& clock);

    /// Stops the running summary; its listener hears nothing more.
    ~SummaryService();

    SummaryService(const SummaryService&) = delete;
    SummaryService& operator=(const SummaryService&) = delete;

    /// Begins a summary. Errors at once: busy (one is running), invalid_input (no text). Everything
    /// later arrives through the listener.
    Status start(SummaryRequest request, std::shared_ptr<SummaryListener> listener);

    /// Ends the running summary as soon as possible; parts that are done stay done. Harmless when
    /// idle.
    void stop();

    [[nodiscard]] bool is_running() const { return job_ != nullptr; }

private:
    struct Job;

    void save_document();
    void measure();
    void on_measured(const PromptCounts& counts);
    void cut(std::int64_t text_tokens);
    void measure_parts();
    void on_parts_measured(const PromptCounts& counts);
    void look_up();
    void next_part();
    void keep(std::string summary);
    void climb();
    void write_whole();
    void finish(Result<Generation> result);

    [[nodiscard]] std::int64_t answer_limit() const;
    [[nodiscard]] GenerateRequest request_for(std::string text, std::int64_t max_tokens) const;
    [[nodiscard]] SummarySource source() const;
    std::shared_ptr<GenerationRelay> make_relay();
    void on_update(const GenerationUpdate& update);
    void tell_progress(const Progress& now);
    void end(SummaryOutcome outcome);
    void end_with(Error error);

    /// Wraps a callback of the running job, which fails when the callback throws.
    template <class Function>
    auto while_running(Function function);
    /// The same, where a failure or a stop ends the job.
    template <class Function>
    auto then(Function function);
    template <class Function>
    void count(const std::vector<std::string>& texts, Function function);
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
