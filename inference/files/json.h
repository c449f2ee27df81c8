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

/// What a JSON text from outside may cost. The defaults suit configuration files.
struct JsonLimits {
    std::size_t bytes = std::size_t{16} << 20;      ///< of the whole text
    std::size_t token_bytes = std::size_t{1} << 20; ///< of one string or number, as written
    std::size_t values = 250'000;                   ///< in the whole tree
    std::size_t depth = 64;                         ///< of arrays and objects within each other
};

/// A JSON value, a tree that owns its parts. Integers that fit 64 bits stay exact.
class Json {
public:
    using Array = std::vector<Json>;
    using Object = std::map<std::string, Json, std::less<>>;
    using Value =
        std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Object>;

    Json() = default;
    explicit Json(Value value) : value_(std::move(value)) {}

    [[nodiscard]] bool is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }

    /// The value when it has that type, else nothing. An integer is a number too.
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

/// Receives the parts of a JSON text in order, without a tree. Each function returns true to go on;
/// false ends the parse (the receiver keeps the reason).
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

/// Reads `text` strictly (RFC 8259, UTF-8) into `receiver`. `limits.values` is the receiver's
/// matter. Errors: corrupt_data (not JSON, a limit exceeded, a number out of range, or the receiver
/// ended it).
[[nodiscard]] Status receive_json(std::string_view text, JsonReceiver& receiver,
                                  const JsonLimits& limits = {});

/// Reads `text` into a tree; an object that has a key twice is refused. Errors: as receive_json.
[[nodiscard]] Result<Json> parse_json(std::string_view text, const JsonLimits& limits = {});

/// The value as a JSON text of several lines, members in the order of their keys.
[[nodiscard]] std::string json_text(const Json& value);

/// `text` as a JSON string with its quotes; bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string json_string(std::string_view text);

} // namespace sotto::inference
