#include "inference/tokenizer_files/tokenizer_json.h"

#include "inference/files/quoted_name.h"
#include "inference/tokenizer/bpe_tokenizer.h"
#include "inference/tokenizer/byte_alphabet.h"
#include "inference/tokenizer/space_mark.h"
#include "inference/tokenizer_files/json_access.h"
#include "inference/tokenizer_files/text_steps.h"
#include "inference/tokenizer_files/tokenizer_json_parser.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace sotto::inference {

namespace {

using namespace tokenizer_json;

/// Refuses unsupported settings of the model, which would change the encoding.
Status check_model(const TokenizerJson& json) {
    const Json& model = member(json.rest, "model");
    const std::string type = text_of(member(model, "type"));
    if (type != "BPE" && (!type.empty() || json.merge_halves.empty())) {
        return unsupported(type.empty() ? "an unnamed kind of model"
                                        : "a model of the kind " + quoted_name(type));
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
    return {};
}

/// The token that a text of the vocabulary's alphabet stands for.
std::optional<std::string> token_bytes(const BpeVocabulary& vocabulary, std::string_view token) {
    return vocabulary.symbols == Symbols::bytes ? bytes_from_alphabet(token)
                                                : std::optional<std::string>(token);
}

/// Adds an added token to those that are found in text, under its rules.
bool add_found_token(const Json& token, const std::string& spelling, TokenId id,
                     BpeVocabulary& vocabulary) {
    const TokenRules rules{.lstrip = is_true(member(token, "lstrip")),
                           .rstrip = is_true(member(token, "rstrip")),
                           .single_word = is_true(member(token, "single_word"))};
    if (is_true(member(token, "special")) || is_control_spelling(spelling) ||
        is_mark_spelling(spelling)) {
        return vocabulary.controls.add(spelling, id, rules);
    }
    if (!is_true(member(token, "normalized"))) {
        return vocabulary.fixed.add(spelling, id, rules);
    }
    const auto made = vocabulary.normalizer.apply(spelling, {});
    return vocabulary.normalized.add(made ? made->text : spelling, id, rules);
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
            !add_found_token(token, spelling, token_id, vocabulary)) {
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
    const std::string_view bytes = vocabulary.tokens.bytes(id);
    return !bytes.empty() && (bytes == token || bytes == token_bytes(vocabulary, token));
}

Status add_vocabulary(const TokenizerJson& json, BpeVocabulary& vocabulary) {
    for (std::size_t i = 0; i < json.ids.size(); ++i) {
        const std::string_view token = json.tokens[i];
        const TokenId id = json.ids[i];
        if (is_added(vocabulary, token, id)) {
            continue;
        }
        // A token outside the byte alphabet is unreachable; it only keeps its id.
        const std::string bytes = token_bytes(vocabulary, token).value_or(std::string(token));
        if (!vocabulary.tokens.add(id, bytes)) {
            return corrupt("two tokens have the same id, or an id is out of range");
        }
    }
    vocabulary.is_control.resize(static_cast<std::size_t>(vocabulary.tokens.size()));
    const bool is_indexed = vocabulary.tokens.index([&vocabulary](TokenId id) {
        return vocabulary.controls.find(vocabulary.tokens.bytes(id)) == id;
    });
    if (!is_indexed) {
        return corrupt("a token occurs twice");
    }
    return {};
}

Status add_merges(const TokenizerJson& json, BpeVocabulary& vocabulary) {
    const std::size_t n_merges = json.merge_halves.size() / 2;
    vocabulary.merges.reserve(n_merges);
    const auto id_of = [&vocabulary](std::string_view token) {
        const auto bytes = token_bytes(vocabulary, token);
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

/// Finds the tokens for the bytes of characters that a vocabulary of characters lacks.
Status add_fallback(const TokenizerJson& json, BpeVocabulary& vocabulary) {
    if (vocabulary.symbols == Symbols::bytes) {
        return {};
    }
    const Json& model = member(json.rest, "model");
    if (!is_true(member(model, "byte_fallback"))) {
        return unsupported("tokens that are not made of bytes");
    }
    vocabulary.byte_tokens.fill(-1);
    for (TokenId id = 0; id < vocabulary.tokens.size(); ++id) {
        if (const auto byte = byte_of_token(vocabulary.tokens.bytes(id))) {
            vocabulary.byte_tokens[static_cast<unsigned char>(*byte)] = id;
        }
    }
    return std::ranges::contains(vocabulary.byte_tokens, -1)
               ? Status(corrupt("it lacks tokens for some bytes"))
               : Status();
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
    BpeVocabulary vocabulary;
    vocabulary.order = MergeOrder::merge_list;
    vocabulary.whole_piece = is_true(member(member(json->rest, "model"), "ignore_merges"))
                                 ? WholePiece::take
                                 : WholePiece::merge;
    const Status status =
        check_model(*json)
            .and_then([&] { return read_text_steps(json->rest, vocabulary); })
            .and_then(
                [&] { return add_added_tokens(member(json->rest, "added_tokens"), vocabulary); })
            .and_then([&] { return add_vocabulary(*json, vocabulary); })
            .and_then([&] { return add_merges(*json, vocabulary); })
            .and_then([&] { return add_fallback(*json, vocabulary); });
    if (!status) {
        return std::unexpected(status.error());
    }
    return std::make_unique<BpeTokenizer>(std::move(vocabulary));
}

} // namespace sotto::inference
