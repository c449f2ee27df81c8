#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace sotto::app {

using Json = nlohmann::ordered_json;

/// One JSON value on a line; invalid UTF-8 in it becomes U+FFFD.
[[nodiscard]] inline std::string line_of(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

template <class Number>
[[nodiscard]] Json number_or_null(const std::optional<Number>& number) {
    return number ? Json(*number) : Json(nullptr);
}

} // namespace sotto::app
