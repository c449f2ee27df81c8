#include "inference/files/json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <format>
#include <limits>
#include <utility>

namespace sotto::inference {

namespace {

/// Refuses text that would be expensive to parse: deep nesting and huge tokens. Knows strings and
/// brackets only.
Status check_cost(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.bytes) {
        return fail(ErrorCode::corrupt_data,
                    std::format("The JSON text is longer than {} bytes.", limits.bytes));
    }
    std::size_t depth = 0;
    std::size_t token_start = 0;
    bool in_string = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char character = text[at];
        if (character == '\0') {
            // The parser would take it for the end of the text and ignore the rest.
            return fail(ErrorCode::corrupt_data, "The JSON text holds a zero byte.");
        }
        bool ends_token = true;
        if (in_string) {
            at += character == '\\' ? 1 : 0;
            in_string = character != '"';
            ends_token = false;
        } else if (character == '"') {
            in_string = true;
        } else if (character == '[' || character == '{') {
            if (++depth > limits.depth) {
                return fail(
                    ErrorCode::corrupt_data,
                    std::format("The JSON text is nested deeper than {} levels.", limits.depth));
            }
        } else if (character == ']' || character == '}') {
            depth -= depth > 0 ? 1 : 0;
        } else {
            ends_token = character == ',' || character == ':' || character == ' ' ||
                         character == '\n' || character == '\r' || character == '\t';
        }
        if (ends_token) {
            token_start = at;
        } else if (at - token_start > limits.token_bytes) {
            return fail(ErrorCode::corrupt_data,
                        std::format("The JSON text holds a string or number longer than {} bytes.",
                                    limits.token_bytes));
        }
    }
    return {};
}

/// Forwards the events of the parser to a receiver.
class Events final : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit Events(JsonReceiver& receiver) : receiver_(receiver) {}

    [[nodiscard]] const std::string& problem() const { return problem_; }

    bool null() override { return receiver_.null(); }
    bool boolean(bool value) override { return receiver_.boolean(value); }
    bool number_integer(number_integer_t value) override { return receiver_.integer(value); }
    bool number_unsigned(number_unsigned_t value) override {
        if (value > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max())) {
            return receiver_.number(static_cast<double>(value));
        }
        return receiver_.integer(static_cast<std::int64_t>(value));
    }
    bool number_float(number_float_t value, const string_t&) override {
        return receiver_.number(value);
    }
    bool string(string_t& value) override { return receiver_.string(std::move(value)); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return receiver_.begin_object(); }
    bool key(string_t& value) override { return receiver_.key(std::move(value)); }
    bool end_object() override { return receiver_.end_object(); }
    bool start_array(std::size_t) override { return receiver_.begin_array(); }
    bool end_array() override { return receiver_.end_array(); }
    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception&) override {
        // The parser's message quotes the text, which may be anything.
        problem_ = std::format("The text is not valid JSON near byte {}.", position);
        return false;
    }

private:
    JsonReceiver& receiver_;
    std::string problem_;
};

/// Builds the tree with a stack of open arrays and objects.
class TreeBuilder final : public JsonReceiver {
public:
    explicit TreeBuilder(std::size_t max_values) : values_left_(max_values) {}

