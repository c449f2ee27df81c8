#include "inference/tokenizer_files/text_steps.h"

#include "inference/files/quoted_name.h"
#include "inference/tokenizer/space_mark.h"
#include "inference/tokenizer_files/json_access.h"

#include <algorithm>
#include <array>
#include <format>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sotto::inference {

namespace {

using namespace tokenizer_json;

constexpr std::size_t kMaxSteps = 32;
// A text may become so many times as long: "▁" has three bytes for a space.
constexpr std::size_t kMaxGrowth = 64;
constexpr std::size_t kMaxPrefixBytes = 256;
constexpr int kMaxDepth = 8;

std::string type_of(const Json& step) {
    return text_of(member(step, "type"));
}

std::unexpected<Error> unsupported_step(std::string_view part, const Json& step) {
    return unsupported(std::format("the {} {}", part, quoted_name(type_of(step))));
}

/// The steps of a part of the file: itself, or the elements of its "Sequence".
void append_steps(const Json& json, const char* list_name, int depth, std::vector<Json>& steps) {
    if (json.is_null() || depth > kMaxDepth || steps.size() > kMaxSteps) {
        return;
    }
    if (type_of(json) != "Sequence") {
        steps.push_back(json);
        return;
    }
    for (const Json& step : member(json, list_name)) {
        append_steps(step, list_name, depth + 1, steps);
    }
}

Result<std::vector<Json>> steps_of(const Json& json, const char* list_name) {
    std::vector<Json> steps;
    append_steps(json, list_name, 0, steps);
    if (steps.size() > kMaxSteps) {
        return unsupported("more steps than any known tokenizer");
    }
    return steps;
}

std::optional<UnicodeForm> form_of(std::string_view type) {
    constexpr std::array kForms{std::pair{std::string_view("NFC"), UnicodeForm::nfc},
                                std::pair{std::string_view("NFD"), UnicodeForm::nfd},
                                std::pair{std::string_view("NFKC"), UnicodeForm::nfkc},
                                std::pair{std::string_view("NFKD"), UnicodeForm::nfkd}};
    const auto* const found =
        std::ranges::find(kForms, type, &std::pair<std::string_view, UnicodeForm>::first);
    return found == kForms.end() ? std::nullopt : std::optional(found->second);
}

Result<Normalizer::Step> normalizer_step(const Json& step) {
    const std::string type = type_of(step);
    if (const auto form = form_of(type)) {
        return *form;
    }
    if (type == "Lowercase") {
        return Normalizer::LowerCase{};
    }
    if (type == "Replace") {
        const Json& from = member(member(step, "pattern"), "String");
        if (!from.is_string() || !member(step, "content").is_string()) {
            return unsupported("a normalizer that replaces what an expression matches");
        }
        return Normalizer::Replace{text_of(from), text_of(member(step, "content"))};
    }
    if (type == "Prepend") {
        return Normalizer::Prepend{text_of(member(step, "prepend")), false};
    }
    if (type == "Strip") {
        return Normalizer::Strip{is_true(member(step, "strip_left")),
                                 is_true(member(step, "strip_right"))};
    }
    return unsupported_step("normalizer", step);
}

/// How many times as long a step of a file can make a text.
std::size_t growth_of(const Normalizer::Step& step) {
    if (const auto* const replace = std::get_if<Normalizer::Replace>(&step)) {
        const std::size_t from = std::max<std::size_t>(replace->from.size(), 1);
        return std::max<std::size_t>((replace->to.size() + from - 1) / from, 1);
    }
    const auto* const prepend = std::get_if<Normalizer::Prepend>(&step);
    return prepend != nullptr && prepend->text.size() > kMaxPrefixBytes ? kMaxGrowth + 1 : 1;
}

/// Reads the steps that split a text, in the order of the file.
class PreTokenizerReader {
public:
    explicit PreTokenizerReader(BpeVocabulary& vocabulary) : vocabulary_(vocabulary) {}

    Status read(const Json& step) {
        if (has_bytes_) { // the step would split the characters that stand for bytes
            return unsupported("a way of splitting text behind its bytes");
        }
        const std::string type = type_of(step);
        if (type == "Digits") {
            return add(is_true(member(step, "individual_digits")) ? R"(\p{N})" : R"(\p{N}+)", {});
        }
        if (type == "Punctuation") {
            return behavior_of(step, SplitBehavior::isolated).and_then([&](SplitBehavior rule) {
                return add(R"([\p{P}!-/:-@\[-`{-~])", {rule, false});
            });
        }
        if (type == "Split") {
            return read_split(step);
        }
        if (type == "ByteLevel") {
            return read_bytes(step);
        }
        return type == "Metaspace" ? read_metaspace(step)
                                   : Status(unsupported_step("pre-tokenizer", step));
    }

    [[nodiscard]] bool has_bytes() const { return has_bytes_; }

private:
    static Result<SplitBehavior> behavior_of(const Json& step,
                                             std::optional<SplitBehavior> fallback) {
        constexpr std::array kNames{
            std::pair{std::string_view("Isolated"), SplitBehavior::isolated},
            std::pair{std::string_view("Removed"), SplitBehavior::removed},
            std::pair{std::string_view("MergedWithPrevious"), SplitBehavior::merged_with_previous},
            std::pair{std::string_view("MergedWithNext"), SplitBehavior::merged_with_next},
            std::pair{std::string_view("Contiguous"), SplitBehavior::contiguous}};
        const Json& name = member(step, "behavior");
        if (name.is_null() && fallback) {
            return *fallback;
        }
        const std::string text = text_of(name);
        const auto* const found =
            std::ranges::find(kNames, text, &std::pair<std::string_view, SplitBehavior>::first);
        if (found == kNames.end()) {
            return unsupported(std::format("the way of splitting {}", quoted_name(text)));
        }
        return found->second;
    }

