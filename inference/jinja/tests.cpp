#include "inference/jinja/calls.h"

#include <algorithm>
#include <array>
#include <format>

namespace sotto::inference::jinja {

namespace {

/// Tests of one value. An undefined one passes none but `undefined`.
std::optional<bool> apply_simple(std::string_view name, const Value& of) {
    if (name == "defined") {
        return of.undefined() == nullptr;
    }
    if (name == "undefined") {
        return of.undefined() != nullptr;
    }
    if (name == "none") {
        return of.is_none();
    }
    if (name == "string") {
        return of.text() != nullptr;
    }
    if (name == "mapping") {
        return of.dict() != nullptr && of.name_space() == nullptr;
    }
    if (name == "sequence" || name == "iterable") {
        // Jinja's undefined value has a length and elements: none.
        return of.text() != nullptr || of.list() != nullptr || of.undefined() != nullptr ||
               (of.dict() != nullptr && of.name_space() == nullptr);
    }
    if (name == "boolean") {
        return of.boolean() != nullptr;
    }
    if (name == "true") {
        return of.boolean() != nullptr && *of.boolean();
    }
    if (name == "false") {
        return of.boolean() != nullptr && !*of.boolean();
    }
    if (name == "integer") {
        return of.integer().has_value() && of.boolean() == nullptr;
    }
    if (name == "float") {
        return of.floating() != nullptr;
    }
    if (name == "number") {
        return of.number().has_value();
    }
    if (name == "callable") {
        return of.function() != nullptr || of.macro() != nullptr;
    }
    return std::nullopt;
}

Result<bool> apply_to_integer(std::string_view name, const Value& of, const Value* by) {
    const auto number = of.integer();
    const auto divisor = by != nullptr ? by->integer() : std::optional<std::int64_t>(2);
    if (!number || !divisor || *divisor == 0 || *divisor == -1) {
        return fail(ErrorCode::unsupported,
                    std::format("The chat template tests {} with {}.", of.kind_name(), name));
    }
    return (*number % *divisor == 0) != (name == "odd");
}

} // namespace

Result<bool> apply_test(std::string_view name, const Value& of, const Arguments& arguments,
                        Budget& budget) {
    if (const auto simple = apply_simple(name, of)) {
        return arguments.allow(0).transform([&] { return *simple; });
    }
    if (auto allowed = arguments.allow(1); !allowed) {
        return std::unexpected(std::move(allowed.error()));
    }
    if (name == "even" || name == "odd") {
        return apply_to_integer(name, of, nullptr);
    }
    const auto is = [name](std::initializer_list<std::string_view> names) {
        return std::ranges::contains(names, name);
    };
    const Value* const other = arguments.find(0, {});
    const bool needs_other = is({"divisibleby", "equalto", "eq", "==", "ne", "!=", "in", "lt", "<",
                                 "lessthan", "gt", ">", "greaterthan", "le", "<=", "ge", ">="});
    if (!needs_other || other == nullptr) {
        return fail(
            ErrorCode::unsupported,
            std::format("The chat template uses the test {}, which is not supported.", name));
    }
    if (name == "divisibleby") {
        return apply_to_integer(name, of, other);
    }
    if (name == "in") {
        return contains(*other, of, budget);
    }
    if (is({"equalto", "eq", "=="})) {
        return equal(of, *other, budget);
    }
    if (is({"ne", "!="})) {
        return equal(of, *other, budget).transform([](bool is_equal) { return !is_equal; });
    }
    const bool is_swapped = is({"gt", ">", "greaterthan", "le", "<="});
    const bool is_negated = is({"le", "<=", "ge", ">="});
    return (is_swapped ? less(*other, of, budget) : less(of, *other, budget))
        .transform([&](bool is_less) { return is_less != is_negated; });
}

} // namespace sotto::inference::jinja
