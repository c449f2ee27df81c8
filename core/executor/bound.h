#pragma once

#include "core/error.h"
#include "core/executor/executor.h"

#include <exception>
#include <functional>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace sotto {

/// An object that is built, used and destroyed on its executor. Nobody else holds a pointer to it:
/// others send it closures, which run one at a time in the order of their priority.
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
        executor_.post_always([slot = slot_, make = std::move(factory)]() mutable {
            if (auto made = make()) {
                slot->object = std::move(*made);
            } else {
                slot->error = std::move(made.error());
            }
        });
    }

    ~Bound() {
        executor_.post_always([slot = std::move(slot_)] {
            slot->object.reset();
            slot->error = Error{ErrorCode::cancelled, "the program is closing"};
        });
    }

    Bound(const Bound&) = delete;
    Bound& operator=(const Bound&) = delete;

    /// Runs `function(T&)` on the executor, or drops it when there is no object.
    /// Returns false when the executor's queue is full.
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
    /// `then` runs exactly once, with `busy` when the queue was full.
    template <class Function, class Then>
    void call(Function function, Executor& reply_on, Then then,
              Priority priority = Priority::interactive) {
        using Answer = std::invoke_result_t<Function&, T&>;
        // Shared, because a refused post destroys its closure and the reply must still be sent.
        auto reply = std::make_shared<Reply<Answer, Then>>(reply_on, std::move(then));
        const bool queued =
            executor_.post([slot = slot_, run = std::move(function),
                            reply]() mutable { reply->send(answer<Answer>(*slot, run)); },
                           priority);
        if (!queued) {
            reply->send(fail(ErrorCode::busy, "too many requests are waiting, try again"));
        }
    }

private:
    struct Slot {
        std::unique_ptr<T> object; // touched on the executor only
        Error error{ErrorCode::internal, "the object was not built"};
    };

    // The border where exceptions of libraries end: the caller always gets an answer.
    template <class Answer, class Function>
    static Answer answer(Slot& slot, Function& run) {
        if (!slot.object) {
            return std::unexpected<Error>(slot.error);
        }
        try {
            return run(*slot.object);
        } catch (const std::bad_alloc&) {
            return fail(ErrorCode::out_of_memory, "there is not enough memory");
        } catch (const std::exception& exception) {
            return fail(ErrorCode::internal, exception.what());
        }
    }

    template <class Answer, class Then>
    struct Reply {
        Reply(Executor& executor, Then then) : reply_on(executor), run(std::move(then)) {}
        void send(Answer answer) {
            reply_on.post_always([then = std::move(run), value = std::move(answer)]() mutable {
                then(std::move(value));
            });
        }
        Executor& reply_on;
        Then run;
    };

    Executor& executor_;
    std::shared_ptr<Slot> slot_;
};

} // namespace sotto
