#pragma once

#include "core/error.h"

#include <xnnpack.h>

#include <limits>

// XNNPACK declarations shared by the sources that call it: those of inference/xnnpack and
// fully_connected.cpp. Nothing else includes this file.
namespace sotto::inference {

inline constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// Initializes XNNPACK once. Errors: unsupported, out_of_memory.
[[nodiscard]] Status initialize_xnnpack();

/// Converts an XNNPACK status. `what` completes the sentence "XNNPACK cannot …".
[[nodiscard]] Status status_of(xnn_status status, const char* what);

/// The operator behind the void pointer that our headers store.
[[nodiscard]] inline xnn_operator_t operator_of(void* op) {
    return static_cast<xnn_operator_t>(op);
}

/// A null pointer is ignored.
inline void delete_operator(void* op) {
    if (op != nullptr) {
        xnn_delete_operator(operator_of(op));
    }
}

} // namespace sotto::inference
