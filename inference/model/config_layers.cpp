#include "inference/model/config_layers.h"

#include "inference/files/quoted_name.h"

#include <algorithm>
#include <format>
#include <optional>
#include <string>
#include <vector>

namespace sotto::inference {

namespace {

// A factor or a count of a scaling object.
float read_required(const ConfigObject& json, std::string_view key, double lowest, double highest) {
    return json.required(json.number(key, lowest, highest), key);
}

Llama3RopeScaling read_llama3_scaling(const ConfigObject& json) {
    const auto number = [&](std::string_view key, double lowest, double highest) {
        return read_required(json, key, lowest, highest);
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

YarnRopeScaling read_yarn_scaling(const ConfigObject& json) {
    YarnRopeScaling scaling;
    scaling.factor = read_required(json, "factor", 1, 1e4);
    scaling.original_max_position = read_required(json, "original_max_position_embeddings", 1,
                                                  static_cast<double>(kMaxPositions));
    scaling.beta_fast = json.number("beta_fast", 1e-3, 1e6).value_or(scaling.beta_fast);
    scaling.beta_slow = json.number("beta_slow", 1e-3, 1e6).value_or(scaling.beta_slow);
    scaling.attention_factor =
        json.number("attention_factor", 1e-3, 1e3).value_or(yarn_attention_factor(scaling.factor));
    if (scaling.beta_fast < scaling.beta_slow) {
        json.refuse(ErrorCode::corrupt_data, "\"beta_fast\" is smaller than \"beta_slow\"");
    }
    const bool has_mscale = json.number("mscale", 0, 1e3).value_or(0) != 0 ||
                            json.number("mscale_all_dim", 0, 1e3).value_or(0) != 0;
    if (has_mscale || !json.flag("truncate").value_or(true)) {
        json.refuse(ErrorCode::unsupported,
                    "RoPE scaling of type \"yarn\" with \"mscale\" or without \"truncate\" is not "
                    "supported");
    }
    return scaling;
}

// A rotary embedding scaled as a "rope_scaling" or "rope_parameters" object says.
RopeConfig scaled_rope(float theta, const ConfigObject& json) {
    RopeConfig rope{theta, {}};
    const auto type = json.text("rope_type").value_or(json.text("type").value_or("default"));
    if (type == "llama3") {
        rope.llama3_scaling = read_llama3_scaling(json);
    } else if (type == "yarn") {
        rope.yarn_scaling = read_yarn_scaling(json);
    } else if (type != "default") {
        json.refuse(ErrorCode::unsupported,
                    std::format("RoPE scaling of type {} is not supported", quoted_name(type)));
    }
    return rope;
}

// `outer`: the whole configuration, which may state what the object of one rotary embedding does
// not.
float read_theta(const ConfigObject& json, const ConfigObject& outer, const FamilySpec& family) {
    constexpr std::string_view kKey = "rope_theta";
    auto theta = json.number(kKey, 1, 1e12);
    if (!theta && family.has_open_settings) {
        theta = outer.number(kKey, 1, 1e12);
    }
    if (!theta && family.has_open_settings) {
        json.refuse(ErrorCode::unsupported,
                    std::format("the key \"{}\" is missing, and this model's rotary base is not "
                                "known; add it to config.json",
                                kKey));
    }
    if (!theta && family.default_rope_theta != 0) {
        theta = family.default_rope_theta;
    }
    return json.required(theta, kKey);
}

// The rotary embeddings of layers with full attention and of those with a window.
struct RopePair {
    RopeConfig full;
    RopeConfig windowed;
};

RopePair read_rope(const ConfigObject& json, const FamilySpec& family) {
    RopePair rope;
    if (const auto parameters = json.object("rope_parameters")) {
        const auto one = [&](const ConfigObject& object) {
            return scaled_rope(read_theta(object, json, family), object);
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
        return rope;
    }
    rope.full.theta = read_theta(json, json, family);
    if (const auto scaling = json.object("rope_scaling")) {
        rope.full = scaled_rope(rope.full.theta, *scaling);
    }
    rope.windowed = rope.full;
    // Local layers with a base of their own have no scaling. "rope_parameters", the newer spelling,
    // is made from the same key and agrees with it.
    if (const auto key = family.local_rope_base_key; !key.empty()) {
        rope.windowed = {json.required(json.number(key, 1, 1e12), key), {}};
    }
    return rope;
}

// Whether each layer has a sliding window.
std::vector<bool> listed_windows(const ConfigObject& json, ModelConfig& config,
                                 const std::vector<std::string>& names) {
    const bool may_be_chunked = spec_of(config.family).windows == WindowRule::attention_chunk ||
                                spec_of(config.family).windows == WindowRule::must_be_listed;
    std::vector<bool> windows;
    for (const auto& name : names) {
        if (name == "full_attention" || name == "sliding_attention") {
            windows.push_back(name == "sliding_attention");
        } else if (name == "chunked_attention" && may_be_chunked) {
            // Within the first chunk this is full attention: right as long as the text is shorter.
            const auto chunk = json.required(json.count("attention_chunk_size", 1, kMaxPositions),
                                             "attention_chunk_size");
            config.max_positions = std::min(config.max_positions, chunk);
            windows.push_back(false);
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
    windows.resize(config.n_layers, false);
    return windows;
}

// `rotates`: which layers have RoPE.
std::vector<bool> read_windows(const ConfigObject& json, ModelConfig& config,
                               const std::vector<bool>& rotates) {
    const auto pattern = json.count("sliding_window_pattern", 1, kMaxLayers);
    if (const auto listed = json.texts("layer_types")) {
        return listed_windows(json, config, *listed);
    }
    const auto uses_window = [&] {
        return json.flag("use_sliding_window").value_or(false) && json.has("sliding_window");
    };
    std::vector<bool> windows(config.n_layers, false);
    switch (spec_of(config.family).windows) {
    case WindowRule::none:
        break;
    case WindowRule::must_be_listed:
        json.refuse(ErrorCode::corrupt_data, "the key \"layer_types\" is missing");
        break;
    case WindowRule::sliding_window_pattern: {
        const auto period = json.required(pattern, "sliding_window_pattern");
        for (std::size_t i = 0; period != 0 && i < windows.size(); ++i) {
            windows[i] = (i + 1) % period != 0;
        }
        break;
    }
    case WindowRule::max_window_layers:
        if (uses_window()) {
            const auto first =
                json.required(json.count("max_window_layers", 0, kMaxLayers), "max_window_layers");
            for (std::size_t i = first; i < windows.size(); ++i) {
                windows[i] = true;
            }
        }
        break;
    case WindowRule::layers_without_rope:
        if (uses_window()) {
            windows = rotates;
            windows.flip();
        }
        break;
    case WindowRule::attention_chunk: {
        // Llama 4 attends in chunks on every layer with RoPE.
        const auto chunk = json.count("attention_chunk_size", 1, kMaxPositions);
        config.max_positions = std::min(config.max_positions, chunk.value_or(kMaxPositions));
        break;
    }
    }
    return windows;
}

// Which layers have RoPE.
std::vector<bool> read_rope_layers(const ConfigObject& json, const ModelConfig& config) {
    const FamilySpec& family = spec_of(config.family);
    std::vector<bool> rotates(config.n_layers, true);
    if (family.nope == NopeRule::none) {
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
        // Despite its name, 1 means that the layer has RoPE.
        std::ranges::transform(*listed, rotates.begin(), [](std::int64_t one) { return one != 0; });
    } else if (family.nope == NopeRule::interval) {
        auto interval = json.count("no_rope_layer_interval", 1, kMaxLayers);
        if (!interval && family.nope_interval != 0) {
            interval = family.nope_interval;
        }
        if (!interval) {
            json.refuse(ErrorCode::corrupt_data, "the key \"no_rope_layers\" is missing");
        }
        for (std::size_t i = 0; interval && i < rotates.size(); ++i) {
            rotates[i] = (i + 1) % *interval != 0;
        }
    }
    return rotates;
}

bool read_weightless_qk_norm(const ConfigObject& json, const FamilySpec& family) {
    if (family.qk_norm != QkNormRule::weightless) {
        return false;
    }
    const auto flag = json.flag("use_qk_norm");
    if (!flag) {
        json.refuse(ErrorCode::unsupported,
                    "the key \"use_qk_norm\" is missing, and whether this model normalizes queries "
                    "and keys is not known; add it to config.json");
    }
    return flag.value_or(false);
}

// Whether queries of layers without RoPE grow with their position.
bool read_temperature_tuning(const ConfigObject& json, ModelConfig& config) {
    const KeyRule rule = spec_of(config.family).temperature_tuning;
    if (rule == KeyRule::unused) {
        return false;
    }
    const auto tuning = json.flag("attn_temperature_tuning");
    config.temperature_attn_scale = json.number("attn_scale", 0, 1e3).value_or(0.1F);
    config.temperature_floor_scale = json.number("floor_scale", 1, 1e9).value_or(8192.0F);
    // Llama 4's class turns it on by default, MobileLLM-Pro leaves the key out.
    return rule == KeyRule::optional ? tuning.value_or(false)
                                     : json.required(tuning, "attn_temperature_tuning");
}

} // namespace

void read_layers(const ConfigObject& json, ModelConfig& config) {
    const FamilySpec& family = spec_of(config.family);
    if (family.rope_interleave != KeyRule::unused) {
        const bool is_interleaved = json.flag("rope_interleave").value_or(true);
        config.rope_pairing = is_interleaved ? RopePairing::interleaved : RopePairing::half_split;
    }
    const auto rotates = read_rope_layers(json, config);
    const auto windows = read_windows(json, config, rotates);
    const auto rope = read_rope(json, family);
    if (const auto& yarn = rope.full.yarn_scaling) {
        // Whoever writes the scaling into a configuration wants the longer context.
        const auto stretched = static_cast<std::size_t>(yarn->original_max_position * yarn->factor);
        config.max_positions = std::min(std::max(config.max_positions, stretched), kMaxPositions);
    }
    const bool has_qk_norm = read_weightless_qk_norm(json, family);
    const auto window = json.count("sliding_window", 1, kMaxPositions);
    const bool has_nope = std::ranges::contains(rotates, false);
    const bool has_tuning = has_nope && read_temperature_tuning(json, config);
    const bool has_windows = std::ranges::contains(windows, true);
    const auto window_size = has_windows ? json.required(window, "sliding_window") : 0;

    config.layers.resize(config.n_layers);
    for (std::size_t i = 0; i < config.n_layers; ++i) {
        auto& layer = config.layers[i];
        if (windows[i]) {
            layer.window = window_size;
        }
        if (rotates[i]) {
            layer.rope = windows[i] ? rope.windowed : rope.full;
            layer.has_weightless_qk_norm = has_qk_norm;
        } else {
            layer.has_temperature_tuning = has_tuning;
        }
    }
}

} // namespace sotto::inference
