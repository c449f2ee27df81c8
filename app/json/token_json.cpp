#include "app/json/token_json.h"

#include "app/json/json_line.h"

#include <cmath>
#include <format>
#include <vector>

namespace sotto::app {

std::string ids_json(std::span<const TokenId> ids) {
    return line_of(Json(std::vector<TokenId>(ids.begin(), ids.end())));
}

std::string prompt_json(std::string_view text, std::span<const TokenId> ids) {
    return line_of({{"text", text}, {"ids", std::vector<TokenId>(ids.begin(), ids.end())}});
}

std::string logits_json(std::span<const float> logits, std::size_t vocabulary) {
    // Without the JSON library: there are millions of numbers, each in its shortest exact form.
    std::string text = R"({"logits":[)";
    for (std::size_t i = 0; i < logits.size(); ++i) {
        const bool begins_row = i % vocabulary == 0;
        text += begins_row ? (i == 0 ? "[" : "],[") : ",";
        text += std::isfinite(logits[i]) ? std::format("{}", logits[i]) : "null";
    }
    return text + (logits.empty() ? "]}\n" : "]]}\n");
}

std::string perplexity_json(double nll, std::int64_t tokens) {
    return line_of({{"nll", nll}, {"tokens", tokens}});
}

std::string divergence_json(const inference::Divergence& divergence) {
    return line_of({{"kl_mean", divergence.mean},
                    {"kl_median", divergence.median},
                    {"kl_p99", divergence.p99},
                    {"same_top", divergence.same_top},
                    {"tokens", divergence.tokens}});
}

Result<std::string> parse_json_string(std::string_view line) {
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_string()) {
        return fail(ErrorCode::invalid_input, "a line is not a JSON string");
    }
    return json.get<std::string>();
}

std::string text_json(std::string_view text) {
    return line_of(Json(text));
}

} // namespace sotto::app
