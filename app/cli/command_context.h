#pragma once

#include "app/cli/exit_status.h"
#include "app/cli/options.h"
#include "app/cli/signal_watch.h"
#include "app/cli/terminal.h"
#include "app/platform/paths.h"
#include "app/runtime/runtime.h"
#include "core/executor/loop_executor.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace sotto::app {

/// What every command works with. Runs on: the main thread; its loop runs inside wait_for().
class CommandContext {
public:
    /// Owner: the caller keeps `signals` alive longer.
    CommandContext(Paths paths, OutputFormat form, SignalWatch& signals)
        : paths_(std::move(paths)), form_(form), signals_(signals) {}

    /// Ends the threads; what they could not keep is told.
    ~CommandContext();

    CommandContext(const CommandContext&) = delete;
    CommandContext& operator=(const CommandContext&) = delete;

    [[nodiscard]] const Paths& paths() const { return paths_; }
    [[nodiscard]] bool wants_json() const { return form_ == OutputFormat::json; }
    [[nodiscard]] Terminal& terminal() { return terminal_; }
    [[nodiscard]] SignalWatch& signals() { return signals_; }
    [[nodiscard]] LoopExecutor& loop() { return loop_; }

    /// The threads, stores and engine, made when a command first needs them.
    [[nodiscard]] Runtime& runtime();

    /// Says once on standard error why what was read is not kept for later, if it is not.
    void tell_kv_notice();

    /// A token that the next interruption stops, for what takes its time. Without it an
    /// interruption ends the program at once.
    [[nodiscard]] std::stop_token stop_on_interrupt();

    /// Runs `function(T&) -> Result<R>` where `bound` lives, and the loop until the answer is here.
    template <class T, class Function>
    auto wait_for(Bound<T>& bound, Function function) {
        using Answer = std::invoke_result_t<Function&, T&>;
        std::optional<Answer> answer;
        bound.call(std::move(function), loop_, [this, &answer](Answer given) {
            answer.emplace(std::move(given));
            loop_.quit();
        });
        loop_.run();
        return std::move(*answer);
    }

    /// Prints a result on standard output.
    ExitStatus print(std::string_view text);

    /// Says on standard error what went wrong; returns the status that goes with it.
    ExitStatus report(const Error& error);

    /// The same for the look-up of a model, where "not found" has a status of its own.
    ExitStatus report_model(const Error& error);

private:
    Paths paths_;
    OutputFormat form_;
    SignalWatch& signals_;
    Terminal terminal_;
    LoopExecutor loop_;
    std::shared_ptr<KvNotice> kv_notice_;
    std::optional<Runtime> runtime_; // last: it posts to the loop
};

} // namespace sotto::app
