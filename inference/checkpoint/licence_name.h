#pragma once

#include <string>
#include <string_view>

namespace sotto::inference {

inline constexpr std::string_view kUnknownLicence = "unknown";

/// The name of a licence from its text, found by phrases that only that licence has; "unknown" when
/// it is none of the known ones, or empty.
[[nodiscard]] std::string licence_name(std::string_view licence_text);

/// The licence that a model card names in its opening block of keys ("license: apache-2.0"), as it
/// is written there; "unknown" when it names none.
[[nodiscard]] std::string licence_of_card(std::string_view card);

/// A model card without its opening block of keys.
[[nodiscard]] std::string_view words_of_card(std::string_view card);

} // namespace sotto::inference
