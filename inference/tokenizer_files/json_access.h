#pragma once

#include "core/error.h"
#include "inference/tokenizer_files/tokenizer_json_parser.h"

#include <string>

namespace sotto::inference::tokenizer_json {

using Json = nlohmann::json;

/// The member of an object; null when it is missing or `json` is not an object.
[[nodiscard]] inline const Json& member(const Json& json, const char* name) {
    static const Json kNull;
    const auto found = json.is_object() ? json.find(name) : json.end();
    return found == json.end() ? kNull : *found;
}

/// A string; empty when it is none.
[[nodiscard]] inline std::string text_of(const Json& json) {
    return json.is_string() ? json.get<std::string>() : std::string();
}

[[nodiscard]] inline bool is_true(const Json& json) {
    return json.is_boolean() && json.get<bool>();
}

[[nodiscard]] inline std::unexpected<Error> corrupt(const std::string& what) {
    return fail(ErrorCode::corrupt_data, "the tokenizer.json is damaged: " + what);
}

[[nodiscard]] inline std::unexpected<Error> unsupported(const std::string& what) {
    return fail(ErrorCode::unsupported,
                "the tokenizer.json uses " + what + ", which this program does not support");
}

} // namespace sotto::inference::tokenizer_json
