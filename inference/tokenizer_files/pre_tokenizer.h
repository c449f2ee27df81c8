#pragma once

#include <array>
#include <string_view>

namespace sotto::inference {

/// How a byte-level vocabulary splits text before it merges bytes.
struct PreTokenizer {
    std::string_view gguf_name; ///< "tokenizer.ggml.pre"
    /// Applied one after the other, each to the pieces of the one before; empty = no second step.
    std::array<std::string_view, 2> patterns;
    /// A piece that is a token is taken whole, whatever the merges say.
    bool ignores_merges = false;
    bool has_nfc = false;  ///< text is brought into normalization form C first
    bool adds_bos = false; ///< texts begin with BOS where the file does not say it
};

/// The row of this name; null when it is not supported.
[[nodiscard]] const PreTokenizer* find_pre_tokenizer(std::string_view gguf_name);

} // namespace sotto::inference
