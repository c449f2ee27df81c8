#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace sotto {

/// The kind of a failure: programs branch on it, people read Error::detail.
enum class ErrorCode {
    cancelled,
    busy,
    not_found,
    invalid_input,
    context_too_long,
    out_of_memory,
    out_of_space,
    model_mismatch,
    corrupt_data,
    io,
    unsupported,
    internal,
};

/// The name of a code in logs and JSON, e.g. "corrupt_data".
[[nodiscard]] std::string_view to_string(ErrorCode code);

/// A failure that crosses a module border.
struct Error {
    ErrorCode code = ErrorCode::internal;
    /// One English sentence for the log and the terminal: what happened and, where it helps, what
    /// to do. Never quotes a user's text.
    std::string detail;
};

/// A value, or the error that prevented it.
template <class T>
using Result = std::expected<T, Error>;

/// Success, or the error that prevented it.
using Status = Result<void>;

/// Shorthand for a failed Result.
[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, std::string detail) {
    return std::unexpected<Error>(Error{code, std::move(detail)});
}

} // namespace sotto
