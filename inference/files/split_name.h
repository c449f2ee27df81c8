#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sotto::inference {

/// The name of a part of a split GGUF model, without the extension: "PREFIX-00002-of-00003".
struct SplitName {
    std::string prefix;
    std::size_t number = 0; ///< from 1
    std::size_t count = 0;

    /// The file name of another part.
    [[nodiscard]] std::string file_name(std::size_t number_of_part) const;
};

/// Nothing where `stem` is no such name.
[[nodiscard]] std::optional<SplitName> parse_split_name(std::string_view stem);

} // namespace sotto::inference
