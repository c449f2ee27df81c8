#pragma once

#include "core/error.h"
#include "inference/tokenizer/encoding.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// What becomes of the matches of a pattern ("behavior" in a tokenizer.json).
enum class SplitBehavior {
    isolated,             ///< each is a piece
    removed,              ///< they go
    merged_with_previous, ///< each ends the piece before it
    merged_with_next,     ///< each begins the piece behind it
    contiguous,           ///< neighbours are one piece
};

struct SplitRule {
    SplitBehavior behavior = SplitBehavior::isolated;
    bool invert = false; ///< what the pattern does not match counts as match
};

/// Pre-tokenizer: splits text by a regular expression into the pieces within which byte pairs
/// merge. Text between matches, and bytes that are not UTF-8, become pieces of their own.
/// Immutable: any number of threads may use it.
class TextSplitter {
public:
    /// `pattern`: as in tokenizer files; `\s` and `\S` mean the Unicode property White_Space.
    /// Errors: unsupported (the pattern cannot be used).
    [[nodiscard]] static Result<TextSplitter> compile(std::string_view pattern,
                                                      SplitRule rule = {});

    TextSplitter(TextSplitter&&) noexcept;
    TextSplitter& operator=(TextSplitter&&) noexcept;
    ~TextSplitter();

    /// Appends the pieces of `text` to `pieces`, in order; they point into `text` and, unless
    /// stopped or removed, add up to it.
    void split(std::string_view text, std::vector<std::string_view>& pieces,
               const StopCheck& stop = {}) const;

private:
    struct Compiled;
    class Matcher;
    struct Part;
    TextSplitter(std::unique_ptr<Compiled> compiled, SplitRule rule);
    void add_pieces(std::string_view text, std::vector<Part>& parts,
                    std::vector<std::string_view>& pieces) const;

    std::unique_ptr<Compiled> compiled_;
    SplitRule rule_;
};

/// The patterns of known vocabularies.
namespace split_patterns {
/// Source: Llama 3's published tokenizer.
inline constexpr std::string_view kLlama3 =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3})"
    R"(| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

/// Source: Llama 4's published tokenizer.
inline constexpr std::string_view kLlama4 =
    R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+)"
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)?)"
    R"(|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*)"
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)?)"
    R"(|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

/// Source: Qwen2.5's published tokenizer.
inline constexpr std::string_view kQwen2 =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N})"
    R"(| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

/// The pattern that matches a text itself.
[[nodiscard]] std::string literal_pattern(std::string_view text);

/// Each digit alone: a step of its own before another pattern.
inline constexpr std::string_view kDigit = R"(\p{N})";

/// GPT-2's pattern, which a Hugging Face "ByteLevel" pre-tokenizer uses.
inline constexpr std::string_view kByteLevel =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";
} // namespace split_patterns

} // namespace sotto::inference
