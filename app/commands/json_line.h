#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace sotto::app {

using Json = nlohmann::ordered_json;

/// One JSON value on a line; what is not UTF-8 in it is replaced.
[[nodiscard]] inline std::string line_of(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace sotto::app
