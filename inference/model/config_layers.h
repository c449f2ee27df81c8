#pragma once

#include "inference/model/config_object.h"
#include "inference/model/model_config.h"

#include <cstddef>

namespace sotto::inference {

// Far above any model that fits a device, low enough that no product of two of them overflows.
inline constexpr std::size_t kMaxLayers = 512;
inline constexpr std::size_t kMaxPositions = std::size_t{1} << 24;

/// Reads what layers do differently from each other: windows, rotary embeddings and their pairing,
/// weightless norms, temperature tuning. `config` has its sizes and family already; chunked
/// attention shortens `max_positions`. Problems are noted in `json`.
void read_layers(const ConfigObject& json, ModelConfig& config);

} // namespace sotto::inference
