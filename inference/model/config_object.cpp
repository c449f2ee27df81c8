#include "inference/model/config_object.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <format>

namespace sotto::inference {

namespace {

constexpr int kMaxDepth = 32;
constexpr std::size_t kMaxListItems = 4096;

const nlohmann::json& json_of(const void* node) {
    return *static_cast<const nlohmann::json*>(node);
}

// Nothing for absent and null.
const nlohmann::json* find(const void* node, std::string_view key) {
    const auto& object = json_of(node);
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

} // namespace

struct ConfigObject::File {
    std::string name;
    nlohmann::json root;
    std::optional<Error> problem;
};

Result<ConfigObject> ConfigObject::parse(std::string_view json, std::string file_name) {
    bool is_too_deep = false;
    const auto limit_depth = [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
        is_too_deep = is_too_deep || depth > kMaxDepth;
        return !is_too_deep;
    };
    auto file = std::make_shared<File>();
    file->root = nlohmann::json::parse(json, limit_depth, /*allow_exceptions=*/false);
    if (is_too_deep || !file->root.is_object()) {
        return fail(ErrorCode::corrupt_data, std::format("{} is not a JSON object", file_name));
    }
    file->name = std::move(file_name);
    const void* root = &file->root;
    return ConfigObject(std::move(file), root);
}

bool ConfigObject::has(std::string_view key) const {
    return find(node_, key) != nullptr;
}

std::optional<std::size_t> ConfigObject::count(std::string_view key, std::size_t lowest,
                                               std::size_t highest) const {
    const auto* value = find(node_, key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (!value->is_number_unsigned() || value->get<std::uint64_t>() < lowest ||
        value->get<std::uint64_t>() > highest) {
        refuse(ErrorCode::corrupt_data,
               std::format("\"{}\" is not a whole number from {} to {}", key, lowest, highest));
        return std::nullopt;
    }
    return static_cast<std::size_t>(value->get<std::uint64_t>());
}

std::optional<float> ConfigObject::number(std::string_view key, double lowest,
                                          double highest) const {
    const auto* value = find(node_, key);
    if (value == nullptr) {
        return std::nullopt;
    }
    const double number = value->is_number() ? value->get<double>() : std::nan("");
    if (!(number >= lowest && number <= highest)) {
        refuse(ErrorCode::corrupt_data,
               std::format("\"{}\" is not a number from {} to {}", key, lowest, highest));
        return std::nullopt;
    }
    return static_cast<float>(number);
}

std::optional<bool> ConfigObject::flag(std::string_view key) const {
    const auto* value = find(node_, key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (value->is_number_integer()) {
        return value->get<std::int64_t>() != 0;
    }
    if (!value->is_boolean()) {
        refuse(ErrorCode::corrupt_data, std::format("\"{}\" is neither true nor false", key));
        return std::nullopt;
    }
    return value->get<bool>();
}

std::optional<std::string> ConfigObject::text(std::string_view key) const {
    const auto* value = find(node_, key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (!value->is_string()) {
        refuse(ErrorCode::corrupt_data, std::format("\"{}\" is not a string", key));
        return std::nullopt;
    }
    return value->get<std::string>();
}

std::optional<std::vector<std::string>> ConfigObject::texts(std::string_view key) const {
    const auto* value = find(node_, key);
    if (value == nullptr) {
        return std::nullopt;
    }
    std::vector<std::string> items;
    bool is_valid = value->is_array() && value->size() <= kMaxListItems;
    for (std::size_t i = 0; is_valid && i < value->size(); ++i) {
        is_valid = (*value)[i].is_string();
        if (is_valid) {
            items.push_back((*value)[i].get<std::string>());
        }
    }
    if (!is_valid) {
        refuse(ErrorCode::corrupt_data, std::format("\"{}\" is not a list of strings", key));
        return std::nullopt;
    }
    return items;
}

std::optional<std::vector<std::int64_t>> ConfigObject::integers(std::string_view key) const {
    const auto* value = find(node_, key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (value->is_number_integer()) {
        return std::vector{value->get<std::int64_t>()};
    }
    std::vector<std::int64_t> items;
    bool is_valid = value->is_array() && value->size() <= kMaxListItems;
    for (std::size_t i = 0; is_valid && i < value->size(); ++i) {
        is_valid = (*value)[i].is_number_integer();
        if (is_valid) {
            items.push_back((*value)[i].get<std::int64_t>());
        }
    }
    if (!is_valid) {
        refuse(ErrorCode::corrupt_data, std::format("\"{}\" is not a list of whole numbers", key));
        return std::nullopt;
    }
    return items;
}

std::optional<ConfigObject> ConfigObject::object(std::string_view key) const {
    const auto* value = find(node_, key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (!value->is_object()) {
        refuse(ErrorCode::corrupt_data, std::format("\"{}\" is not an object", key));
        return std::nullopt;
    }
    return ConfigObject(file_, value);
}

std::optional<std::size_t> ConfigObject::list_size(std::string_view key) const {
    const auto* value = find(node_, key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (!value->is_array()) {
        refuse(ErrorCode::corrupt_data, std::format("\"{}\" is not a list", key));
        return std::nullopt;
    }
    return value->size();
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
