#include "inference/model/config_layers.h"

#include "inference/files/quoted_name.h"

#include <algorithm>
#include <format>
#include <optional>
#include <string>
#include <vector>

namespace sotto::inference {

namespace {

// Scaling of a "rope_scaling" or "rope_parameters" object.
std::optional<Llama3RopeScaling> read_scaling(const ConfigObject& json) {
    const auto type = json.text("rope_type").value_or(json.text("type").value_or("default"));
    if (type == "default") {
        return std::nullopt;
    }
    if (type != "llama3") {
        json.refuse(ErrorCode::unsupported,
                    std::format("RoPE scaling of type {} is not supported", quoted_name(type)));
        return std::nullopt;
    }
    const auto number = [&](std::string_view key, double lowest, double highest) {
        return json.required(json.number(key, lowest, highest), key);
    };
    Llama3RopeScaling scaling;
    scaling.factor = number("factor", 1, 1e6);
    scaling.low_freq_factor = number("low_freq_factor", 1e-3, 1e6);
    scaling.high_freq_factor = number("high_freq_factor", 1e-3, 1e6);
    scaling.original_max_position =
        number("original_max_position_embeddings", 1, static_cast<double>(kMaxPositions));
    if (scaling.high_freq_factor < scaling.low_freq_factor) {
        json.refuse(ErrorCode::corrupt_data,
                    "\"high_freq_factor\" is smaller than \"low_freq_factor\"");
    }
    return scaling;
}

// `outer`: the whole configuration, which says it where the object of one rotary embedding does
// not.
float read_theta(const ConfigObject& json, const ConfigObject& outer, Family family) {
    constexpr std::string_view kKey = "rope_theta";
    auto theta = json.number(kKey, 1, 1e12);
    if (!theta && family == Family::mobilellm_pro) {
        theta = outer.number(kKey, 1, 1e12);
    }
    if (!theta && family == Family::mobilellm_pro) {
        json.refuse(ErrorCode::unsupported,
                    std::format("the key \"{}\" is missing, and this model's rotary base cannot be "
                                "guessed; add it to config.json",
                                kKey));
    }
    return json.required(theta, kKey);
}

// The rotary embeddings of full and of windowed layers.
struct RopePair {
    RopeConfig full;
    RopeConfig windowed;
};

RopePair read_rope(const ConfigObject& json, Family family) {
    RopePair rope;
    if (const auto parameters = json.object("rope_parameters")) {
        const auto one = [&](const ConfigObject& object) {
            return RopeConfig{read_theta(object, json, family), read_scaling(object)};
        };
        const auto full = parameters->object("full_attention");
        if (!full) {
            rope.full = one(*parameters);
            rope.windowed = rope.full;
        } else {
            rope.full = one(*full);
            const auto windowed = parameters->object("sliding_attention");
            rope.windowed = windowed ? one(*windowed) : rope.full;
        }
    } else {
        rope.full.theta = read_theta(json, json, family);
        if (const auto scaling = json.object("rope_scaling")) {
            rope.full.llama3_scaling = read_scaling(*scaling);
        }
        rope.windowed = rope.full;
    }
    // Gemma's older keys: the local layers have a base of their own and no scaling. A configuration
    // with both spellings has them in agreement, the object being made from these keys.
    if (family == Family::gemma3 && !json.has("rope_parameters")) {
        rope.windowed = {
            json.required(json.number("rope_local_base_freq", 1, 1e12), "rope_local_base_freq"),
            std::nullopt};
    }
    return rope;
}

enum class AttentionKind { full, windowed };

std::vector<AttentionKind> kinds_from_list(const ConfigObject& json, ModelConfig& config,
                                           const std::vector<std::string>& names) {
    std::vector<AttentionKind> kinds;
    for (const auto& name : names) {
        if (name == "full_attention") {
            kinds.push_back(AttentionKind::full);
        } else if (name == "sliding_attention") {
            kinds.push_back(AttentionKind::windowed);
        } else if (name == "chunked_attention" && is_llama4(config.family)) {
            // Within the first chunk this is full attention: right as long as the text is shorter.
            const auto chunk = json.required(json.count("attention_chunk_size", 1, kMaxPositions),
                                             "attention_chunk_size");
            config.max_positions = std::min(config.max_positions, chunk);
            kinds.push_back(AttentionKind::full);
        } else {
            json.refuse(ErrorCode::unsupported,
                        std::format("\"layer_types\": {} is not supported", quoted_name(name)));
            break;
        }
    }
    if (names.size() != config.n_layers) {
        json.refuse(ErrorCode::corrupt_data,
                    std::format("\"layer_types\" has {} items for {} layers", names.size(),
                                config.n_layers));
    }
    kinds.resize(config.n_layers, AttentionKind::full);
    return kinds;
}

std::vector<AttentionKind> read_kinds(const ConfigObject& json, ModelConfig& config) {
    const auto listed = json.texts("layer_types");
    const auto pattern = json.count("sliding_window_pattern", 1, kMaxLayers);
    if (listed) {
        return kinds_from_list(json, config, *listed);
    }
    std::vector<AttentionKind> kinds(config.n_layers, AttentionKind::full);
    if (config.family == Family::gemma3) {
        const auto period = json.required(pattern, "sliding_window_pattern");
        for (std::size_t i = 0; period != 0 && i < kinds.size(); ++i) {
            kinds[i] = (i + 1) % period == 0 ? AttentionKind::full : AttentionKind::windowed;
        }
    } else if (config.family == Family::mobilellm_pro) {
        json.refuse(ErrorCode::corrupt_data, "the key \"layer_types\" is missing");
    } else if (config.family == Family::llama4_text) {
        // Stock Llama 4 is chunked on every rotary layer.
        const auto chunk = json.count("attention_chunk_size", 1, kMaxPositions);
        config.max_positions = std::min(config.max_positions, chunk.value_or(kMaxPositions));
    }
    return kinds;
}

// Which layers rotate. Only the Llama 4 families leave some out.
std::vector<bool> read_rope_layers(const ConfigObject& json, const ModelConfig& config) {
    std::vector<bool> rotates(config.n_layers, true);
    if (!is_llama4(config.family)) {
        return rotates;
    }
    const auto listed = json.integers("no_rope_layers");
    if (listed && !listed->empty()) {
        if (listed->size() != config.n_layers) {
            json.refuse(ErrorCode::corrupt_data,
                        std::format("\"no_rope_layers\" has {} items for {} layers", listed->size(),
                                    config.n_layers));
            return rotates;
        }
        // Despite its name, 1 means that the layer rotates.
        std::ranges::transform(*listed, rotates.begin(), [](std::int64_t one) { return one != 0; });
    } else if (config.family == Family::llama4_text) {
        const auto interval = json.count("no_rope_layer_interval", 1, kMaxLayers);
        if (!interval) {
            json.refuse(ErrorCode::corrupt_data, "the key \"no_rope_layers\" is missing");
        }
        for (std::size_t i = 0; interval && i < rotates.size(); ++i) {
            rotates[i] = (i + 1) % *interval != 0;
        }
    }
    return rotates;
}

bool read_qk_norm(const ConfigObject& json, Family family) {
    if (!is_llama4(family)) {
        return false;
    }
    const auto flag = json.flag("use_qk_norm");
    if (!flag) {
        json.refuse(ErrorCode::unsupported,
                    "the key \"use_qk_norm\" is missing, and whether this model normalizes queries "
                    "and keys cannot be guessed; add it to config.json");
    }
    return flag.value_or(false);
}

} // namespace

void read_layers(const ConfigObject& json, ModelConfig& config) {
    if (is_llama4(config.family)) {
        const bool is_interleaved = json.flag("rope_interleave").value_or(true);
        config.rope_pairing = is_interleaved ? RopePairing::interleaved : RopePairing::half_split;
    }
    const auto kinds = read_kinds(json, config);
    const auto rotates = read_rope_layers(json, config);
    const auto rope = read_rope(json, config.family);
    const bool has_qk_norm = read_qk_norm(json, config.family);
    const bool has_windows = std::ranges::contains(kinds, AttentionKind::windowed);
    const auto window = json.count("sliding_window", 1, kMaxPositions);
    const bool has_nope = std::ranges::contains(rotates, false);
    bool has_tuning = false;
    if (has_nope) {
        const auto tuning = json.flag("attn_temperature_tuning");
        // Stock Llama 4 has it on by default, MobileLLM-Pro leaves the key out: no silent choice.
        has_tuning = config.family == Family::mobilellm_pro
                         ? tuning.value_or(false)
                         : json.required(tuning, "attn_temperature_tuning");
        config.temperature_attn_scale = json.number("attn_scale", 0, 1e3).value_or(0.1F);
        config.temperature_floor_scale = json.number("floor_scale", 1, 1e9).value_or(8192.0F);
    }
    const auto window_size = has_windows ? json.required(window, "sliding_window") : 0;

    config.layers.resize(config.n_layers);
    for (std::size_t i = 0; i < config.n_layers; ++i) {
        auto& layer = config.layers[i];
        if (kinds[i] == AttentionKind::windowed) {
            layer.window = window_size;
        }
        if (rotates[i]) {
            layer.rope = kinds[i] == AttentionKind::windowed ? rope.windowed : rope.full;
            layer.has_weightless_qk_norm = has_qk_norm;
        } else {
            layer.has_temperature_tuning = has_tuning;
        }
    }
}

} // namespace sotto::inference
