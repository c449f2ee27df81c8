#pragma once

#include "core/error.h"

#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <array>
#include <functional>
#include <memory>
#include <new>
#include <stdexcept>
#include <utility>

namespace sotto::test {

/// A kind of exception, and the error code that must stand for it.
struct Thrown {
    const char* name;
    void (*raise)();
    ErrorCode code;
};

inline constexpr std::array kThrown{
    Thrown{"std::bad_alloc", [] { throw std::bad_alloc(); }, ErrorCode::out_of_memory},
    Thrown{"std::runtime_error", [] { throw std::runtime_error("secret"); }, ErrorCode::internal},
    Thrown{"int", [] { throw 7; }, ErrorCode::internal},
};

/// Throws the first time it is called.
inline std::function<void()> raise_once(const Thrown& thrown) {
    return [raise = thrown.raise, is_first = std::make_shared<bool>(true)] {
        if (std::exchange(*is_first, false)) {
            raise();
        }
    };
}

/// Runs the test case once for each kind.
inline Thrown any_thrown() {
    return GENERATE(Catch::Generators::from_range(kThrown.begin(), kThrown.end()));
}

} // namespace sotto::test
