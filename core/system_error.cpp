#include "core/system_error.h"

#include <cerrno>
#include <format>
#include <system_error>

namespace sotto {

ErrorCode code_of_errno(int error_number) {
    switch (error_number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return ErrorCode::out_of_space;
    default:
        return ErrorCode::io;
    }
}

Error system_error(std::string_view what, int error_number) {
    return {code_of_errno(error_number),
            std::format("{} ({})", what, std::generic_category().message(error_number))};
}

} // namespace sotto
