#pragma once

#include "app/extract/protocol/extraction.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace sotto::extract {

using Json = nlohmann::json;

/// Parses JSON in UTF-8, which may begin with a byte order mark; not deeper than 200 values and not
/// more than 20 million of them. Errors: damaged, too_large.
[[nodiscard]] std::expected<Json, Refusal> parse_json(std::string_view bytes);

/// A member of an object; nullptr when `object` is none or has no such member.
[[nodiscard]] const Json* member(const Json& object, const char* key);

/// A member that is a string; empty when there is none.
[[nodiscard]] std::string text_member(const Json& object, const char* key);

/// A member that is a list or an object; empty when there is none.
[[nodiscard]] const Json& list_member(const Json& object, const char* key);

} // namespace sotto::extract
