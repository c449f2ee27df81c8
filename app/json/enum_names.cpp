#include "app/json/enum_names.h"

#include <chrono>
#include <format>

namespace sotto::app {

std::string_view to_string(KvDtype dtype) {
    switch (dtype) {
    case KvDtype::int8:
        return "int8";
    case KvDtype::f16:
        return "f16";
    case KvDtype::f32:
        break;
    }
    return "f32";
}

std::string_view to_string(Role role) {
    switch (role) {
    case Role::system:
        return "system";
    case Role::user:
        return "user";
    case Role::assistant:
        break;
    }
    return "assistant";
}

std::string_view to_string(MessageState state) {
    switch (state) {
    case MessageState::complete:
        return "complete";
    case MessageState::writing:
        return "writing";
    case MessageState::interrupted:
        return "interrupted";
    case MessageState::failed:
        break;
    }
    return "failed";
}

std::string_view to_string(FinishReason reason) {
    switch (reason) {
    case FinishReason::stop:
        return "stop";
    case FinishReason::length:
        return "length";
    case FinishReason::cancelled:
        break;
    }
    return "cancelled";
}

std::string to_iso8601(UnixMilliseconds time) {
    const std::chrono::sys_seconds seconds{
        std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds(time))};
    return std::format("{:%FT%TZ}", seconds);
}

} // namespace sotto::app