    [[nodiscard]] const std::string& problem() const { return problem_; }
    [[nodiscard]] Json take() { return Json(std::move(root_)); }

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool integer(std::int64_t value) override { return add(value); }
    bool number(double value) override { return add(value); }
    bool string(std::string value) override { return add(std::move(value)); }
    bool begin_object() override { return open(Json::Object{}); }
    bool begin_array() override { return open(Json::Array{}); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(std::string name) override {
        if (std::get<Json::Object>(open_.back().value).contains(name)) {
            return stop("An object in the JSON text has the same key twice.");
        }
        open_.back().key = std::move(name);
        return true;
    }

private:
    struct Level {
        Json::Value value; ///< an Array or an Object
        std::string key;   ///< of the next member
    };

    bool stop(std::string problem) {
        problem_ = std::move(problem);
        return false;
    }

    bool open(Json::Value value) {
        if (values_left_ == 0) {
            return stop("The JSON text holds too many values.");
        }
        --values_left_;
        open_.push_back({std::move(value), {}});
        return true;
    }

    bool close() {
        Json::Value value = std::move(open_.back().value);
        open_.pop_back();
        ++values_left_; // add() counts it again
        return add(std::move(value));
    }

    bool add(Json::Value value) {
        if (values_left_ == 0) {
            return stop("The JSON text holds too many values.");
        }
        --values_left_;
        if (open_.empty()) {
            root_ = std::move(value);
        } else if (auto* array = std::get_if<Json::Array>(&open_.back().value)) {
            array->emplace_back(std::move(value));
        } else {
            std::get<Json::Object>(open_.back().value)
                .emplace(std::move(open_.back().key), Json(std::move(value)));
        }
        return true;
    }

    std::vector<Level> open_;
    Json::Value root_;
    std::size_t values_left_;
    std::string problem_;
};

// Appends the text of a value, its members indented by `depth` steps. Recursive.
void append_text(const Json& value, std::size_t depth, std::string& text) {
    const std::string line = "\n" + std::string(2 * depth, ' ');
    if (const auto* object = value.object()) {
        std::string_view before = "{";
        for (const auto& [key, member] : *object) {
            text += std::format("{}{}  {}: ", before, line, json_string(key));
            append_text(member, depth + 1, text);
            before = ",";
        }
        text += object->empty() ? "{}" : line + "}";
    } else if (const auto* array = value.array()) {
        std::string_view before = "[";
        for (const Json& element : *array) {
            text += before;
            append_text(element, depth + 1, text);
            before = ", ";
        }
        text += array->empty() ? "[]" : "]";
    } else if (const auto* words = value.string()) {
        text += json_string(*words);
    } else if (const auto flag = value.boolean()) {
        text += *flag ? "true" : "false";
    } else if (const auto whole = value.integer()) {
        text += std::format("{}", *whole);
    } else if (const auto number = value.number()) {
        text += std::format("{}", *number);
    } else {
        text += "null";
    }
}

} // namespace

std::optional<bool> Json::boolean() const {
    const auto* value = std::get_if<bool>(&value_);
    return value != nullptr ? std::optional(*value) : std::nullopt;
}

std::optional<std::int64_t> Json::integer() const {
    const auto* value = std::get_if<std::int64_t>(&value_);
    return value != nullptr ? std::optional(*value) : std::nullopt;
}

std::optional<double> Json::number() const {
    if (const auto* value = std::get_if<double>(&value_)) {
        return *value;
    }
    const auto whole = integer();
    return whole ? std::optional(static_cast<double>(*whole)) : std::nullopt;
}

const Json* Json::find(std::string_view key) const {
    const Object* members = object();
    if (members == nullptr) {
        return nullptr;
    }
    const auto found = members->find(key);
    return found != members->end() ? &found->second : nullptr;
}

Status receive_json(std::string_view text, JsonReceiver& receiver, const JsonLimits& limits) {
    if (auto checked = check_cost(text, limits); !checked) {
        return checked;
    }
    Events events(receiver);
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &events)) {
        return fail(ErrorCode::corrupt_data,
                    events.problem().empty() ? "The JSON text was rejected." : events.problem());
    }
    return {};
}

Result<Json> parse_json(std::string_view text, const JsonLimits& limits) {
    TreeBuilder tree(limits.values);
    if (auto received = receive_json(text, tree, limits); !received) {
        return fail(ErrorCode::corrupt_data,
                    tree.problem().empty() ? received.error().detail : tree.problem());
    }
    return tree.take();
}

std::string json_text(const Json& value) {
    std::string text;
    append_text(value, 0, text);
    return text + "\n";
}

std::string json_string(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace sotto::inference
