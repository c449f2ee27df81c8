#pragma once

#include "core/clock.h"
#include "core/context/context_fit.h"
#include "core/context/turn_prompt.h"
#include "core/executor/bound.h"
#include "core/executor/callback_scope.h"
#include "core/executor/generation_relay.h"
#include "core/ports/language_model.h"
#include "core/ports/library.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto {

/// How one turn ended. `error` is set when it failed; `stats` when it did not.
struct TurnOutcome {
    MessageState state = MessageState::complete;
    GenerationStats stats;
    std::optional<Error> error;
    /// The use of the context; unset when nothing was read.
    std::optional<ContextUse> context = std::nullopt;
    /// Set when the question does not fit the context, and nothing of the turn stays saved: the
    /// conversation without it, or an invalid id where that was all of it.
    std::optional<ConversationId> rolled_back = std::nullopt;
};

/// What a view is told about a turn. Runs on: the main executor. Calls come in this order:
/// on_saved once (unless saving failed), on_progress and on_text any number of times, on_end
/// exactly once and last, after all text, when the answer has been saved (or could not be).
class TurnListener {
public:
    virtual ~TurnListener() = default;
    virtual void on_saved(const TurnStart& start) = 0;
    virtual void on_progress(const Progress& progress) = 0;
    virtual void on_text(std::string_view text) = 0;
    virtual void on_end(const TurnOutcome& outcome) = 0;
};

/// Runs chat turns: saves the user's message, has the model answer, passes text on as it arrives,
/// and saves the partial answer about every half second and the whole one at the end. A question
/// that does not fit the context is rolled back. One turn at a time. Runs on: the main executor
/// (also construction and destruction).
class ChatService {
public:
    /// Owner: the caller keeps all four alive until the service is gone.
    ChatService(Executor& main, Bound<Library>& library, Bound<LanguageModel>& model,
                const Clock& clock);

    /// Stops the running turn. Its listener is not called any more.
    ~ChatService();

    ChatService(const ChatService&) = delete;
    ChatService& operator=(const ChatService&) = delete;

    /// Starts a turn. Errors at once: busy (a turn is running), invalid_input (nothing but white
    /// space). All later errors go to the listener.
    Status send(TurnRequest request, std::shared_ptr<TurnListener> listener);

    /// Stops the running turn and keeps the text so far. No effect when idle.
    void stop();

    [[nodiscard]] bool is_running() const { return turn_ != nullptr; }

private:
    struct Turn;

    void begin();
    void generate(const ConversationSnapshot& stored);
    void on_update(const GenerationUpdate& update);
    void save_partial_if_due();
    void finish(Result<FittedAnswer> result);
    void save_unfinished(MessageState state) noexcept;
    void abort(const Error& error);
    void save_end(TurnOutcome outcome);
    void roll_back(TurnOutcome outcome);
    void end(const TurnOutcome& outcome);

    /// Wraps a callback of the running turn, which fails when the callback throws.
    template <class Function>
    auto while_running(Function function);

    Executor& main_;
    Bound<Library>& library_;
    Bound<LanguageModel>& model_;
    const Clock& clock_;
    std::unique_ptr<Turn> turn_;
    CallbackScope turn_scope_; // cancelled when the turn ends
    // For OverflowPolicy::summarize. Used on the inference thread only.
    std::shared_ptr<TurnSummary> turn_summary_ = std::make_shared<TurnSummary>();
};

} // namespace sotto
