#pragma once

#include "core/error.h"
#include "inference/model/open_settings.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

namespace sotto::inference {

/// Values for settings that a configuration leaves open.
struct DetectedSettings {
    ConfigSettings settings;
    std::string sentence; ///< result and certainty, for the user
};

/// Detects the open settings of `config_json` by the loss of a built-in text under every candidate:
/// the right settings give a far lower loss. `folder`: has weights.safetensors and the tokenizer.
/// It is an error if a setting that must be measured cannot be; a presumed setting is changed only
/// if the text clearly says otherwise. `progress` gets the finished passes and their maximum.
/// Errors: unsupported (no clear winner, or no tokenizer; names the keys), out_of_memory,
/// cancelled, corrupt_data, io.
[[nodiscard]] Result<DetectedSettings>
detect_settings(const std::filesystem::path& folder, std::string_view config_json,
                const OpenSettings& open, const std::stop_token& stop,
                const std::function<void(std::size_t done, std::size_t total)>& progress);

} // namespace sotto::inference
