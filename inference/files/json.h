#pragma once

#include "core/error.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sotto::inference {

/// Limits for JSON from untrusted sources. The defaults suit configuration files.
struct JsonLimits {
    std::size_t bytes = std::size_t{16} << 20;      ///< of the whole text
    std::size_t token_bytes = std::size_t{1} << 20; ///< of one string or number, as written
    std::size_t values = 250'000;                   ///< in the whole tree
    std::size_t depth = 64;                         ///< of nested arrays and objects
};

/// A JSON value: a tree that owns its parts. Integers that fit 64 bits stay exact.
class Json {
public:
    using Array = std::vector<Json>;
    using Object = std::map<std::string, Json, std::less<>>;
    using Value =
        std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Object>;

    Json() = default;
    explicit Json(Value value) : value_(std::move(value)) {}

    [[nodiscard]] bool is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }

    /// The value when it has that type, else nothing. number() also accepts integers.
    [[nodiscard]] std::optional<bool> boolean() const;
    [[nodiscard]] std::optional<std::int64_t> integer() const;
    [[nodiscard]] std::optional<double> number() const;
    /// The part when the value has that type, else null; valid as long as this value.
    [[nodiscard]] const std::string* string() const { return std::get_if<std::string>(&value_); }
    [[nodiscard]] const Array* array() const { return std::get_if<Array>(&value_); }
    [[nodiscard]] const Object* object() const { return std::get_if<Object>(&value_); }

    /// The member `key` of an object; null when there is none or this is no object.
    [[nodiscard]] const Json* find(std::string_view key) const;

private:
    Value value_;
};

/// Receives the events of a JSON parser in order (SAX style). Each function returns true to
/// continue; false ends parsing (the receiver keeps the reason).
class JsonReceiver {
public:
    virtual ~JsonReceiver() = default;
    virtual bool null() = 0;
    virtual bool boolean(bool value) = 0;
    virtual bool integer(std::int64_t value) = 0;
    virtual bool number(double value) = 0; ///< finite; also integers beyond 64 bits
    virtual bool string(std::string value) = 0;
    virtual bool begin_object() = 0;
    virtual bool key(std::string name) = 0;
    virtual bool end_object() = 0;
    virtual bool begin_array() = 0;
    virtual bool end_array() = 0;
};

/// Parses `text` strictly (RFC 8259, UTF-8) into events for `receiver`, which enforces
/// `limits.values` itself. Errors: corrupt_data (not JSON, a limit exceeded, a number out of range,
/// or stopped by the receiver).
[[nodiscard]] Status receive_json(std::string_view text, JsonReceiver& receiver,
                                  const JsonLimits& limits = {});

/// Parses `text` into a tree; an object with a duplicate key is refused. Errors: as receive_json.
[[nodiscard]] Result<Json> parse_json(std::string_view text, const JsonLimits& limits = {});

/// The value as indented JSON text, members sorted by key.
[[nodiscard]] std::string json_text(const Json& value);

/// `text` as a JSON string with its quotes; bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string json_string(std::string_view text);

} // namespace sotto::inference
