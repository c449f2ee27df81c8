#include "inference/jinja/values/value.h"

#include <algorithm>
#include <format>

namespace sotto::inference::jinja {

std::optional<std::int64_t> Value::integer() const {
    if (const auto* number = std::get_if<std::int64_t>(&value_)) {
        return *number;
    }
    const bool* const truth = boolean();
    return truth != nullptr ? std::optional<std::int64_t>(*truth ? 1 : 0) : std::nullopt;
}

std::optional<double> Value::number() const {
    if (const double* const value = floating()) {
        return *value;
    }
    return integer().transform([](std::int64_t value) { return static_cast<double>(value); });
}

const Text* Value::text() const {
    const auto* const value = std::get_if<std::shared_ptr<const Text>>(&value_);
    return value != nullptr ? value->get() : nullptr;
}

const List* Value::list() const {
    const auto* const value = std::get_if<std::shared_ptr<const List>>(&value_);
    return value != nullptr ? value->get() : nullptr;
}

const Dict* Value::dict() const {
    if (const auto* const space = name_space()) {
        return &(*space)->entries;
    }
    const auto* const value = std::get_if<std::shared_ptr<const Dict>>(&value_);
    return value != nullptr ? value->get() : nullptr;
}

bool Value::is_true() const {
    if (undefined() != nullptr || is_none()) {
        return false;
    }
    if (const auto value = number()) {
        return *value != 0;
    }
    if (const Text* const value = text()) {
        return value->size() > 0;
    }
    if (const List* const value = list()) {
        return !value->empty();
    }
    // An empty namespace is an object, and objects are true.
    return name_space() != nullptr || dict() == nullptr || !dict()->empty();
}

std::string_view Value::kind_name() const {
    constexpr std::string_view kNames[] = {"an undefined value",
                                           "none",
                                           "a boolean",
                                           "an integer",
                                           "a float",
                                           "a text",
                                           "a list",
                                           "a mapping",
                                           "a namespace",
                                           "a function",
                                           "a macro"};
    return kNames[value_.index()];
}

const Value* find(const Dict& dict, std::string_view key) {
    const auto found =
        std::ranges::find_if(dict, [key](const Entry& entry) { return entry.key.bytes() == key; });
    return found != dict.end() ? &found->value : nullptr;
}

void put(Dict& dict, Text key, Value value) {
    const auto found = std::ranges::find(dict, key, &Entry::key);
    if (found != dict.end()) {
        found->value = std::move(value);
    } else {
        dict.push_back({std::move(key), std::move(value)});
    }
}

std::string number_text(double number) {
    std::string text = std::format("{}", number);
    const bool is_whole = text.find_first_not_of("-0123456789") == std::string::npos;
    return is_whole ? text + ".0" : text;
}

} // namespace sotto::inference::jinja
