#include "inference/jinja/calls.h"
#include "inference/jinja/values/text_operations.h"

#include <algorithm>
#include <format>
#include <optional>
#include <string>

namespace sotto::inference::jinja {

namespace {

List values_of(std::vector<Text> texts) {
    List made;
    for (Text& text : texts) {
        made.emplace_back(std::move(text));
    }
    return made;
}

Value items_of(const Dict& dict) {
    List items;
    for (const Entry& entry : dict) {
        items.emplace_back(List{entry.key, entry.value});
    }
    return items;
}

std::unexpected<Error> unknown(std::string_view name, const Value& of) {
    return fail(ErrorCode::unsupported,
                std::format("The chat template calls .{}() of {}, which is not supported.", name,
                            of.kind_name()));
}

Result<Value> strip_method(const Text& text, Side side, const Arguments& arguments) {
    return arguments.text(0, "chars").transform([&](const Text* set) {
        return Value(
            strip(text, side,
                  set != nullptr ? std::optional<std::string_view>(set->bytes()) : std::nullopt));
    });
}

Result<Value> split_method(std::string_view name, const Text& text, const Arguments& arguments,
                           Budget& budget) {
    const auto separator = arguments.text(0, "sep");
    const auto count = arguments.integer(1, "maxsplit", -1);
    if (!separator || !count) {
        return std::unexpected(separator ? count.error() : separator.error());
    }
    List parts;
    if (*separator == nullptr) {
        parts = values_of(split_at_space(text, *count));
    } else if ((*separator)->size() == 0) {
        return fail(ErrorCode::unsupported, "The chat template splits a text by nothing.");
    } else {
        parts = values_of(name == "rsplit" ? split_from_end(text, (*separator)->bytes(), *count)
                                           : split(text, (*separator)->bytes(), *count));
    }
    return budget.spend_steps(parts.size()).transform([&] { return Value(std::move(parts)); });
}

/// startswith and endswith; the argument may be a list of texts.
Result<Value> affix_method(std::string_view name, const Text& text, const Arguments& arguments) {
    const auto has = [&](const Text& affix) {
        return name == "startswith" ? text.bytes().starts_with(affix.bytes())
                                    : text.bytes().ends_with(affix.bytes());
    };
    const Value* const affix = arguments.find(0, {});
    if (affix != nullptr && affix->text() != nullptr) {
        return Value(has(*affix->text()));
    }
    if (affix != nullptr && affix->list() != nullptr) {
        return Value(std::ranges::any_of(*affix->list(), [&](const Value& one) {
            return one.text() != nullptr && has(*one.text());
        }));
    }
    return fail(ErrorCode::unsupported,
                std::format("The chat template calls .{}() without a text.", name));
}

Result<Value> find_method(std::string_view name, const Text& text, const Arguments& arguments) {
    const auto part = arguments.text(0, {});
    if (!part || *part == nullptr) {
        return fail(ErrorCode::unsupported,
                    std::format("The chat template calls .{}() without a text.", name));
    }
    const std::string& sought = (*part)->bytes();
    if (name == "count") {
        return sought.empty() ? Result<Value>(unknown(name, text))
                              : Value(std::ssize(split(text, sought, -1)) - 1);
    }
    const auto at = name == "find" ? text.bytes().find(sought) : text.bytes().rfind(sought);
    return Value(at == std::string::npos ? std::int64_t{-1}
                                         : std::ssize(character_offsets(text.part(0, at))) - 1);
}

Result<Value> replace_method(const Text& text, const Arguments& arguments, Budget& budget) {
    const auto old = arguments.text(0, "old");
    const auto by = arguments.text(1, "new");
    const auto count = arguments.integer(2, "count", -1);
    if (!old || !by || !count || *old == nullptr || *by == nullptr || (*old)->size() == 0) {
        return fail(ErrorCode::unsupported, "The chat template replaces something but a text.");
    }
    const auto found = split(text, (*old)->bytes(), *count).size() - 1;
    return budget.spend_bytes(found * (*by)->size()).transform([&] {
        return Value(replace(text, (*old)->bytes(), **by, *count));
    });
}

/// Methods without arguments; nothing for another name.
std::optional<Result<Value>> plain_method(std::string_view name, const Text& text, Budget& budget) {
    if (name == "upper") {
        return Value(upper(text));
    }
    if (name == "lower") {
        return Value(lower(text));
    }
    if (name == "title") {
        return Value(title(text));
    }
    if (name == "capitalize") {
        return Value(capitalize(text));
    }
    if (name != "splitlines") {
        return std::nullopt;
    }
    List lines = values_of(split_lines(text));
    return budget.spend_steps(lines.size()).transform([&] { return Value(std::move(lines)); });
}

Result<Value> text_method(std::string_view name, const Text& text, const Arguments& arguments,
                          Budget& budget) {
    if (auto enough = budget.spend_bytes(text.size()); !enough) {
        return std::unexpected(std::move(enough.error()));
    }
    if (name == "strip" || name == "lstrip" || name == "rstrip") {
        return strip_method(text,
                            name == "strip"    ? Side::both
                            : name == "lstrip" ? Side::left
                                               : Side::right,
                            arguments);
    }
    if (name == "split" || name == "rsplit") {
        return split_method(name, text, arguments, budget);
    }
    if (name == "startswith" || name == "endswith") {
        return affix_method(name, text, arguments);
    }
    if (name == "replace") {
        return replace_method(text, arguments, budget);
    }
    if (name == "find" || name == "rfind" || name == "count") {
        return find_method(name, text, arguments);
    }
    if (name == "removeprefix" || name == "removesuffix") {
        const auto affix = arguments.text(0, {});
        if (!affix || *affix == nullptr) {
            return unknown(name, text);
        }
        const std::size_t size = (*affix)->size();
        const bool is_prefix = name == "removeprefix";
        const bool has = is_prefix ? text.bytes().starts_with((*affix)->bytes())
                                   : text.bytes().ends_with((*affix)->bytes());
        return Value(!has        ? text
                     : is_prefix ? text.part(size, text.size())
                                 : text.part(0, text.size() - size));
    }
    const auto plain = plain_method(name, text, budget);
    return arguments.positional.empty() && plain ? *plain : unknown(name, text);
}

Result<Value> dict_method(std::string_view name, const Value& of, const Arguments& arguments) {
    const Dict& dict = *of.dict();
    if (name == "get") {
        const auto key = arguments.text(0, {});
        if (!key || *key == nullptr) {
            return fail(ErrorCode::unsupported, "The chat template calls .get() without a text.");
        }
        const Value* const found = find(dict, (*key)->bytes());
        const Value* const otherwise = arguments.find(1, {});
        return found != nullptr ? *found : otherwise != nullptr ? *otherwise : Value(None{});
    }
    if (auto allowed = arguments.allow(0); !allowed) {
        return std::unexpected(std::move(allowed.error()));
    }
    if (name == "items") {
        return items_of(dict);
    }
    List made;
    if (name == "keys" || name == "values") {
        for (const Entry& entry : dict) {
            made.push_back(name == "keys" ? Value(entry.key) : entry.value);
        }
        return Value(std::move(made));
    }
    return unknown(name, of);
}

} // namespace

Result<Value> call_method(std::string_view name, const Value& of, const Arguments& arguments,
                          Budget& budget) {
    if (auto allowed = arguments.allow(3, {"chars", "sep", "maxsplit", "count"}); !allowed) {
        return std::unexpected(std::move(allowed.error()));
    }
    if (const Text* const text = of.text()) {
        return text_method(name, *text, arguments, budget);
    }
    if (const Dict* const dict = of.dict(); dict != nullptr && of.name_space() == nullptr) {
        if (auto enough = budget.spend_steps(dict->size()); !enough) {
            return std::unexpected(std::move(enough.error()));
        }
        return dict_method(name, of, arguments);
    }
    return unknown(name, of);
}

} // namespace sotto::inference::jinja
