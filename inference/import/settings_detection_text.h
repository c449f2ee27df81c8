#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace sotto::inference {

/// Plain English, written for this project, for measuring the loss under candidate settings. Each
/// passage is a text of its own and is repeated kPassageRepeats times: repetition shows best
/// whether the positions are right.
extern const std::array<std::string_view, 4> kDetectionPassages;

inline constexpr std::size_t kPassageRepeats = 4;

/// Longer passages are truncated.
inline constexpr std::size_t kMaxPassageTokens = 512;

} // namespace sotto::inference
