#pragma once

#include "app/cli/exit_status.h"
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

/// Whether a command prints for a person or one JSON value for a program.
enum class OutputFormat { text, json };

/// What every command works with. Runs on: the main thread; its loop runs inside wait_for().
class CommandContext {
public:
    /// Owner: the caller keeps `signals` alive longer.
    CommandContext(Paths paths, OutputFormat output, SignalWatch& signals)
        : paths_(std::move(paths)), output_(output), signals_(signals) {}

    /// Ends the threads, then reports what they could not save.
    ~CommandContext();

    CommandContext(const CommandContext&) = delete;
    CommandContext& operator=(const CommandContext&) = delete;

    [[nodiscard]] const Paths& paths() const { return paths_; }
    [[nodiscard]] bool wants_json() const { return output_ == OutputFormat::json; }
    [[nodiscard]] Terminal& terminal() { return terminal_; }
    [[nodiscard]] SignalWatch& signals() { return signals_; }
    [[nodiscard]] LoopExecutor& loop() { return loop_; }

    /// The threads, stores and engine; created on first use.
    [[nodiscard]] Runtime& runtime();

    /// Prints on standard error, once, why the KV cache is not saved to disk, if it is not.
    void report_kv_notice();

    /// A token that the next interruption stops, for work that takes a while. Without one, an
    /// interruption ends the program at once.
    [[nodiscard]] std::stop_token stop_on_interrupt();

    /// Runs `function(T&) -> Result<R>` on the thread of `bound`, and the loop until it returns.
    template <class T, class Function>
    auto wait_for(Bound<T>& bound, Function function) {
        using Reply = std::invoke_result_t<Function&, T&>;
        std::optional<Reply> reply;
        bound.call(std::move(function), loop_, [this, &reply](Reply result) {
            reply.emplace(std::move(result));
            loop_.quit();
        });
        loop_.run();
        return std::move(*reply);
    }

    /// Removes something from the library with everything that stems from it, and says on standard
    /// error when traces of it can be overwritten only later. Errors: of the library; nothing was
    /// removed then.
    [[nodiscard]] Status remove(const RemovalTarget& target);

    /// Prints a result on standard output.
    ExitStatus print(std::string_view text);

    /// Prints an error on standard error; returns the exit status for it.
    ExitStatus report(const Error& error);

    /// The same for finding a model, where "not found" has an exit status of its own.
    ExitStatus report_model(const Error& error);

private:
    Paths paths_;
    OutputFormat output_;
    SignalWatch& signals_;
    Terminal terminal_;
    LoopExecutor loop_;
    std::shared_ptr<KvNotice> kv_notice_;
    std::optional<Runtime> runtime_; // last: it posts to the loop
};

} // namespace sotto::app
