#pragma once

#include "core/error.h"
#include "core/executor/exceptions.h"
#include "core/executor/executor.h"

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace sotto {

/// An object that is built, used and destroyed on its executor. Nobody else holds a pointer to it:
/// others send it closures, which run one at a time in the order of their priority.
///
/// Exceptions end here: what the factory throws is the error of every later call(), and what a
/// called function throws is the error of that call.
///
/// Owner: one holder on any thread, which must not outlive the executor. Destroying the Bound
/// destroys the object on its executor, after the closures already queued before it; a background
/// closure overtaken by the destruction is not run, and its `call` is answered with `cancelled`.
template <class T>
class Bound {
public:
    /// Builds the object on its executor; a failure is the answer to every later call().
    using Factory = std::move_only_function<Result<std::unique_ptr<T>>()>;

    Bound(Executor& executor, Factory factory)
        : executor_(executor), slot_(std::make_shared<Slot>()) {
        executor_.post_always(
            [slot = slot_, make = std::move(factory)]() mutable { slot->build(make); });
    }

    ~Bound() {
        // Without memory for the task, the last closure in the queue destroys the object.
        static_cast<void>(
            try_run([this] { executor_.post_always([slot = slot_] { slot->close(); }); }));
    }

    Bound(const Bound&) = delete;
    Bound& operator=(const Bound&) = delete;

    /// Runs `function(T&)` on the executor, or drops it when there is no object. What it throws
    /// goes to the executor. Returns false when the executor's queue is full.
    template <class Function>
    [[nodiscard]] bool post(Function function, Priority priority = Priority::interactive) {
        return executor_.post(
            [slot = slot_, run = std::move(function)]() mutable {
                if (slot->object) {
                    run(*slot->object);
                }
            },
            priority);
    }

    /// Runs `function(T&) -> Result<R>` on the executor, then `then(Result<R>)` on `reply_on`.
    /// `then` runs exactly once: with the result, with the error that an exception of `function`
    /// stands for, with `busy` when the queue was full, or with `out_of_memory` when the call could
    /// not be queued. What `then` throws goes to `reply_on`.
    template <class Function, class Then>
    void call(Function function, Executor& reply_on, Then then,
              Priority priority = Priority::interactive) {
        using Answer = std::invoke_result_t<Function&, T&>;
        // Shared, because a refused post destroys its closure and the reply must still be sent.
        auto reply = std::make_shared<Reply<Answer, Then>>(reply_on, std::move(then));
        bool queued = false;
        const auto error = try_run([&] {
            queued = executor_.post(
                [slot = slot_, run = std::move(function), reply]() mutable {
                    send(std::move(reply), run_in<Answer>(*slot, run));
                },
                priority);
        });
        if (error) {
            send(std::move(reply), Answer(std::unexpected<Error>(*error)));
        } else if (!queued) {
            send(std::move(reply),
                 Answer(fail(ErrorCode::busy, "too many requests are waiting, try again")));
        }
    }

private:
    /// Used on the executor only.
    struct Slot {
        std::unique_ptr<T> object;
        Error error{ErrorCode::internal, "the object was not built"};

        void build(Factory& make) {
            const auto thrown = try_run([&] {
                if (auto made = make()) {
                    object = std::move(*made);
                } else {
                    error = std::move(made.error());
                }
            });
            if (thrown) {
                error = *thrown;
            }
        }

        void close() {
            error = Error{ErrorCode::cancelled, "the program is closing"};
            delete object.release(); // reset() would end the program when the destructor throws
        }
    };

    template <class Answer, class Function>
    static Answer run_in(Slot& slot, Function& run) {
        try {
            if (!slot.object) {
                return std::unexpected<Error>(slot.error);
            }
            return run(*slot.object);
        } catch (...) {
            return std::unexpected<Error>(error_of_current_exception());
        }
    }

    template <class Answer, class Then>
    struct Reply {
        Reply(Executor& executor, Then function) : reply_on(executor), then(std::move(function)) {}
        Executor& reply_on;
        Then then;
        std::optional<Answer> value;
    };

    /// Empties an optional at the end of a scope, also when that ends by an exception.
    template <class Value>
    struct Emptying {
        explicit Emptying(std::optional<Value>& held) : value(held) {}
        ~Emptying() { value.reset(); }
        Emptying(const Emptying&) = delete;
        Emptying& operator=(const Emptying&) = delete;
        std::optional<Value>& value;
    };

    // The task holds the reply alone or with closures that have run; what the reply captured is
    // moved out, so that it is destroyed on `reply_on`.
    template <class Answer, class Then>
    static void send(std::shared_ptr<Reply<Answer, Then>> reply, Answer value) {
        reply->value.emplace(std::move(value));
        Executor& executor = reply->reply_on;
        executor.post_always([reply = std::move(reply)] {
            Then then = std::move(reply->then);
            const Emptying emptied(reply->value);
            then(*std::move(reply->value));
        });
    }

    Executor& executor_;
    std::shared_ptr<Slot> slot_;
};

} // namespace sotto
