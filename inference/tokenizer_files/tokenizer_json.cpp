#include "inference/tokenizer_files/tokenizer_json.h"

#include "inference/tokenizer/bpe_tokenizer.h"
#include "inference/tokenizer/byte_alphabet.h"
#include "inference/tokenizer_files/tokenizer_json_parser.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace sotto::inference {

namespace {

using Json = nlohmann::json;

std::unexpected<Error> corrupt(const std::string& what) {
    return fail(ErrorCode::corrupt_data, "the tokenizer.json is damaged: " + what);
}

std::unexpected<Error> unsupported(const std::string& what) {
    return fail(ErrorCode::unsupported,
                "the tokenizer.json uses " + what + ", which this program does not support");
}

/// The member of an object; null when it is missing or `json` is not an object.
const Json& member(const Json& json, const char* name) {
    static const Json kNull;
    const auto found = json.is_object() ? json.find(name) : json.end();
    return found == json.end() ? kNull : *found;
}

std::string text_of(const Json& json) {
    return json.is_string() ? json.get<std::string>() : std::string();
}

bool is_true(const Json& json) {
    return json.is_boolean() && json.get<bool>();
}

/// The steps of a pre-tokenizer, normalizer or decoder: itself, or the elements of its "Sequence".
std::vector<Json> steps_of(const Json& json, const char* list_name) {
    if (json.is_null()) {
        return {};
    }
    if (text_of(member(json, "type")) != "Sequence") {
        return {json};
    }
    std::vector<Json> steps;
    for (const Json& step : member(json, list_name)) {
        steps.push_back(step);
    }
    return steps;
}

/// The pattern of a pre-tokenizer step; empty when it does not split.
Result<std::string> split_pattern_of(const Json& step) {
    const std::string type = text_of(member(step, "type"));
    if (type == "Digits") {
        return is_true(member(step, "individual_digits")) ? R"(\p{N})" : R"(\p{N}+)";
    }
    if (type == "ByteLevel") {
        if (is_true(member(step, "add_prefix_space"))) {
            return unsupported("a space before the first word");
        }
        const Json& use_regex = member(step, "use_regex");
        return use_regex.is_null() || is_true(use_regex) ? std::string(split_patterns::kByteLevel)
                                                         : std::string();
    }
    std::string pattern = text_of(member(member(step, "pattern"), "Regex"));
    if (type == "Split" && !pattern.empty() && !is_true(member(step, "invert")) &&
        text_of(member(step, "behavior")) == "Isolated") {
        return pattern;
    }
    return unsupported("an unknown way of splitting text");
}

Result<std::vector<TextSplitter>> splitters_of(const Json& pre_tokenizer) {
    constexpr std::size_t kMaxSteps = 8;
    const std::vector<Json> steps = steps_of(pre_tokenizer, "pretokenizers");
    if (steps.size() > kMaxSteps) {
        return unsupported("more steps of splitting text than any known tokenizer");
    }
    std::vector<TextSplitter> splitters;
    for (const Json& step : steps) {
        const auto pattern = split_pattern_of(step);
        if (!pattern) {
            return std::unexpected(pattern.error());
        }
        if (pattern->empty()) {
            continue;
        }
        auto splitter = TextSplitter::compile(*pattern);
        if (!splitter) {
            return std::unexpected(splitter.error());
        }
        splitters.push_back(std::move(*splitter));
    }
    return splitters;
}

/// Refuses unsupported settings, which would change the encoding.
Status check_is_byte_level(const TokenizerJson& json) {
    const Json& model = member(json.rest, "model");
    const std::string type = text_of(member(model, "type"));
    if (type != "BPE" && (!type.empty() || json.merge_halves.empty())) {
        return unsupported(type.empty() ? "an unnamed kind of model"
                                        : "a model that is not byte-pair encoding");
    }
    for (const char* affix : {"continuing_subword_prefix", "end_of_word_suffix"}) {
        if (!text_of(member(model, affix)).empty()) {
            return unsupported("marks at the borders of words");
        }
    }
    if (const Json& dropout = member(model, "dropout");
        dropout.is_number() && dropout.get<double>() != 0.0) {
        return unsupported("random merging");
    }
    for (const Json& step : steps_of(member(json.rest, "normalizer"), "normalizers")) {
        if (text_of(member(step, "type")) != "NFC") {
            return unsupported("a normalizer");
        }
    }
    for (const Json& step : steps_of(member(json.rest, "pre_tokenizer"), "pretokenizers")) {
        if (text_of(member(step, "type")) == "ByteLevel") {
            return {};
        }
    }
    return unsupported("tokens that are not made of bytes");
}

/// Adds "added_tokens" to the vocabulary first, because their spelling is plain text.
Status add_added_tokens(const Json& added, BpeVocabulary& vocabulary) {
    for (const Json& token : added) {
        const Json& id = member(token, "id");
        const std::string spelling = text_of(member(token, "content"));
        if (!id.is_number_unsigned() || id.get<std::uint64_t>() >= TokenTable::kMaxTokens) {
            return corrupt("an added token has an id out of range");
        }
        const auto token_id = id.get<TokenId>();
        const bool is_control = is_true(member(token, "special")) || is_control_spelling(spelling);
        if (!vocabulary.tokens.add(token_id, spelling) ||
            !(is_control ? vocabulary.controls : vocabulary.fixed).add(spelling, token_id)) {
            return corrupt("two added tokens are the same, or one is empty");
        }
        const auto index = static_cast<std::size_t>(token_id);
        if (is_control) {
            vocabulary.is_control.resize(std::max(index + 1, vocabulary.is_control.size()));
            vocabulary.is_control[index] = true;
        }
    }
    return {};
}

/// Whether an added token already has this id and, in the vocabulary's alphabet, this spelling.
bool is_added(const BpeVocabulary& vocabulary, std::string_view token, TokenId id) {
    const auto same = [&](const SpecialTokens& tokens) { return tokens.find(token) == id; };
    const std::string_view bytes = vocabulary.tokens.bytes(id);
    return same(vocabulary.controls) || same(vocabulary.fixed) ||
           (!bytes.empty() && bytes == bytes_from_alphabet(token));
}

Status add_vocabulary(const TokenizerJson& json, BpeVocabulary& vocabulary) {
    for (std::size_t i = 0; i < json.ids.size(); ++i) {
        const std::string_view token = json.tokens[i];
        const TokenId id = json.ids[i];
        if (is_added(vocabulary, token, id)) {
            continue;
        }
        // A token outside the byte alphabet is unreachable; it only keeps its id.
        const std::string bytes = bytes_from_alphabet(token).value_or(std::string(token));
        if (!vocabulary.tokens.add(id, bytes)) {
            return corrupt("two tokens have the same id, or an id is out of range");
        }
    }
    vocabulary.is_control.resize(static_cast<std::size_t>(vocabulary.tokens.size()));
    const bool is_indexed = vocabulary.tokens.index(
        [&vocabulary](TokenId id) { return vocabulary.is_control[static_cast<std::size_t>(id)]; });
    if (!is_indexed) {
        return corrupt("a token occurs twice");
    }
    return {};
}

Status add_merges(const TokenizerJson& json, BpeVocabulary& vocabulary) {
    const std::size_t n_merges = json.merge_halves.size() / 2;
    vocabulary.merges.reserve(n_merges);
    const auto id_of = [&vocabulary](std::string_view token) {
        const auto bytes = bytes_from_alphabet(token);
        return bytes ? vocabulary.tokens.find(*bytes) : std::nullopt;
    };
    for (std::uint32_t rank = 0; rank < n_merges; ++rank) {
        const std::string_view left = json.merge_halves[std::size_t{2} * rank];
        const std::string_view right = json.merge_halves[std::size_t{2} * rank + 1];
        const auto left_id = id_of(left);
        const auto right_id = id_of(right);
        const auto merged_id = id_of(std::string(left).append(right));
        if (!left_id || !right_id || !merged_id) {
            return corrupt("merge " + std::to_string(rank) + " names a token that is missing");
        }
        vocabulary.merges.add(*left_id, *right_id, {rank, *merged_id});
    }
    return {};
}

} // namespace

