#include "inference/tokenizer_files/tokenizer_json_parser.h"

#include "inference/tokenizer/token_table.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

namespace sotto::inference {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxValues = 250'000;   // outside vocabulary and merges; Gemma has 51,000
constexpr std::size_t kMaxMerges = 1U << 20U; // Llama 4 has 440,000

/// Receives parser events. Each returns whether to continue.
class Reader final : public nlohmann::json_sax<Json> {
public:
    TokenizerJson take() { return std::move(parts_); }

    bool null() override { return value(nullptr); }
    bool boolean(bool flag) override { return value(flag); }
    bool number_float(double number, const std::string& /*spelled*/) override {
        return value(number);
    }
    bool number_integer(std::int64_t number) override { return value(number); }
    bool number_unsigned(std::uint64_t number) override {
        if (part_ != Part::vocabulary) {
            return value(number);
        }
        if (depth() != kVocabularyDepth || parts_.ids.size() >= TokenTable::kMaxTokens ||
            number > static_cast<std::uint64_t>(std::numeric_limits<TokenId>::max())) {
            return false;
        }
        parts_.ids.push_back(static_cast<TokenId>(number));
        return parts_.tokens.add(key_);
    }

    bool string(std::string& text) override {
        if (part_ != Part::merges) {
            return value(std::move(text));
        }
        return depth() == kMergesDepth ? merge_line(text) : merge_half(text);
    }

    bool binary(Json::binary_t& /*bytes*/) override { return false; }

    bool start_object(std::size_t /*elements*/) override {
        if (part_ == Part::rest && is_at("vocab")) {
            part_ = Part::vocabulary;
            return enter(nullptr);
        }
        return part_ == Part::rest && enter(add(Json::object()));
    }

    bool start_array(std::size_t /*elements*/) override {
        if (part_ == Part::rest && is_at("merges")) {
            part_ = Part::merges;
            return enter(nullptr);
        }
        if (part_ == Part::merges && depth() == kMergesDepth) {
            n_halves_ = 0;
            return enter(nullptr);
        }
        return part_ == Part::rest && enter(add(Json::array()));
    }

    bool key(std::string& name) override {
        key_ = std::move(name);
        return true;
    }

    bool end_object() override {
        part_ = Part::rest;
        open_.pop_back();
        return true;
    }

    bool end_array() override {
        if (part_ == Part::merges && depth() == kMergesDepth + 1) {
            if (n_halves_ != 2) {
                return false;
            }
        } else {
            part_ = Part::rest;
        }
        open_.pop_back();
        return true;
    }

    bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                     const nlohmann::detail::exception& /*error*/) override {
        return false;
    }

private:
    enum class Part { rest, vocabulary, merges };
    // The root object, "model" and the part itself.
    static constexpr std::size_t kVocabularyDepth = 3;
    static constexpr std::size_t kMergesDepth = 3;

    [[nodiscard]] std::size_t depth() const { return open_.size(); }

    /// Whether the next value is "model".`name`.
    [[nodiscard]] bool is_at(std::string_view name) const {
        return depth() == 2 && key_ == name && parts_.rest.contains("model") &&
               open_.back() == &parts_.rest["model"];
    }

    bool enter(Json* container) {
        open_.push_back(container);
        return depth() <= kMaxDepth && (container != nullptr || part_ != Part::rest);
    }

    /// Adds a value to the innermost container; returns it, or null when there are too many.
    Json* add(Json json) {
        if (++values_ > kMaxValues) {
            return nullptr;
        }
        if (open_.empty()) {
            parts_.rest = std::move(json);
            return &parts_.rest;
        }
        Json& container = *open_.back();
        if (container.is_array()) {
            container.push_back(std::move(json));
            return &container.back();
        }
        return &(container[key_] = std::move(json));
    }

    template <class Value>
    bool value(Value&& scalar) {
        return part_ == Part::rest && add(Json(std::forward<Value>(scalar))) != nullptr;
    }

    bool merge_line(std::string_view text) {
        const std::size_t space = text.find(' ');
        if (space == std::string_view::npos || text.find(' ', space + 1) != text.npos) {
            return false;
        }
        return add_half(text.substr(0, space)) && add_half(text.substr(space + 1));
    }

    bool merge_half(std::string_view text) { return ++n_halves_ <= 2 && add_half(text); }

    bool add_half(std::string_view text) {
        return parts_.merge_halves.size() < 2 * kMaxMerges && parts_.merge_halves.add(text);
    }

    TokenizerJson parts_;
    Part part_ = Part::rest;
    std::vector<Json*> open_; // open containers; nullptr inside the large parts
    std::string key_;
    int n_halves_ = 0; // of the current merge
    std::size_t values_ = 0;
};

} // namespace

Result<TokenizerJson> read_json_parts(std::string_view file) {
    Reader reader;
    if (!Json::sax_parse(file.begin(), file.end(), &reader)) {
        return fail(ErrorCode::corrupt_data,
                    "the tokenizer.json is damaged, or is not a tokenizer's JSON");
    }
    return reader.take();
}

} // namespace sotto::inference
