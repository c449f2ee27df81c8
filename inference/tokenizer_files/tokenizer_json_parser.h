#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "inference/tokenizer/text_list.h"

#include <nlohmann/json.hpp>

#include <string_view>
#include <vector>

namespace sotto::inference {

/// A tokenizer.json as it stands, the two large parts in compact form.
struct TokenizerJson {
    /// "model"."vocab" of a byte-pair model, in the file's order: each token with its id.
    TextList tokens;
    std::vector<TokenId> ids;
    /// "model"."merges", in the file's order, by rank: the halves of the first, of the second …
    TextList merge_halves;
    /// Everything else.
    nlohmann::json rest;
};

/// Reads the file in one pass, without building a tree of its large parts, and refuses what is
/// nested or branched like no tokenizer, or has more than a million tokens or merges. Errors:
/// corrupt_data.
[[nodiscard]] Result<TokenizerJson> read_json_parts(std::string_view file);

} // namespace sotto::inference
