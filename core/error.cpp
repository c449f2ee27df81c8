#include "core/error.h"

namespace sotto {

std::string_view to_string(ErrorCode code) {
    switch (code) {
    case ErrorCode::cancelled:
        return "cancelled";
    case ErrorCode::busy:
        return "busy";
    case ErrorCode::not_found:
        return "not_found";
    case ErrorCode::invalid_input:
        return "invalid_input";
    case ErrorCode::context_too_long:
        return "context_too_long";
    case ErrorCode::out_of_memory:
        return "out_of_memory";
    case ErrorCode::out_of_space:
        return "out_of_space";
    case ErrorCode::model_mismatch:
        return "model_mismatch";
    case ErrorCode::corrupt_data:
        return "corrupt_data";
    case ErrorCode::io:
        return "io";
    case ErrorCode::unsupported:
        return "unsupported";
    case ErrorCode::internal:
        break;
    }
    return "internal";
}

} // namespace sotto
