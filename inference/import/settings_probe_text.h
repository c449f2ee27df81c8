#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace sotto::inference {

/// Plain English, written for this, that a model reads while its settings are found out. Each
/// passage is a text of its own and is read kProbeRepeats times over: what a model looks back for
/// shows best whether it knows positions rightly.
extern const std::array<std::string_view, 4> kProbePassages;

inline constexpr std::size_t kProbeRepeats = 4;

/// As much of each as is read at most.
inline constexpr std::size_t kMaxPassageTokens = 512;

} // namespace sotto::inference