Result<std::unique_ptr<Tokenizer>> read_tokenizer_json(std::string_view file) {
    const auto json = read_json_parts(file);
    if (!json) {
        return std::unexpected(json.error());
    }
    if (!json->rest.is_object() || json->tokens.empty()) {
        return corrupt("it has no vocabulary of tokens and ids");
    }
    if (auto status = check_is_byte_level(*json); !status) {
        return std::unexpected(status.error());
    }
    BpeVocabulary vocabulary;
    vocabulary.order = MergeOrder::merge_list;
    vocabulary.whole_piece = is_true(member(member(json->rest, "model"), "ignore_merges"))
                                 ? WholePiece::take
                                 : WholePiece::merge;
    vocabulary.has_nfc = !steps_of(member(json->rest, "normalizer"), "normalizers").empty();
    auto splitters = splitters_of(member(json->rest, "pre_tokenizer"));
    if (!splitters) {
        return std::unexpected(splitters.error());
    }
    vocabulary.splitters = std::move(*splitters);
    const Status status = add_added_tokens(member(json->rest, "added_tokens"), vocabulary)
                              .and_then([&] { return add_vocabulary(*json, vocabulary); })
                              .and_then([&] { return add_merges(*json, vocabulary); });
    if (!status) {
        return std::unexpected(status.error());
    }
    return std::make_unique<BpeTokenizer>(std::move(vocabulary));
}

} // namespace sotto::inference
