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

/// What was found out about settings that a configuration leaves open.
struct SettingsFinding {
    ConfigSettings settings;
    std::string sentence; ///< what was found and how sure it is, for people
};

/// Finds what stands in the open places of `config_json` by reading a text of our own under every
/// candidate: the right settings give a loss that is lower by far. `folder`: holds the model's
/// weights.safetensors and tokenizer. What must be measured and cannot be is an error; what is
/// presumed stays so unless the text clearly says otherwise. `progress` is told the passes that are
/// done, of at most how many. Errors: unsupported (no clear winner, or no tokenizer; names the
/// keys), out_of_memory, cancelled, corrupt_data, io.
[[nodiscard]] Result<SettingsFinding>
probe_settings(const std::filesystem::path& folder, std::string_view config_json,
               const OpenSettings& open, const std::stop_token& stop,
               const std::function<void(std::size_t done, std::size_t total)>& progress);

} // namespace sotto::inference
