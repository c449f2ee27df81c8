#pragma once

#include "inference/jinja/values/text.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sotto::inference::jinja {

struct Statement; // of syntax/statement.h
class Value;
struct Entry;

/// What a name without a value stands for.
struct Undefined {
    std::string name; ///< for messages; of the template, never of a content
};
struct None {};

/// The functions that a template can call by name.
enum class Function { namespace_object, range, raise_exception, strftime_now };

using List = std::vector<Value>;
/// A mapping in order of insertion, as Python's dict.
using Dict = std::vector<Entry>;

/// The variables of a `namespace()`, the one kind of value that can change.
struct Namespace {
    Dict entries;
};

/// A macro of the template, which outlives its rendering.
struct Macro {
    const Statement* definition = nullptr;
};

/// A value of an expression. Copies share their parts, which never change, except a namespace's. A
/// namespace cannot be part of another value, so there are no circles.
class Value {
public:
    using Variant =
        std::variant<Undefined, None, bool, std::int64_t, double, std::shared_ptr<const Text>,
                     std::shared_ptr<const List>, std::shared_ptr<const Dict>,
                     std::shared_ptr<Namespace>, Function, Macro>;

    Value() = default;
    // NOLINTBEGIN(google-explicit-constructor): what a template computes with
    Value(Undefined value) : value_(std::move(value)) {}
    Value(None value) : value_(value) {}
    Value(bool value) : value_(value) {}
    Value(std::int64_t value) : value_(value) {}
    Value(double value) : value_(value) {}
    Value(Text value) : value_(std::make_shared<const Text>(std::move(value))) {}
    Value(List value) : value_(std::make_shared<const List>(std::move(value))) {}
    Value(Dict value) : value_(std::make_shared<const Dict>(std::move(value))) {}
    Value(std::shared_ptr<Namespace> value) : value_(std::move(value)) {}
    Value(Function value) : value_(value) {}
    Value(Macro value) : value_(value) {}
    // NOLINTEND(google-explicit-constructor)
    Value(const char*) = delete; // would be a bool

    [[nodiscard]] const Undefined* undefined() const { return std::get_if<Undefined>(&value_); }
    [[nodiscard]] bool is_none() const { return std::holds_alternative<None>(value_); }
    [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&value_); }
    /// An integer; also a boolean, which counts as 0 or 1.
    [[nodiscard]] std::optional<std::int64_t> integer() const;
    [[nodiscard]] const double* floating() const { return std::get_if<double>(&value_); }
    /// Of every kind of number.
    [[nodiscard]] std::optional<double> number() const;
    [[nodiscard]] const Text* text() const;
    [[nodiscard]] const List* list() const;
    /// A mapping or a namespace.
    [[nodiscard]] const Dict* dict() const;
    [[nodiscard]] const std::shared_ptr<Namespace>* name_space() const {
        return std::get_if<std::shared_ptr<Namespace>>(&value_);
    }
    [[nodiscard]] const Function* function() const { return std::get_if<Function>(&value_); }
    [[nodiscard]] const Macro* macro() const { return std::get_if<Macro>(&value_); }

    /// Python's truth.
    [[nodiscard]] bool is_true() const;
    /// For messages: "a text", "a list" …
    [[nodiscard]] std::string_view kind_name() const;

private:
    Variant value_;
};

struct Entry {
    Text key;
    Value value;
};

/// The value under this key; null if there is none.
[[nodiscard]] const Value* find(const Dict& dict, std::string_view key);
/// Adds or replaces.
void put(Dict& dict, Text key, Value value);

/// A number as Python writes it.
[[nodiscard]] std::string number_text(double number);

} // namespace sotto::inference::jinja
