#include "inference/tokenizer_files/tiktoken_file.h"

#include "inference/tokenizer/bpe_tokenizer.h"
#include "inference/tokenizer_files/llama_control_tokens.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::size_t kLlama3Tokens = 128'000;
constexpr std::size_t kLlama4Tokens = 200'000;

constexpr std::int8_t kNotBase64 = -1;

constexpr std::array<std::int8_t, 256> kBase64 = [] {
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::array<std::int8_t, 256> values{};
    values.fill(kNotBase64);
    for (std::size_t i = 0; i < kDigits.size(); ++i) {
        values[static_cast<unsigned char>(kDigits[i])] = static_cast<std::int8_t>(i);
    }
    return values;
}();

/// Decodes base64 with padding into `bytes`. Source: RFC 4648, section 4.
bool decode_base64(std::string_view digits, std::string& bytes) {
    bytes.clear();
    if (digits.empty() || digits.size() % 4 != 0) {
        return false;
    }
    const std::size_t padding = digits.ends_with("==") ? 2 : digits.ends_with('=') ? 1 : 0;
    digits.remove_suffix(padding);
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char digit : digits) {
        const std::int8_t value = kBase64[static_cast<unsigned char>(digit)];
        if (value < 0) {
            return false;
        }
        bits = (bits << 6U) | static_cast<std::uint32_t>(value);
        held += 6;
        if (held >= 8) {
            held -= 8;
            bytes += static_cast<char>((bits >> held) & 0xFFU);
        }
    }
    // The unused bits must be zero.
    return (bits & ((1U << held) - 1U)) == 0;
}

struct Line {
    std::string_view digits;
    TokenId rank = -1;
};

/// The parts of "base64 rank", or nothing.
std::optional<Line> parse_line(std::string_view line) {
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) {
        return std::nullopt;
    }
    Line parsed{line.substr(0, space), -1};
    const std::string_view number = line.substr(space + 1);
    const auto [end, error] =
        std::from_chars(number.data(), number.data() + number.size(), parsed.rank);
    if (error != std::errc() || end != number.data() + number.size()) {
        return std::nullopt;
    }
    return parsed;
}

std::unexpected<Error> corrupt(const std::string& what) {
    return fail(ErrorCode::corrupt_data, "the tokenizer file is damaged: " + what);
}

/// Parses every line into `tokens`. Returns the number of tokens.
Result<std::size_t> read_tokens(std::string_view file, TokenTable& tokens) {
    const auto lines = static_cast<std::size_t>(std::ranges::count(file, '\n')) + 1;
    // A rank must be below the number of lines, so that a large one cannot claim memory.
    tokens.reserve(std::min<std::size_t>(lines, TokenTable::kMaxTokens), file.size() / 2);
    std::size_t count = 0;
    std::size_t number = 0;
    std::string bytes;
    while (!file.empty()) {
        const std::size_t end = std::min(file.find('\n'), file.size());
        const std::string_view line = file.substr(0, end);
        file.remove_prefix(std::min(end + 1, file.size()));
        ++number;
        if (line.empty()) {
            continue;
        }
        const auto parsed = parse_line(line);
        if (!parsed || !decode_base64(parsed->digits, bytes) ||
            std::cmp_greater_equal(parsed->rank, lines) || !tokens.add(parsed->rank, bytes)) {
            return corrupt("line " + std::to_string(number) + " is not a new token and its rank");
        }
        ++count;
    }
    if (std::cmp_not_equal(tokens.size(), count)) {
        return corrupt("some ranks are missing");
    }
    return count;
}

/// The family that the number of tokens determines.
struct Family {
    std::string_view split_pattern;
    std::vector<std::string> controls;
};

Result<Family> family_of(std::size_t tokens) {
    if (tokens == kLlama3Tokens) {
        return Family{split_patterns::kLlama3, llama3_controls()};
    }
    if (tokens == kLlama4Tokens) {
        return Family{split_patterns::kLlama4, llama4_controls()};
    }
    return fail(ErrorCode::unsupported,
                "this program knows tiktoken vocabularies of 128000 tokens (Llama 3) and of 200000 "
                "(Llama 4), not of " +
                    std::to_string(tokens));
}

} // namespace

bool looks_like_tiktoken(std::string_view file) {
    constexpr std::size_t kMaxFirstLineBytes = 4096;
    const std::string_view start = file.substr(0, kMaxFirstLineBytes);
    const auto line = parse_line(start.substr(0, start.find('\n')));
    std::string bytes;
    return line && decode_base64(line->digits, bytes);
}

Result<std::unique_ptr<Tokenizer>> read_tiktoken(std::string_view file) {
    BpeVocabulary vocabulary;
    const auto count = read_tokens(file, vocabulary.tokens);
    if (!count) {
        return std::unexpected(count.error());
    }
    auto family = family_of(*count);
    if (!family) {
        return std::unexpected(family.error());
    }
    if (!vocabulary.tokens.index([](TokenId) { return false; })) {
        return corrupt("a token occurs twice");
    }
    for (int byte = 0; byte < 256; ++byte) {
        const char spelled = static_cast<char>(byte);
        if (!vocabulary.tokens.find({&spelled, 1})) {
            return corrupt("it lacks single bytes");
        }
    }
    vocabulary.is_control.assign(*count, false);
    for (const std::string& spelling : family->controls) {
        const TokenId id = vocabulary.tokens.size();
        if (!vocabulary.tokens.add(id, spelling) || !vocabulary.controls.add(spelling, id)) {
            return fail(ErrorCode::internal, "a control token is listed twice");
        }
        vocabulary.is_control.push_back(true);
    }
    auto splitter = TextSplitter::compile(family->split_pattern);
    if (!splitter) {
        return std::unexpected(splitter.error());
    }
    vocabulary.splitters.push_back(std::move(*splitter));
    return std::make_unique<BpeTokenizer>(std::move(vocabulary));
}

} // namespace sotto::inference
