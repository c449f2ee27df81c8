#pragma once

#include "core/error.h"
#include "inference/jinja/budget.h"
#include "inference/jinja/values/value.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::inference::jinja {

/// The arguments of a call, filter or test.
struct Arguments {
    std::vector<Value> positional;
    std::vector<std::pair<std::string, Value>> named;

    /// The argument at this position or with this name; null if there is none.
    [[nodiscard]] const Value* find(std::size_t position, std::string_view name) const;
    /// The same, if it is a text or an integer. Errors: unsupported (it is something else).
    [[nodiscard]] Result<const Text*> text(std::size_t position, std::string_view name) const;
    [[nodiscard]] Result<std::int64_t> integer(std::size_t position, std::string_view name,
                                               std::int64_t otherwise) const;
    /// Errors: unsupported (there are more, or one of another name).
    [[nodiscard]] Status allow(std::size_t positions,
                               std::initializer_list<std::string_view> names = {}) const;
};

/// Applies a filter. Errors: unsupported (no such filter, or not for such a value).
[[nodiscard]] Result<Value> apply_filter(std::string_view name, const Value& of,
                                         const Arguments& arguments, Budget& budget);

/// Applies a test. Errors: unsupported.
[[nodiscard]] Result<bool> apply_test(std::string_view name, const Value& of,
                                      const Arguments& arguments, Budget& budget);

/// Calls a method of a text or a mapping. Errors: unsupported.
[[nodiscard]] Result<Value> call_method(std::string_view name, const Value& of,
                                        const Arguments& arguments, Budget& budget);

/// The elements of a list, the keys of a mapping, the characters of a text. Errors: unsupported.
[[nodiscard]] Result<List> elements_of(const Value& value, Budget& budget);

/// A value as it is written to the prompt. Errors: unsupported (lists and mappings).
[[nodiscard]] Result<Text> text_of(const Value& value);

/// A value as JSON, with Python's spaces. `indent`: negative: on one line. Errors: unsupported.
[[nodiscard]] Result<Text> json_of(const Value& value, std::int64_t indent, Budget& budget);

/// `value.name` and `value[key]`. Errors: unsupported (of an undefined value).
[[nodiscard]] Result<Value> attribute_of(const Value& value, std::string_view name);
[[nodiscard]] Result<Value> element_of(const Value& value, const Value& key, Budget& budget);

/// Comparisons as Python's: whether `value` is in `container`, `left` == `right`, `left` < `right`.
/// Errors: unsupported (of such values, or too much).
[[nodiscard]] Result<bool> contains(const Value& container, const Value& value, Budget& budget);
[[nodiscard]] Result<bool> equal(const Value& left, const Value& right, Budget& budget);
[[nodiscard]] Result<bool> less(const Value& left, const Value& right, Budget& budget);

} // namespace sotto::inference::jinja
