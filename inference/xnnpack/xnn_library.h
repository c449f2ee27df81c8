#pragma once

#include "core/error.h"

#include <xnnpack.h>

#include <limits>

// What the engine's own sources share of XNNPACK; included by xnn.cpp, fully_connected.cpp and
// packed_rows.cpp only.
namespace sotto::inference {

inline constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// Starts the library, once. Errors: unsupported, out_of_memory.
[[nodiscard]] Status initialize_xnnpack();

/// A status of the library as ours. `what`: completes the sentence "XNNPACK cannot …".
[[nodiscard]] Status status_of(xnn_status status, const char* what);

/// The operator behind the pointer that our headers keep.
[[nodiscard]] inline xnn_operator_t operator_of(void* op) {
    return static_cast<xnn_operator_t>(op);
}

/// Null is nothing to delete.
inline void delete_operator(void* op) {
    if (op != nullptr) {
        xnn_delete_operator(operator_of(op));
    }
}

} // namespace sotto::inference
