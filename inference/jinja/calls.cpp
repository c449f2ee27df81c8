#include "inference/jinja/calls.h"

#include "inference/jinja/values/text_operations.h"

#include <algorithm>
#include <format>

namespace sotto::inference::jinja {

const Value* Arguments::find(std::size_t position, std::string_view name) const {
    if (position < positional.size()) {
        return &positional[position];
    }
    const auto found = std::ranges::find(named, name, &std::pair<std::string, Value>::first);
    return found != named.end() ? &found->second : nullptr;
}

Result<const Text*> Arguments::text(std::size_t position, std::string_view name) const {
    const Value* const value = find(position, name);
    if (value == nullptr || value->is_none()) {
        return nullptr;
    }
    if (value->text() == nullptr) {
        return fail(
            ErrorCode::unsupported,
            std::format("The chat template passes {} where a text must be.", value->kind_name()));
    }
    return value->text();
}

Result<std::int64_t> Arguments::integer(std::size_t position, std::string_view name,
                                        std::int64_t otherwise) const {
    const Value* const value = find(position, name);
    if (value == nullptr || value->is_none()) {
        return otherwise;
    }
    if (!value->integer()) {
        return fail(ErrorCode::unsupported,
                    std::format("The chat template passes {} where an integer must be.",
                                value->kind_name()));
    }
    return *value->integer();
}

Status Arguments::allow(std::size_t positions,
                        std::initializer_list<std::string_view> names) const {
    if (positional.size() > positions) {
        return fail(ErrorCode::unsupported, "The chat template passes too many arguments.");
    }
    for (const auto& [name, value] : named) {
        if (!std::ranges::contains(names, name)) {
            return fail(ErrorCode::unsupported,
                        std::format("The chat template uses the argument {}, which is not "
                                    "supported.",
                                    name));
        }
    }
    return {};
}

Result<List> elements_of(const Value& value, Budget& budget) {
    List made;
    if (const List* const list = value.list()) {
        made = *list;
    } else if (const Dict* const dict = value.dict(); dict && value.name_space() == nullptr) {
        for (const Entry& entry : *dict) {
            made.emplace_back(entry.key);
        }
    } else if (const Text* const text = value.text()) {
        if (auto enough = budget.spend_steps(text->size()); !enough) {
            return std::unexpected(std::move(enough.error()));
        }
        const auto offsets = character_offsets(*text);
        for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
            made.emplace_back(text->part(offsets[i], offsets[i + 1]));
        }
    } else if (value.undefined() == nullptr) {
        return fail(
            ErrorCode::unsupported,
            std::format("The chat template asks for the elements of {}.", value.kind_name()));
    }
    if (auto enough = budget.spend_steps(made.size()); !enough) {
        return std::unexpected(std::move(enough.error()));
    }
    return made;
}

Result<Text> text_of(const Value& value) {
    if (const Text* const text = value.text()) {
        return *text;
    }
    if (value.undefined() != nullptr) {
        return Text();
    }
    if (value.is_none()) {
        return Text("None");
    }
    if (const bool* const truth = value.boolean()) {
        return Text(*truth ? "True" : "False");
    }
    if (const auto number = value.integer()) {
        return Text(std::to_string(*number));
    }
    if (const double* const number = value.floating()) {
        return Text(number_text(*number));
    }
    return fail(ErrorCode::unsupported,
                std::format("The chat template writes {} as text.", value.kind_name()));
}

Result<Value> attribute_of(const Value& value, std::string_view name) {
    if (const Undefined* const missing = value.undefined()) {
        return fail(ErrorCode::unsupported,
                    std::format("The chat template reads .{} of {}, which is undefined.", name,
                                missing->name.empty() ? "a value" : missing->name));
    }
    const Dict* const dict = value.dict();
    const Value* const found = dict != nullptr ? find(*dict, name) : nullptr;
    return found != nullptr ? *found : Value(Undefined{std::string(name)});
}

Result<Value> element_of(const Value& value, const Value& key, Budget& budget) {
    if (const Text* const name = key.text()) {
        // Without the key, which someone may have written.
        const Dict* const dict = value.dict();
        const Value* const found = dict != nullptr ? find(*dict, name->bytes()) : nullptr;
        if (found != nullptr) {
            return *found;
        }
    }
    if (value.undefined() != nullptr) {
        return fail(ErrorCode::unsupported,
                    "The chat template reads an element of an undefined value.");
    }
    const auto at = key.integer();
    if (!at) {
        return Value(Undefined{});
    }
    const auto position = [&](std::size_t size) -> std::optional<std::size_t> {
        const auto count = static_cast<std::int64_t>(size);
        if (*at >= count || *at < -count) {
            return std::nullopt;
        }
        return static_cast<std::size_t>(*at < 0 ? *at + count : *at);
    };
    if (const List* const list = value.list()) {
        const auto i = position(list->size());
        return i ? (*list)[*i] : Value(Undefined{});
    }
    if (const Text* const text = value.text()) {
        if (auto enough = budget.spend_bytes(text->size()); !enough) {
            return std::unexpected(std::move(enough.error()));
        }
        const auto offsets = character_offsets(*text);
        const auto i = position(offsets.size() - 1);
        return i ? Value(text->part(offsets[*i], offsets[*i + 1])) : Value(Undefined{});
    }
    return Value(Undefined{});
}

} // namespace sotto::inference::jinja
