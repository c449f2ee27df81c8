#pragma once

#include "core/error.h"

#include <format>
#include <stdexcept>
#include <utility>

namespace sotto::storage {

/// The value of a result; an error becomes an exception, which fails the test with its reason.
template <class T>
T must(Result<T> result) {
    if (!result) {
        throw std::runtime_error(
            std::format("{}: {}", to_string(result.error().code), result.error().detail));
    }
    if constexpr (!std::is_void_v<T>) {
        return std::move(*result);
    }
}

} // namespace sotto::storage
