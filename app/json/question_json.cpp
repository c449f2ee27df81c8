#include "app/json/question_json.h"

#include "app/cli/exit_status.h"
#include "app/json/json_line.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <format>
#include <limits>
#include <utility>

namespace sotto::app {

namespace {

constexpr double kMaxTemperature = 100; // as --temperature

std::unexpected<Error> wrong(std::string_view key, std::string_view wanted) {
    return fail(ErrorCode::invalid_input, std::format("\"{}\" is not {}", key, wanted));
}

bool is_list_of_texts(const Json& value) {
    return value.is_array() &&
           std::ranges::all_of(value, [](const Json& item) { return item.is_string(); });
}

Status read_value(Question& question, const std::string& key, const Json& value) {
    if (key == "prompt" || key == "system") {
        if (!value.is_string()) {
            return wrong(key, "a text");
        }
        (key == "prompt" ? question.prompt : question.system.emplace()) = value.get<std::string>();
    } else if (key == "documents") {
        if (!is_list_of_texts(value)) {
            return wrong(key, "a list of paths");
        }
        question.documents = value.get<std::vector<std::string>>();
    } else if (key == "max_tokens") {
        if (!value.is_number_unsigned() || value.get<std::uint64_t>() < 1 ||
            value.get<std::uint64_t>() > std::numeric_limits<std::int32_t>::max()) {
            return wrong(key, "a positive whole number");
        }
        question.max_tokens = value.get<std::int64_t>();
    } else if (key == "temperature") {
        if (!value.is_number() || value.get<double>() < 0 ||
            value.get<double>() > kMaxTemperature) {
            return wrong(key, "a number from 0 to 100");
        }
        question.temperature = value.get<float>();
    } else if (key == "seed") {
        if (!value.is_number_unsigned()) {
            return wrong(key, "a whole number from 0");
        }
        question.seed = value.get<std::uint64_t>();
    } else {
        return fail(ErrorCode::invalid_input,
                    "it has a key that is not prompt, system, documents, max_tokens, temperature "
                    "or seed");
    }
    return {};
}

} // namespace

Result<Question> parse_question(std::string_view line) {
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object()) {
        return fail(ErrorCode::invalid_input, "it is not a JSON object");
    }
    if (!json.contains("prompt")) {
        return fail(ErrorCode::invalid_input, "it has no \"prompt\"");
    }
    Question question;
    for (const auto& [key, value] : json.items()) {
        if (auto read = read_value(question, key, value); !read) {
            return std::unexpected(std::move(read.error()));
        }
    }
    return question;
}

std::string error_json(const Error& error) {
    return line_of({{"error", error.detail}, {"status", static_cast<int>(exit_status_of(error))}});
}

} // namespace sotto::app
