#pragma once

#include <cstdint>

namespace sotto {

/// What happens to a prompt that does not fit the context.
enum class OverflowPolicy : std::uint8_t {
    refuse,      ///< it is refused
    drop_oldest, ///< the oldest turns are dropped
    summarize,   ///< a summary replaces the oldest turns
    search,      ///< only passages of the documents with words of the question are read
};

} // namespace sotto
