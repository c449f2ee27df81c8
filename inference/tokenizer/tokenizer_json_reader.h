#pragma once

#include "core/error.h"
#include "core/ids.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::inference {

/// A tokenizer.json as it stands, the two large parts in compact form.
struct TokenizerJson {
    /// "model"."vocab" of a byte-pair model, in the file's order.
    std::vector<std::pair<std::string, TokenId>> vocabulary;
    /// "model"."merges", in the file's order: by rank.
    std::vector<std::pair<std::string, std::string>> merges;
    /// Everything else.
    nlohmann::json rest;
};

/// Reads the file in one pass, without building a tree of its large parts, and refuses what is
/// nested or branched like no tokenizer. Errors: corrupt_data.
[[nodiscard]] Result<TokenizerJson> read_json_parts(std::string_view file);

} // namespace sotto::inference
