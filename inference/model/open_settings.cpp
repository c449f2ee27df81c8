#include "inference/model/open_settings.h"

#include "inference/files/json.h"
#include "inference/model/config_layers.h"
#include "inference/model/config_object.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <format>
#include <string_view>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::string_view kTheta = "rope_theta";
constexpr std::string_view kQkNorm = "use_qk_norm";
constexpr std::string_view kRopeLayers = "no_rope_layers";
constexpr std::string_view kPairing = "rope_interleave";

// Llama 4's, that of MobileLLM-R1, and that of the first Llama models (Source: models.md 1.1).
constexpr std::array kThetas{500'000.0F, 8'000'000.0F, 10'000.0F};
constexpr std::array kRopeLayerChoices{RopeLayers::all, RopeLayers::three_of_four,
                                       RopeLayers::windowed};
constexpr std::array kPairings{RopePairing::interleaved, RopePairing::half_split};
constexpr std::array kFlags{false, true};

bool states_theta(const ConfigObject& json) {
    const auto parameters = json.object("rope_parameters");
    if (json.has(kTheta) || !parameters) {
        return json.has(kTheta);
    }
    const auto full = parameters->object("full_attention");
    return full ? full->has(kTheta) : parameters->has(kTheta);
}

bool rotates(RopeLayers choice, const ModelConfig& config, std::size_t layer) {
    constexpr std::size_t kPeriod = 4;
    switch (choice) {
    case RopeLayers::three_of_four:
        return (layer + 1) % kPeriod != 0;
    case RopeLayers::windowed:
        return config.layers[layer].window.has_value();
    case RopeLayers::all:
        break;
    }
    return true;
}

std::vector<bool> pattern_of(RopeLayers choice, const ModelConfig& config) {
    std::vector<bool> pattern;
    for (std::size_t layer = 0; layer < config.layers.size(); ++layer) {
        pattern.push_back(rotates(choice, config, layer));
    }
    return pattern;
}

// The choices that differ for this model and leave at least one layer with RoPE.
std::vector<RopeLayers> distinct_rope_layers(const ModelConfig& config) {
    std::vector<RopeLayers> choices;
    std::vector<std::vector<bool>> patterns;
    for (const RopeLayers choice : kRopeLayerChoices) {
        auto pattern = pattern_of(choice, config);
        if (std::ranges::contains(pattern, true) && !std::ranges::contains(patterns, pattern)) {
            choices.push_back(choice);
            patterns.push_back(std::move(pattern));
        }
    }
    return choices;
}

// All values of a missing setting; else one, which will not be written.
template <class Value, std::size_t N>
std::vector<Value> values_of(bool is_open, const std::array<Value, N>& values) {
    return std::vector<Value>(values.begin(), is_open ? values.end() : values.begin() + 1);
}

// The value of "no_rope_layers"; the configuration is parsed for its windows and layers.
std::string rope_layer_list(std::string_view config_json, const OpenSettings& open,
                            RopeLayers choice) {
    const ConfigSettings plain; // windows do not depend on them
    OpenSettings others = open;
    others.rope_layers = false;
    const auto config = parse_model_config(with_settings(config_json, others, plain), "");
    std::string list = "[";
    for (const bool does_rotate : pattern_of(choice, config ? *config : ModelConfig{})) {
        list += std::format("{}{}", list.size() == 1 ? "" : ", ", does_rotate ? 1 : 0);
    }
    return list +
           "]"; // empty where the rest of the configuration is invalid, which its reader reports
}

std::string_view to_string(RopeLayers choice) {
    switch (choice) {
    case RopeLayers::three_of_four:
        return "0 in every fourth layer";
    case RopeLayers::windowed:
        return "0 in the layers without a window";
    case RopeLayers::all:
        break;
    }
    return "1 in every layer";
}

} // namespace

Result<OpenSettings> open_settings(std::string_view config_json) {
    const auto json = ConfigObject::parse(config_json, "config.json");
    if (!json) {
        return std::unexpected(json.error());
    }
    const auto architectures = json->texts("architectures").value_or(std::vector<std::string>{});
    const FamilySpec* const family =
        architectures.empty() ? nullptr : find_family(architectures.front(), "");
    if (family == nullptr || !family->has_open_settings) {
        return OpenSettings{};
    }
    const auto listed = json->integers(kRopeLayers);
    return OpenSettings{.rope_theta = !states_theta(*json),
                        .qk_norm = !json->has(kQkNorm),
                        .rope_layers = !json->has(kRopeLayers) || (listed && listed->empty()),
                        .pairing = !json->has(kPairing)};
}

std::vector<ConfigSettings> candidate_settings(const OpenSettings& open,
                                               const ModelConfig& config) {
    const auto layer_choices =
        open.rope_layers ? distinct_rope_layers(config) : std::vector{RopeLayers::all};
    std::vector<ConfigSettings> candidates;
    for (const RopePairing pairing : values_of(open.pairing, kPairings)) {
        for (const RopeLayers layers : layer_choices) {
            for (const bool has_qk_norm : values_of(open.qk_norm, kFlags)) {
                for (const float theta : values_of(open.rope_theta, kThetas)) {
                    candidates.push_back({theta, has_qk_norm, layers, pairing});
                }
            }
        }
    }
    return candidates;
}

std::string with_settings(std::string_view config_json, const OpenSettings& open,
                          const ConfigSettings& settings) {
    const auto json = parse_json(config_json);
    if (!json || json->object() == nullptr || !open.any()) {
        return std::string(config_json);
    }
    std::string found;
    const auto add = [&found](bool is_open, std::string_view key, const std::string& value) {
        if (is_open) {
            found += std::format("{}{}: {}", found.empty() ? "{" : ", ", json_string(key), value);
        }
    };
    add(open.rope_theta, kTheta, std::format("{:.1f}", static_cast<double>(settings.rope_theta)));
    add(open.qk_norm, kQkNorm, std::format("{}", settings.has_qk_norm));
    add(open.pairing, kPairing, std::format("{}", settings.pairing == RopePairing::interleaved));
    if (open.rope_layers) {
        add(true, kRopeLayers, rope_layer_list(config_json, open, settings.rope_layers));
    }
    const auto additions = parse_json(found + "}");
    Json::Object members = *json->object();
    for (const auto& [key, value] : *additions->object()) {
        members.insert_or_assign(key, value);
    }
    return json_text(Json(Json::Value(std::move(members))));
}

std::string open_keys(const OpenSettings& open) {
    std::vector<std::string_view> keys;
    for (const auto& [is_open, key] : {std::pair{open.rope_theta, kTheta},
                                       {open.qk_norm, kQkNorm},
                                       {open.rope_layers, kRopeLayers},
                                       {open.pairing, kPairing}}) {
        if (is_open) {
            keys.push_back(key);
        }
    }
    std::string text;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        text += i == 0 ? "" : i + 1 == keys.size() ? " and " : ", ";
        text += keys[i];
    }
    return text;
}

std::string to_text(const OpenSettings& open, const ConfigSettings& settings) {
    std::string text;
    const auto add = [&](bool is_open, std::string_view key, std::string_view value) {
        if (is_open) {
            text += std::format("{}{} {}", text.empty() ? "" : ", ", key, value);
        }
    };
    add(open.rope_theta, kTheta, std::format("{:.0f}", settings.rope_theta));
    add(open.qk_norm, kQkNorm, settings.has_qk_norm ? "true" : "false");
    add(open.rope_layers, kRopeLayers, to_string(settings.rope_layers));
    add(open.pairing, kPairing, settings.pairing == RopePairing::interleaved ? "true" : "false");
    return text;
}

} // namespace sotto::inference
