#include "app/cli/exit_status.h"

namespace sotto::app {

ExitStatus exit_status_of(const Error& error) {
    switch (error.code) {
    case ErrorCode::cancelled:
        return ExitStatus::interrupted;
    case ErrorCode::invalid_input:
    case ErrorCode::context_too_long:
    case ErrorCode::unsupported:
    case ErrorCode::corrupt_data:
    case ErrorCode::model_mismatch:
        return ExitStatus::refused;
    case ErrorCode::busy:
    case ErrorCode::not_found:
    case ErrorCode::out_of_memory:
    case ErrorCode::out_of_space:
    case ErrorCode::io:
    case ErrorCode::internal:
        break;
    }
    return ExitStatus::failed;
}

} // namespace sotto::app
