#include "inference/tokenizer/text_splitter.h"

#include "core/text/utf8.h"

#include <cctype>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace sotto::inference {

namespace {

// Patterns come from downloaded files: their cost is bounded.
constexpr std::size_t kMaxPatternBytes = 16384;
constexpr std::size_t kMaxCompiledBytes = 1U << 20U;
constexpr std::uint32_t kMaxMatchSteps = 20'000'000;
constexpr std::uint32_t kMaxHeapKibibytes = 65536;

// The property White_Space, as in the original tokenizers; PCRE2's \s also matches U+180E.
constexpr std::string_view kWhiteSpace =
    R"(\t-\r \x{85}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000})";

/// Expands \s and \S. Nothing when \S is inside a class, where it cannot be expanded.
std::optional<std::string> with_exact_white_space(std::string_view pattern) {
    std::string exact;
    bool in_class = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        const char next = i + 1 < pattern.size() ? pattern[i + 1] : '\0';
        if (c == '\\' && next == 's') {
            exact += in_class ? std::string(kWhiteSpace) : "[" + std::string(kWhiteSpace) + "]";
            ++i;
        } else if (c == '\\' && next == 'S') {
            if (in_class) {
                return std::nullopt;
            }
            exact += "[^" + std::string(kWhiteSpace) + "]";
            ++i;
        } else if (c == '\\') {
            exact += pattern.substr(i, 2);
            ++i;
        } else {
            in_class = c == '[' || (in_class && c != ']');
            exact += c;
        }
    }
    return exact;
}

struct Free {
    void operator()(pcre2_code* code) const { pcre2_code_free(code); }
    void operator()(pcre2_compile_context* context) const { pcre2_compile_context_free(context); }
    void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
    void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};

template <class T>
using Owned = std::unique_ptr<T, Free>;

} // namespace

struct TextSplitter::Compiled {
    Owned<pcre2_code> code;
    Owned<pcre2_match_context> context;
};

/// A part of a text, in order: a match, or what is between two.
struct TextSplitter::Part {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool is_match = false;
};

TextSplitter::TextSplitter(std::unique_ptr<Compiled> compiled, SplitRule rule)
    : compiled_(std::move(compiled)), rule_(rule) {}
TextSplitter::TextSplitter(TextSplitter&&) noexcept = default;
TextSplitter& TextSplitter::operator=(TextSplitter&&) noexcept = default;
TextSplitter::~TextSplitter() = default;

Result<TextSplitter> TextSplitter::compile(std::string_view pattern, SplitRule rule) {
    const auto exact =
        pattern.size() <= kMaxPatternBytes ? with_exact_white_space(pattern) : std::nullopt;
    if (!exact) {
        return fail(ErrorCode::unsupported,
                    "the tokenizer splits text by an expression that this program cannot use");
    }
    Owned<pcre2_compile_context> limits(pcre2_compile_context_create(nullptr));
    auto compiled = std::make_unique<Compiled>();
    compiled->context.reset(pcre2_match_context_create(nullptr));
    if (!limits || !compiled->context) {
        return fail(ErrorCode::out_of_memory, "there is not enough memory for the tokenizer");
    }
    pcre2_set_max_pattern_compiled_length(limits.get(), kMaxCompiledBytes);
    int error = 0;
    PCRE2_SIZE error_at = 0;
    compiled->code.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(exact->data()), exact->size(),
                                       PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, &error,
                                       &error_at, limits.get()));
    if (!compiled->code) {
        return fail(ErrorCode::unsupported,
                    "the tokenizer splits text by an expression that does not compile");
    }
    // Without JIT (a hardened system may forbid it) matching is slower but gives the same result.
    (void)pcre2_jit_compile(compiled->code.get(), PCRE2_JIT_COMPLETE);
    pcre2_set_match_limit(compiled->context.get(), kMaxMatchSteps);
    pcre2_set_heap_limit(compiled->context.get(), kMaxHeapKibibytes);
    return TextSplitter(std::move(compiled), rule);
}