    Status read_split(const Json& step) {
        const Json& pattern = member(step, "pattern");
        const std::string literal = text_of(member(pattern, "String"));
        const std::string expression = literal.empty() ? text_of(member(pattern, "Regex"))
                                                       : split_patterns::literal_pattern(literal);
        if (expression.empty()) {
            return unsupported("a way of splitting text without a pattern");
        }
        return behavior_of(step, std::nullopt).and_then([&](SplitBehavior behavior) {
            return add(expression, {behavior, is_true(member(step, "invert"))});
        });
    }

    Status read_bytes(const Json& step) {
        has_bytes_ = true;
        if (is_true(member(step, "add_prefix_space"))) {
            if (has_steps_) {
                return unsupported("a space before each piece of a word");
            }
            vocabulary_.first_words.add(Normalizer::Prepend{" ", true});
            vocabulary_.prefix = WordPrefix::at_each_part;
        }
        const Json& use_regex = member(step, "use_regex");
        return use_regex.is_null() || is_true(use_regex) ? add(split_patterns::kByteLevel, {})
                                                         : Status();
    }

    Status read_metaspace(const Json& step) {
        const std::string mark = text_of(member(step, "replacement"));
        const std::string scheme = text_of(member(step, "prepend_scheme"));
        const Json& adds_prefix = member(step, "add_prefix_space");
        if (has_steps_ || mark != kSpaceMark) {
            return unsupported("an unusual mark for spaces");
        }
        if (scheme == "first") {
            vocabulary_.prefix = WordPrefix::at_text_begin;
        } else if (scheme == "always" ||
                   (scheme.empty() && (adds_prefix.is_null() || is_true(adds_prefix)))) {
            vocabulary_.prefix = WordPrefix::at_each_part;
        } else if (!scheme.empty() && scheme != "never") {
            return unsupported(std::format("the way of marking words {}", quoted_name(scheme)));
        }
        vocabulary_.words.add(Normalizer::Replace{" ", mark});
        vocabulary_.first_words.add(Normalizer::Replace{" ", mark});
        vocabulary_.first_words.add(Normalizer::Prepend{mark, true});
        const Json& split = member(step, "split");
        has_steps_ = true;
        return split.is_null() || is_true(split)
                   ? add(kSpaceMark, {SplitBehavior::merged_with_next, false})
                   : Status();
    }

    Status add(std::string_view pattern, SplitRule rule) {
        has_steps_ = true;
        auto splitter = TextSplitter::compile(pattern, rule);
        if (!splitter) {
            return std::unexpected(splitter.error());
        }
        vocabulary_.splitters.push_back(std::move(*splitter));
        return {};
    }

    BpeVocabulary& vocabulary_;
    bool has_steps_ = false;
    bool has_bytes_ = false;
};

/// Of a vocabulary of characters: what becomes of a piece in an answer.
Status read_decoder_step(const Json& step, BpeVocabulary& vocabulary) {
    const std::string type = type_of(step);
    if (type == "ByteFallback" || type == "Fuse") {
        return {};
    }
    if (type == "Replace" && text_of(member(member(step, "pattern"), "String")) == kSpaceMark &&
        text_of(member(step, "content")) == " ") {
        return {};
    }
    if (type == "Strip" && text_of(member(step, "content")) == " " && member(step, "start") == 1 &&
        member(step, "stop") == 0) {
        vocabulary.drops_leading_space = true;
        return {};
    }
    if (type == "Metaspace") {
        const Json& adds_prefix = member(step, "add_prefix_space");
        const std::string scheme = text_of(member(step, "prepend_scheme"));
        vocabulary.drops_leading_space =
            scheme.empty() ? adds_prefix.is_null() || is_true(adds_prefix) : scheme != "never";
        return {};
    }
    return unsupported_step("decoder", step);
}

Status read_decoder(const Json& decoder, BpeVocabulary& vocabulary) {
    const auto steps = steps_of(decoder, "decoders");
    if (!steps) {
        return std::unexpected(steps.error());
    }
    for (const Json& step : *steps) {
        if (vocabulary.symbols == Symbols::characters) {
            if (Status status = read_decoder_step(step, vocabulary); !status) {
                return status;
            }
        } else if (type_of(step) != "ByteLevel" && type_of(step) != "Fuse") {
            return unsupported_step("decoder", step);
        }
    }
    return {};
}

} // namespace

Status read_text_steps(const nlohmann::json& rest, BpeVocabulary& vocabulary) {
    const auto normalizers = steps_of(member(rest, "normalizer"), "normalizers");
    const auto pre_tokenizers = steps_of(member(rest, "pre_tokenizer"), "pretokenizers");
    if (!normalizers || !pre_tokenizers) {
        return std::unexpected(!normalizers ? normalizers.error() : pre_tokenizers.error());
    }
    std::size_t growth = 1;
    for (const Json& json : *normalizers) {
        auto step = normalizer_step(json);
        if (!step) {
            return std::unexpected(step.error());
        }
        growth *= std::min(growth_of(*step), kMaxGrowth + 1);
        if (growth > kMaxGrowth) {
            return unsupported("a normalizer that makes texts many times as long");
        }
        vocabulary.normalizer.add(*std::move(step));
    }
    PreTokenizerReader reader(vocabulary);
    for (const Json& step : *pre_tokenizers) {
        if (Status status = reader.read(step); !status) {
            return status;
        }
    }
    vocabulary.symbols = reader.has_bytes() ? Symbols::bytes : Symbols::characters;
    return read_decoder(member(rest, "decoder"), vocabulary);
}

} // namespace sotto::inference
