#pragma once

#include "core/executor/exceptions.h"

#include <memory>
#include <utility>

namespace sotto {

/// Ties callbacks to the object that waits for them, or to one of its requests. A wrapped callback
/// runs only while its scope exists and has not been cancelled since.
///
/// Runs on: one thread, which uses and destroys the scope and runs its callbacks.
class CallbackScope {
public:
    /// Drops all callbacks that have been wrapped so far.
    void cancel() noexcept { token_.reset(); }

    /// Wraps `function`. What it throws goes to the executor.
    template <class Function>
    [[nodiscard]] auto wrap(Function function) {
        return [token = token(),
                run = std::move(function)]<class... Arguments>(Arguments&&... arguments) mutable {
            if (!token.expired()) {
                run(std::forward<Arguments>(arguments)...);
            }
        };
    }

    /// Wraps `function`. What it throws is passed to `on_error(const Error&)`, or to the executor
    /// when the scope was cancelled meanwhile.
    template <class Function, class OnError>
    [[nodiscard]] auto wrap(Function function, OnError on_error) {
        return
            [token = token(), run = std::move(function),
             on_error = std::move(on_error)]<class... Arguments>(Arguments&&... arguments) mutable {
                if (token.expired()) {
                    return;
                }
                try {
                    run(std::forward<Arguments>(arguments)...);
                } catch (...) {
                    if (token.expired()) {
                        throw;
                    }
                    on_error(error_of_current_exception());
                }
            };
    }

private:
    struct Token {};

    std::weak_ptr<const Token> token() {
        if (!token_) {
            token_ = std::make_shared<const Token>();
        }
        return token_;
    }

    std::shared_ptr<const Token> token_;
};

} // namespace sotto
