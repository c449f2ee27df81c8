#pragma once

#include "core/error.h"
#include "inference/formats/gguf_header.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sotto::inference {

/// Typed access to a GGUF file's metadata. An entry of the wrong type counts as absent, and
/// status() reports the first one.
class GgufMetadata {
public:
    /// `header` outlives this object.
    explicit GgufMetadata(const GgufHeader& header) : header_(header) {}

    [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }
    /// A non-negative integer.
    [[nodiscard]] std::optional<std::uint64_t> count(std::string_view key) const;
    /// A finite number.
    [[nodiscard]] std::optional<float> number(std::string_view key) const;
    [[nodiscard]] std::optional<bool> flag(std::string_view key) const;
    [[nodiscard]] std::optional<std::string> text(std::string_view key) const;
    [[nodiscard]] std::optional<GgufArray> list(std::string_view key) const;

    /// Records that an entry is missing or wrong; the first record is kept.
    void refuse(ErrorCode code, std::string_view key, std::string_view reason) const;
    [[nodiscard]] Status status() const;

private:
    [[nodiscard]] const GgufValue* find(std::string_view key) const;

    const GgufHeader& header_;
    mutable std::optional<Error> problem_;
};

} // namespace sotto::inference
