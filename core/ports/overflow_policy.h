#pragma once

#include <cstdint>

namespace sotto {

/// What happens to a prompt that does not fit the context.
enum class OverflowPolicy : std::uint8_t {
    refuse,      ///< nothing is left out
    drop_oldest, ///< the oldest turns are left out
    summarize,   ///< a summary of the oldest turns stands in their place
    search,      ///< of the documents, the passages with the question's words are read
};

} // namespace sotto
