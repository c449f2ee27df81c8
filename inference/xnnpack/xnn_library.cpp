#include "inference/xnnpack/xnn_library.h"

#include <format>
#include <mutex>

namespace sotto::inference {

Status status_of(xnn_status status, const char* what) {
    switch (status) {
    case xnn_status_success:
        return {};
    case xnn_status_out_of_memory:
        return fail(ErrorCode::out_of_memory, std::format("not enough memory to {}", what));
    case xnn_status_unsupported_hardware:
        return fail(ErrorCode::unsupported,
                    std::format("this processor has no instructions to {}", what));
    default:
        return fail(ErrorCode::internal,
                    std::format("XNNPACK cannot {} (status {})", what, static_cast<int>(status)));
    }
}

Status initialize_xnnpack() {
    static std::once_flag once;
    static xnn_status status = xnn_status_uninitialized;
    std::call_once(once, [] { status = xnn_initialize(nullptr); });
    return status_of(status, "start matrix multiplication");
}

} // namespace sotto::inference