/// Match data of one thread.
class TextSplitter::Matcher {
public:
    explicit Matcher(const Compiled& compiled)
        : compiled_(compiled), data_(pcre2_match_data_create(1, nullptr)) {}

    struct Match {
        std::size_t begin;
        std::size_t end;
    };

    /// The next non-empty match. Nothing at the end, or when matching exceeds its limits.
    std::optional<Match> find(std::string_view text, std::size_t from) {
        const int count =
            data_ == nullptr
                ? PCRE2_ERROR_NOMEMORY
                : pcre2_match(compiled_.code.get(), reinterpret_cast<PCRE2_SPTR>(text.data()),
                              text.size(), from, PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY, data_.get(),
                              compiled_.context.get());
        if (count < 0) {
            return std::nullopt;
        }
        const PCRE2_SIZE* range = pcre2_get_ovector_pointer(data_.get());
        // A lookbehind or \K could put the boundaries anywhere.
        if (range[0] < from || range[1] <= range[0] || range[1] > text.size()) {
            return std::nullopt;
        }
        return Match{range[0], range[1]};
    }

private:
    const Compiled& compiled_;
    Owned<pcre2_match_data> data_;
};

void TextSplitter::split(std::string_view text, std::vector<std::string_view>& pieces,
                         const StopCheck& stop) const {
    Matcher matcher(*compiled_);
    std::vector<Part> parts;
    while (!text.empty() && !stop.requested()) {
        const std::string_view valid = text.substr(0, valid_utf8_prefix(text));
        std::size_t at = 0;
        parts.clear();
        while (const auto match = matcher.find(valid, at)) {
            if (match->begin > at) {
                parts.push_back({at, match->begin, rule_.invert});
            }
            parts.push_back({match->begin, match->end, !rule_.invert});
            at = match->end;
            if (stop.requested()) {
                return;
            }
        }
        if (at < valid.size()) {
            parts.push_back({at, valid.size(), rule_.invert});
        }
        add_pieces(valid, parts, pieces);
        text.remove_prefix(valid.size());

        std::size_t broken = 0;
        while (broken < text.size() && next_utf8(text.substr(broken)).kind != Utf8Kind::character) {
            broken += next_utf8(text.substr(broken)).length;
        }
        if (broken > 0) {
            pieces.push_back(text.substr(0, broken));
        }
        text.remove_prefix(broken);
    }
}

// Of several matches in a row, one merges with its neighbour, as in the reference implementation.
void TextSplitter::add_pieces(std::string_view text, std::vector<Part>& parts,
                              std::vector<std::string_view>& pieces) const {
    const auto are_one = [this](const Part& before, const Part& after) {
        switch (rule_.behavior) {
        case SplitBehavior::isolated:
        case SplitBehavior::removed:
            return false;
        case SplitBehavior::contiguous:
            return before.is_match == after.is_match;
        case SplitBehavior::merged_with_previous:
            return after.is_match && !before.is_match;
        case SplitBehavior::merged_with_next:
            break;
        }
        return before.is_match && !after.is_match;
    };
    std::size_t kept = 0;
    for (const Part& part : parts) {
        if (rule_.behavior == SplitBehavior::removed && part.is_match) {
            continue;
        }
        if (kept > 0 && are_one(parts[kept - 1], part)) {
            parts[kept - 1].end = part.end;
            parts[kept - 1].is_match = part.is_match;
        } else {
            parts[kept] = part;
            ++kept;
        }
    }
    for (std::size_t i = 0; i < kept; ++i) {
        pieces.push_back(text.substr(parts[i].begin, parts[i].end - parts[i].begin));
    }
}

std::string split_patterns::literal_pattern(std::string_view text) {
    std::string pattern;
    for (const char character : text) {
        const bool is_sign = static_cast<unsigned char>(character) < 0x80 &&
                             std::isalnum(static_cast<unsigned char>(character)) == 0;
        pattern += is_sign && character != ' ' ? "\\" : "";
        pattern += character;
    }
    return pattern;
}

} // namespace sotto::inference
