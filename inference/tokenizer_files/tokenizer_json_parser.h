#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "inference/tokenizer/string_list.h"

#include <nlohmann/json.hpp>

#include <string_view>
#include <vector>

namespace sotto::inference {

/// The content of a tokenizer.json, its two large parts in compact form.
struct TokenizerJson {
    /// "model"."vocab" of a byte-pair model, in file order: each token with its id.
    StringList tokens;
    std::vector<TokenId> ids;
    /// "model"."merges", in file order (by rank): left and right of each merge.
    StringList merge_halves;
    /// Everything else.
    nlohmann::json rest;
};

/// Parses the file in one pass, without a tree of its large parts. Refuses unusual nesting and more
/// than a million tokens or merges. Errors: corrupt_data.
[[nodiscard]] Result<TokenizerJson> read_json_parts(std::string_view file);

} // namespace sotto::inference
