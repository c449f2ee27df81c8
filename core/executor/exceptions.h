#pragma once

#include "core/error.h"

#include <optional>

namespace sotto {

/// The error that stands for the exception being handled: out_of_memory for std::bad_alloc,
/// internal for anything else. Call it in a catch block. The detail names the exception's type
/// only, since what() may quote what a user wrote.
[[nodiscard]] Error error_of_current_exception() noexcept;

/// Runs `function()`. Returns the error when it threw.
template <class Function>
[[nodiscard]] std::optional<Error> try_run(Function&& function) noexcept {
    try {
        function();
        return std::nullopt;
    } catch (...) {
        return error_of_current_exception();
    }
}

/// Writes an exception that ended no request, and so has nobody else to report to, to standard
/// error.
void log_exception(const Error& error) noexcept;

} // namespace sotto
