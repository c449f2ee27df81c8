#pragma once

#include "core/error.h"
#include "inference/model/model_config.h"

#include <string>
#include <string_view>
#include <vector>

// What a MobileLLM-Pro configuration may leave open, and what may stand there. Sources differ on
// these settings or are silent (models.md 1.1 and 9), so nobody guesses them.
namespace sotto::inference {

/// Which settings a configuration leaves open.
struct OpenSettings {
    // There is no presumption for these: they must be measured.
    bool rope_theta = false;
    bool qk_norm = false;
    // These are presumed to be as all that is known says, unless a measurement says otherwise.
    bool rope_layers = false; ///< presumed: every layer rotates
    bool pairing = false;     ///< presumed: interleaved, as in Llama 4

    [[nodiscard]] bool must_be_measured() const { return rope_theta || qk_norm; }
    [[nodiscard]] bool any() const { return must_be_measured() || rope_layers || pairing; }
};

/// Which layers rotate their queries and keys.
enum class RopeLayers {
    all,
    three_of_four, ///< every fourth layer has no positions: what Llama 4 does without the key
    windowed,      ///< layers that see everything have no positions: what Llama 4 does by design
};

/// One way to fill in what is open. The defaults are what is presumed.
struct ConfigSettings {
    float rope_theta = 500'000;
    bool has_qk_norm = false;
    RopeLayers rope_layers = RopeLayers::all;
    RopePairing pairing = RopePairing::interleaved;
    friend bool operator==(const ConfigSettings&, const ConfigSettings&) = default;
};

/// What config.json leaves open; nothing for other families than MobileLLM-Pro. Errors:
/// corrupt_data (no JSON object).
[[nodiscard]] Result<OpenSettings> open_settings(std::string_view config_json);

/// Every plausible way to fill in what is open, the presumed one first; those that would be the
/// same for this model are there once. `config`: sizes and windows.
[[nodiscard]] std::vector<ConfigSettings> candidate_settings(const OpenSettings& open,
                                                             const ModelConfig& config);

/// The text of config.json with `settings` in the places that are open, and nowhere else.
/// Precondition: `config_json` is a JSON object.
[[nodiscard]] std::string with_settings(std::string_view config_json, const OpenSettings& open,
                                        const ConfigSettings& settings);

/// The keys that are open, for a sentence: "rope_theta and use_qk_norm".
[[nodiscard]] std::string open_keys(const OpenSettings& open);

/// The open keys with what stands there: "rope_theta 500000, use_qk_norm false".
[[nodiscard]] std::string to_text(const OpenSettings& open, const ConfigSettings& settings);

} // namespace sotto::inference
