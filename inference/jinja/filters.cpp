#include "inference/jinja/calls.h"
#include "inference/jinja/values/text_operations.h"

#include <algorithm>
#include <charconv>
#include <format>
#include <optional>

namespace sotto::inference::jinja {

namespace {

std::unexpected<Error> unfit(std::string_view name, const Value& of) {
    return fail(
        ErrorCode::unsupported,
        std::format("The chat template applies the filter {} to {}.", name, of.kind_name()));
}

/// `user.name` of a value: where map, selectattr and join look.
Result<Value> path_of(Value value, std::string_view path) {
    while (!path.empty()) {
        const auto end = path.find('.');
        auto part = attribute_of(value, path.substr(0, end));
        if (!part) {
            return part;
        }
        value = *std::move(part);
        path = end == std::string_view::npos ? std::string_view() : path.substr(end + 1);
    }
    return value;
}

Result<std::string> attribute_name(const Arguments& arguments, std::size_t position) {
    auto name = arguments.text(position, "attribute");
    if (!name || *name == nullptr) {
        return fail(ErrorCode::unsupported,
                    "The chat template names no attribute where a filter needs one.");
    }
    constexpr std::size_t kLongest = 256;
    if ((*name)->size() > kLongest) {
        return fail(ErrorCode::unsupported,
                    "The chat template names an attribute that is too long.");
    }
    return (*name)->without_contents();
}

/// The arguments behind the first `count`.
Arguments behind(const Arguments& arguments, std::size_t count) {
    Arguments rest = arguments;
    const auto taken = std::min(count, rest.positional.size());
    rest.positional.erase(rest.positional.begin(),
                          rest.positional.begin() + static_cast<std::ptrdiff_t>(taken));
    return rest;
}

Result<Value> join(const Value& of, const Arguments& arguments, Budget& budget) {
    const auto separator = arguments.text(0, "d");
    auto elements = elements_of(of, budget);
    if (!separator || !elements) {
        return std::unexpected(separator ? std::move(elements.error()) : separator.error());
    }
    const bool has_attribute = arguments.find(1, "attribute") != nullptr;
    Text made;
    for (std::size_t i = 0; i < elements->size(); ++i) {
        Result<Value> element = (*elements)[i];
        if (has_attribute) {
            element = attribute_name(arguments, 1).and_then([&](const std::string& name) {
                return path_of((*elements)[i], name);
            });
        }
        auto text = element.and_then(text_of);
        if (!text) {
            return std::unexpected(std::move(text.error()));
        }
        if (i > 0 && *separator != nullptr) {
            made.append(**separator);
        }
        made.append(*text);
        if (auto enough = budget.spend_bytes(text->size() +
                                             (*separator != nullptr ? (*separator)->size() : 0));
            !enough) {
            return std::unexpected(std::move(enough.error()));
        }
    }
    return Value(std::move(made));
}

/// select, reject, selectattr, rejectattr.
Result<Value> select(std::string_view name, const Value& of, const Arguments& arguments,
                     Budget& budget) {
    auto elements = elements_of(of, budget);
    if (!elements) {
        return std::unexpected(std::move(elements.error()));
    }
    const bool by_attribute = name.ends_with("attr");
    const std::size_t test_position = by_attribute ? 1 : 0;
    const auto test = arguments.text(test_position, {});
    const auto path = by_attribute ? attribute_name(arguments, 0) : Result<std::string>("");
    if (!test || !path) {
        return std::unexpected(test ? path.error() : test.error());
    }
    const Arguments rest = behind(arguments, test_position + 1);
    List made;
    for (Value& element : *elements) {
        const auto passes = path_of(element, *path).and_then([&](const Value& value) {
            return *test == nullptr ? Result<bool>(value.is_true())
                                    : apply_test((*test)->without_contents(), value, rest, budget);
        });
        if (!passes) {
            return std::unexpected(passes.error());
        }
        if (*passes == name.starts_with("select")) {
            made.push_back(std::move(element));
        }
    }
    return Value(std::move(made));
}

Result<Value> map(const Value& of, const Arguments& arguments, Budget& budget) {
    auto elements = elements_of(of, budget);
    if (!elements) {
        return std::unexpected(std::move(elements.error()));
    }
    const auto filter = arguments.text(0, {});
    const bool by_attribute = arguments.positional.empty();
    const auto path = by_attribute ? attribute_name(arguments, 1) : Result<std::string>("");
    if (!filter || !path) {
        return std::unexpected(filter ? path.error() : filter.error());
    }
    const Value* const otherwise = by_attribute ? arguments.find(1, "default") : nullptr;
    const Arguments rest = behind(arguments, 1);
    List made;
    for (const Value& element : *elements) {
        auto mapped = by_attribute
                          ? path_of(element, *path)
                          : apply_filter((*filter)->without_contents(), element, rest, budget);
        if (!mapped) {
            return mapped;
        }
        const bool is_missing = mapped->undefined() != nullptr && otherwise != nullptr;
        made.push_back(is_missing ? *otherwise : *std::move(mapped));
    }
    return Value(std::move(made));
}

Result<Value> to_integer(const Value& of, const Arguments& arguments) {
    const auto otherwise = arguments.integer(0, "default", 0);
    if (!otherwise) {
        return std::unexpected(otherwise.error());
    }
    if (const auto number = of.integer()) {
        return Value(*number);
    }
    if (const double* const number = of.floating()) {
        const bool fits = *number > -9e18 && *number < 9e18;
        return Value(fits ? static_cast<std::int64_t>(*number) : *otherwise);
    }
    if (const Text* const text = of.text()) {
        const std::string digits = strip(*text, Side::both, std::nullopt).bytes();
        std::int64_t number = 0;
        const char* const end = digits.data() + digits.size();
        const auto parsed = std::from_chars(digits.data(), end, number);
        return Value(parsed.ec == std::errc{} && parsed.ptr == end ? number : *otherwise);
    }
    return Value(*otherwise);
}

Result<Value> length(const Value& of, Budget& budget) {
    if (const Text* const text = of.text()) {
        if (auto enough = budget.spend_bytes(text->size()); !enough) {
            return std::unexpected(std::move(enough.error()));
        }
        return Value(std::ssize(character_offsets(*text)) - 1);
    }
    if (of.list() != nullptr) {
        return Value(std::ssize(*of.list()));
    }
    if (of.dict() != nullptr && of.name_space() == nullptr) {
        return Value(std::ssize(*of.dict()));
    }
    return of.undefined() != nullptr ? Value(std::int64_t{0}) : Result<Value>(unfit("length", of));
}

Result<Value> reversed(const Value& of, Budget& budget) {
    return elements_of(of, budget).transform([&](List elements) {
        std::ranges::reverse(elements);
        if (of.text() == nullptr) {
            return Value(std::move(elements));
        }
        Text made;
        for (const Value& character : elements) {
            made.append(*character.text());
        }
        return Value(std::move(made));
    });
}

/// Filters of lists.
std::optional<Result<Value>> list_filter(std::string_view name, const Value& of,
                                         const Arguments& arguments, Budget& budget) {
    if (name == "length" || name == "count") {
        return length(of, budget);
    }
    if (name == "join") {
        return join(of, arguments, budget);
    }
    if (name == "select" || name == "reject" || name == "selectattr" || name == "rejectattr") {
        return select(name, of, arguments, budget);
    }
    if (name == "map") {
        return map(of, arguments, budget);
    }
    if (name == "list") {
        return elements_of(of, budget).transform([](List list) { return Value(std::move(list)); });
    }
    if (name == "first" || name == "last") {
        return elements_of(of, budget).transform([name](const List& list) {
            return list.empty() ? Value(Undefined{})
                                : (name == "first" ? list.front() : list.back());
        });
    }
    if (name == "reverse") {
        return reversed(of, budget);
    }
    if (name == "items") {
        return of.undefined() != nullptr ? Result<Value>(List{})
                                         : call_method("items", of, {}, budget);
    }
    return std::nullopt;
}

/// Filters that write a value, as Jinja does, before they change it.
std::optional<Result<Value>> text_filter(std::string_view name, const Value& of,
                                         const Arguments& arguments, Budget& budget) {
    const bool is_method = name == "upper" || name == "lower" || name == "title" ||
                           name == "capitalize" || name == "replace";
    if (name != "trim" && name != "string" && name != "safe" && !is_method) {
        return std::nullopt;
    }
    auto text = text_of(of);
    if (!text) {
        return std::unexpected(std::move(text.error()));
    }
    Value value(*std::move(text));
    if (name == "string" || name == "safe") {
        return value;
    }
    return call_method(name == "trim" ? "strip" : name, value, arguments, budget);
}

} // namespace

Result<Value> apply_filter(std::string_view name, const Value& of, const Arguments& arguments,
                           Budget& budget) {
    if (name == "default" || name == "d") {
        const Value* const otherwise = arguments.find(0, "default_value");
        const Value* const is_by_truth = arguments.find(1, "boolean");
        const bool is_missing = of.undefined() != nullptr ||
                                (is_by_truth != nullptr && is_by_truth->is_true() && !of.is_true());
        return !is_missing ? of : otherwise != nullptr ? *otherwise : Value(Text());
    }
    if (name == "tojson") {
        return arguments.integer(0, "indent", -1).and_then([&](std::int64_t indent) {
            return json_of(of, indent, budget).transform([](Text text) {
                return Value(std::move(text));
            });
        });
    }
    if (name == "int") {
        return to_integer(of, arguments);
    }
    if (name == "abs" && of.integer() && *of.integer() > INT64_MIN) {
        return Value(std::abs(*of.integer()));
    }
    if (auto made = list_filter(name, of, arguments, budget)) {
        return *std::move(made);
    }
    if (auto made = text_filter(name, of, arguments, budget)) {
        return *std::move(made);
    }
    return fail(ErrorCode::unsupported,
                std::format("The chat template uses the filter {}, which is not supported.", name));
}

} // namespace sotto::inference::jinja
