#include "inference/formats/gguf_metadata.h"

#include "inference/files/quoted_name.h"

#include <cmath>
#include <format>

namespace sotto::inference {

const GgufValue* GgufMetadata::find(std::string_view key) const {
    const auto found = header_.metadata.find(key);
    return found == header_.metadata.end() ? nullptr : &found->second;
}

std::optional<std::uint64_t> GgufMetadata::count(std::string_view key) const {
    const GgufValue* const value = find(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (const auto* whole = std::get_if<std::uint64_t>(value)) {
        return *whole;
    }
    const auto* whole = std::get_if<std::int64_t>(value);
    if (whole == nullptr || *whole < 0) {
        refuse(ErrorCode::corrupt_data, key, "is not a whole number");
        return std::nullopt;
    }
    return static_cast<std::uint64_t>(*whole);
}

std::optional<float> GgufMetadata::number(std::string_view key) const {
    const GgufValue* const value = find(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    std::optional<float> number;
    if (const auto* single = std::get_if<float>(value)) {
        number = *single;
    } else if (const auto* precise = std::get_if<double>(value)) {
        number = static_cast<float>(*precise);
    }
    if (!number || !std::isfinite(*number)) {
        refuse(ErrorCode::corrupt_data, key, "is not a finite number");
        return std::nullopt;
    }
    return number;
}

std::optional<bool> GgufMetadata::flag(std::string_view key) const {
    const GgufValue* const value = find(key);
    const auto* flag = value != nullptr ? std::get_if<bool>(value) : nullptr;
    if (value != nullptr && flag == nullptr) {
        refuse(ErrorCode::corrupt_data, key, "is neither true nor false");
    }
    return flag != nullptr ? std::optional(*flag) : std::nullopt;
}

std::optional<std::string> GgufMetadata::text(std::string_view key) const {
    const GgufValue* const value = find(key);
    const auto* text = value != nullptr ? std::get_if<std::string>(value) : nullptr;
    if (value != nullptr && text == nullptr) {
        refuse(ErrorCode::corrupt_data, key, "is not a string");
    }
    return text != nullptr ? std::optional(*text) : std::nullopt;
}

std::optional<GgufArray> GgufMetadata::list(std::string_view key) const {
    const GgufValue* const value = find(key);
    const auto* list = value != nullptr ? std::get_if<GgufArray>(value) : nullptr;
    if (value != nullptr && list == nullptr) {
        refuse(ErrorCode::corrupt_data, key, "is not an array");
    }
    return list != nullptr ? std::optional(*list) : std::nullopt;
}

void GgufMetadata::refuse(ErrorCode code, std::string_view key, std::string_view reason) const {
    if (!problem_) {
        problem_ = Error{code, std::format("The GGUF file's {} {}.", quoted_name(key), reason)};
    }
}

Status GgufMetadata::status() const {
    if (problem_) {
        return std::unexpected(*problem_);
    }
    return {};
}

} // namespace sotto::inference
