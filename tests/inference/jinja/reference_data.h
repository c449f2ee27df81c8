#pragma once

#include "inference/files/json.h"
#include "inference/jinja/values/value.h"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

namespace sotto::inference::testing {

/// A file of texts that Python's jinja2 rendered; jinja_reference_test.py checks them.
inline Json reference_data(const std::string& name) {
    std::ifstream file(std::filesystem::path(SOTTO_TEST_DATA) / name, std::ios::binary);
    auto json = parse_json(std::string(std::istreambuf_iterator<char>(file), {}));
    REQUIRE(json.has_value());
    return *std::move(json);
}

/// A JSON value as one of a template; texts as the template's own.
inline jinja::Value value_of(const Json& json) {
    if (json.string() != nullptr) {
        return jinja::Text(*json.string());
    }
    if (json.boolean()) {
        return *json.boolean();
    }
    if (json.integer()) {
        return *json.integer();
    }
    if (json.number()) {
        return *json.number();
    }
    if (json.array() != nullptr) {
        jinja::List list;
        for (const Json& element : *json.array()) {
            list.push_back(value_of(element));
        }
        return list;
    }
    if (json.object() != nullptr) {
        jinja::Dict dict;
        for (const auto& [key, value] : *json.object()) {
            dict.push_back({jinja::Text(key), value_of(value)});
        }
        return dict;
    }
    return jinja::None{};
}

} // namespace sotto::inference::testing
