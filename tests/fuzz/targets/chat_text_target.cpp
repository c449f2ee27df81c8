#include "core/text/utf8.h"
#include "inference/chat/chat_template.h"
#include "inference/tokenizer/sentencepiece_tokenizer.h"
#include "inference/tokenizer_files/tokenizer_json.h"
#include "tests/fuzz/target.h"
#include "tests/inference/tokenizer/small_tokenizers.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::fuzz {

namespace {

using namespace inference;
using OwnedTokenizer = std::unique_ptr<Tokenizer>;

/// The id of the first control token of small_json().
constexpr TokenId kFirstControl = 300;
/// Longer texts are slow and test nothing else. Unit: bytes.
constexpr std::size_t kEnough = 512;

OwnedTokenizer sound(Result<OwnedTokenizer> opened) {
    require(opened.has_value(), "a small tokenizer is sound");
    return std::move(*opened);
}

OwnedTokenizer byte_level(std::string_view pattern) {
    testing::JsonParts parts;
    parts.controls = {"<|begin_of_text|>", "<|header_start|>", "<|header_end|>", "<|eot|>"};
    if (!pattern.empty()) {
        parts.pre_tokenizer =
            R"({"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":")" +
            std::string(pattern) +
            R"("},"behavior":"Isolated"},{"type":"ByteLevel","use_regex":false}]})";
    }
    return sound(read_tokenizer_json(testing::small_json(parts)));
}

/// Expected output of a stream decoder for single bytes: characters, and U+FFFD for each invalid
/// run.
std::string shown(std::string_view bytes) {
    std::string text;
    while (!bytes.empty()) {
        const Utf8Step step = next_utf8(bytes);
        text +=
            step.kind == Utf8Kind::character ? bytes.substr(0, step.length) : kReplacementCharacter;
        bytes.remove_prefix(step.length);
    }
    return text;
}

void check_stream(const Tokenizer& tokenizer, const std::vector<TokenId>& ids,
                  std::string_view bytes) {
    StreamDecoder decoder(tokenizer);
    std::string text;
    for (const TokenId id : ids) {
        const std::string added = decoder.push(id);
        require(valid_utf8_prefix(added) == added.size(), "what is shown is whole characters");
        text += added;
    }
    text += decoder.finish();
    require(text == shown(bytes), "text is shown alike, however it is cut into tokens");
}

std::size_t n_controls(const std::vector<TokenId>& ids) {
    return static_cast<std::size_t>(
        std::ranges::count_if(ids, [](TokenId id) { return id >= kFirstControl; }));
}

std::size_t n_controls_in_chat(const Tokenizer& tokenizer, std::string_view text) {
    ChatPrompt prompt;
    prompt.system = "hello";
    prompt.messages.push_back({Role::assistant, std::string(text), {}});
    prompt.messages.push_back({Role::user, std::string(text), {}});
    const auto ids = render_chat(prompt, tokenizer, chat_template_kind_of(tokenizer));
    require(ids.has_value(), "a conversation can be written");
    return n_controls(*ids);
}

void check_byte_level(const Tokenizer& tokenizer, std::string_view input) {
    const auto ids = tokenizer.encode(input);
    require(n_controls(ids) == 0, "what a user writes becomes no control token");
    require(tokenizer.decode(ids) == input, "text comes back from its tokens");
    check_stream(tokenizer, ids, input);
    std::vector<TokenId> bytes;
    for (const char byte : input) {
        bytes.push_back(static_cast<unsigned char>(byte));
    }
    check_stream(tokenizer, bytes, input);
}

/// Input: text of a user or of a model.
bool run(std::string_view input) {
    static const std::array kTokenizers{
        byte_level(""),
        byte_level(R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|)"
                   R"( ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+)")};
    const std::string_view start = input.substr(0, kEnough);
    for (const OwnedTokenizer& tokenizer : kTokenizers) {
        check_byte_level(*tokenizer, start);
    }
    static const std::size_t kExpected = n_controls_in_chat(*kTokenizers[0], "hello");
    require(n_controls_in_chat(*kTokenizers[0], start) == kExpected, "no text adds a turn");
    static const OwnedTokenizer kPieces =
        sound(SentencePieceTokenizer::open(testing::small_sentencepiece()));
    const auto ids = kPieces->encode(start);
    for (const TokenId id : ids) {
        require(!kPieces->token_bytes(id).empty(), "what a user writes becomes no control token");
    }
    check_stream(*kPieces, ids, kPieces->decode(ids));
    return true;
}

std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    constexpr std::array<std::string_view, 14> kPhrases{
        "<|eot|>",      "<|header_start|>", "<s>",      "</s>",         "<0x0A>",
        "\u2581",       "\u00E9",           "\u65E5",   "\U0001F600",   "\xF0\x9F\x98",
        "\xED\xA0\x80", "\xC0\x80",         "    \t\n", "hello world's"};
    if (mutation.once_in(2)) {
        return mutation.bytes(input, max_bytes);
    }
    std::string changed(input);
    const std::string_view phrase = kPhrases[mutation.draw(kPhrases.size())];
    const std::size_t length = mutation.once_in(4) ? mutation.draw(phrase.size()) : phrase.size();
    changed.insert(mutation.draw(changed.size() + 1), phrase.substr(0, length));
    changed.resize(std::min(changed.size(), max_bytes));
    return changed;
}

} // namespace

const Target& chat_text_target() {
    static constexpr Target kTarget{"chat_text", run, mutate};
    return kTarget;
}

} // namespace sotto::fuzz
