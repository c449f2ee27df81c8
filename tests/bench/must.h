#pragma once

#include "core/error.h"

#include <cstdlib>
#include <print>
#include <utility>

namespace sotto::bench {

/// Ends the program with the reason if there is no value.
template <class T>
T must(Result<T> result) {
    if (!result) {
        std::println(stderr, "{}", result.error().detail);
        std::exit(1);
    }
    return *std::move(result);
}

inline void must(const Status& status) {
    if (!status) {
        std::println(stderr, "{}", status.error().detail);
        std::exit(1);
    }
}

} // namespace sotto::bench
