#include "inference/model/config_object.h"

#include "inference/files/json.h"

#include <format>
#include <limits>

namespace sotto::inference {

namespace {

constexpr std::size_t kMaxListItems = 4096;

} // namespace

struct ConfigObject::File {
    std::string name;
    Json root;
    std::optional<Error> problem;
};

Result<ConfigObject> ConfigObject::parse(std::string_view json, std::string file_name) {
    auto root = parse_json(json);
    if (!root) {
        return fail(root.error().code, std::format("{}: {}", file_name, root.error().detail));
    }
    if (root->object() == nullptr) {
        return fail(ErrorCode::corrupt_data, std::format("{} is not a JSON object", file_name));
    }
    auto file = std::make_shared<File>(std::move(file_name), *std::move(root), std::nullopt);
    const Json* object = &file->root;
    return ConfigObject(std::move(file), object);
}

// Null for absent and for null.
const Json* ConfigObject::find(std::string_view key) const {
    const Json* value = object_->find(key);
    return value == nullptr || value->is_null() ? nullptr : value;
}

bool ConfigObject::has(std::string_view key) const {
    return find(key) != nullptr;
}

std::optional<std::size_t> ConfigObject::count(std::string_view key, std::size_t lowest,
                                               std::size_t highest) const {
    const auto* value = find(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    const auto number = value->integer();
    if (!number || *number < 0 || static_cast<std::size_t>(*number) < lowest ||
        static_cast<std::size_t>(*number) > highest) {
        refuse(ErrorCode::corrupt_data,
               std::format("\"{}\" must be a whole number from {} to {}", key, lowest, highest));
        return std::nullopt;
    }
    return static_cast<std::size_t>(*number);
}

std::optional<float> ConfigObject::number(std::string_view key, double lowest,
                                          double highest) const {
    const auto* value = find(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    const double number = value->number().value_or(std::numeric_limits<double>::quiet_NaN());
    const bool is_within = number >= lowest && number <= highest; // false for NaN
    if (!is_within) {
        refuse(ErrorCode::corrupt_data,
               std::format("\"{}\" must be a number from {} to {}", key, lowest, highest));
        return std::nullopt;
    }
    return static_cast<float>(number);
}

std::optional<bool> ConfigObject::flag(std::string_view key) const {
    const auto* value = find(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (const auto number = value->integer()) {
        return *number != 0;
    }
    if (!value->boolean()) {
        refuse(ErrorCode::corrupt_data, std::format("\"{}\" is neither true nor false", key));
        return std::nullopt;
    }
    return value->boolean();
}

std::optional<std::string> ConfigObject::text(std::string_view key) const {
    const auto* value = find(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (value->string() == nullptr) {
        refuse(ErrorCode::corrupt_data, std::format("\"{}\" is not a string", key));
        return std::nullopt;
    }
    return *value->string();
}

std::optional<std::vector<std::string>> ConfigObject::texts(std::string_view key) const {
    const auto* value = find(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    std::vector<std::string> items;
    const auto* array = value->array();
    bool is_valid = array != nullptr && array->size() <= kMaxListItems;
    for (std::size_t i = 0; is_valid && i < array->size(); ++i) {
        const auto* item = (*array)[i].string();
        is_valid = item != nullptr;
        if (is_valid) {
            items.push_back(*item);
        }
    }
    if (!is_valid) {
        refuse(ErrorCode::corrupt_data, std::format("\"{}\" is not a list of strings", key));
        return std::nullopt;
    }
    return items;
}

std::optional<std::vector<std::int64_t>> ConfigObject::integers(std::string_view key) const {
    const auto* value = find(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (const auto number = value->integer()) {
        return std::vector{*number};
    }
    std::vector<std::int64_t> items;
    const auto* array = value->array();
    bool is_valid = array != nullptr && array->size() <= kMaxListItems;
    for (std::size_t i = 0; is_valid && i < array->size(); ++i) {
        const auto item = (*array)[i].integer();
        is_valid = item.has_value();
        if (is_valid) {
            items.push_back(*item);
        }
    }
    if (!is_valid) {
        refuse(ErrorCode::corrupt_data, std::format("\"{}\" is not a list of whole numbers", key));
        return std::nullopt;
    }
    return items;
}

std::optional<ConfigObject> ConfigObject::object(std::string_view key) const {
    const auto* value = find(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (value->object() == nullptr) {
        refuse(ErrorCode::corrupt_data, std::format("\"{}\" is not an object", key));
        return std::nullopt;
    }
    return ConfigObject(file_, value);
}

std::optional<std::size_t> ConfigObject::list_size(std::string_view key) const {
    const auto* value = find(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (value->array() == nullptr) {
        refuse(ErrorCode::corrupt_data, std::format("\"{}\" is not a list", key));
        return std::nullopt;
    }
    return value->array()->size();
}

void ConfigObject::refuse(ErrorCode code, std::string_view reason) const {
    if (!file_->problem) {
        file_->problem = Error{code, std::format("{}: {}", file_->name, reason)};
    }
}

void ConfigObject::refuse_missing(std::string_view key) const {
    refuse(ErrorCode::corrupt_data, std::format("the key \"{}\" is missing", key));
}

Status ConfigObject::status() const {
    if (file_->problem) {
        return std::unexpected(*file_->problem);
    }
    return {};
}

} // namespace sotto::inference
