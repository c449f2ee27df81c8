#pragma once

#include "core/error.h"
#include "inference/model/model_config.h"

#include <string>
#include <string_view>
#include <vector>

// Settings that a MobileLLM-Pro configuration may leave out. Sources disagree on them or say
// nothing (models.md 1.1 and 9), so they are measured.
namespace sotto::inference {

/// Which settings a configuration leaves out.
struct OpenSettings {
    // No default is known: measured.
    bool rope_theta = false;
    bool qk_norm = false;
    // A default is likely, and is used unless a measurement clearly says otherwise.
    bool rope_layers = false; ///< default: every layer has RoPE
    bool pairing = false;     ///< default: interleaved, as in Llama 4

    [[nodiscard]] bool must_be_measured() const { return rope_theta || qk_norm; }
    [[nodiscard]] bool any() const { return must_be_measured() || rope_layers || pairing; }
};

/// Which layers have RoPE.
enum class RopeLayers {
    all,
    three_of_four, ///< every fourth has none: what Llama 4 does without the key
    windowed,      ///< layers with full attention have none: Llama 4's design
};

/// One way to fill in the missing settings; the likely one by default.
struct ConfigSettings {
    float rope_theta = 500'000;
    bool has_qk_norm = false;
    RopeLayers rope_layers = RopeLayers::all;
    RopePairing pairing = RopePairing::interleaved;
    friend bool operator==(const ConfigSettings&, const ConfigSettings&) = default;
};

/// What config.json leaves out; nothing where the family has no open settings. Errors:
/// corrupt_data (no JSON object).
[[nodiscard]] Result<OpenSettings> open_settings(std::string_view config_json);

/// Every plausible way to fill in the missing settings, the likely one first, without duplicates
/// for this model. `config`: sizes and windows.
[[nodiscard]] std::vector<ConfigSettings> candidate_settings(const OpenSettings& open,
                                                             const ModelConfig& config);

/// The text of config.json with the missing settings added, and nothing else changed.
/// Precondition: `config_json` is a JSON object.
[[nodiscard]] std::string with_settings(std::string_view config_json, const OpenSettings& open,
                                        const ConfigSettings& settings);

/// The missing keys, for a sentence: "rope_theta and use_qk_norm".
[[nodiscard]] std::string open_keys(const OpenSettings& open);

/// The missing keys with their values: "rope_theta 500000, use_qk_norm false".
[[nodiscard]] std::string to_text(const OpenSettings& open, const ConfigSettings& settings);

} // namespace sotto::inference
