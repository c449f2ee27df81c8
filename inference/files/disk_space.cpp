#include "inference/files/disk_space.h"

#include <format>
#include <system_error>

namespace sotto::inference {

Status check_disk_space(const std::filesystem::path& folder, std::uint64_t bytes) {
    std::error_code error;
    const std::filesystem::space_info space = std::filesystem::space(folder, error);
    return error ? Status() : check_free_space(bytes, space.available);
}

Status check_free_space(std::uint64_t bytes, std::uint64_t free_bytes) {
    constexpr std::uint64_t kMegabyte = 1'000'000;
    const std::uint64_t needed = bytes + bytes / 10;
    if (needed <= free_bytes) {
        return {};
    }
    return fail(ErrorCode::out_of_space,
                std::format("This needs {} MB of free disk space and there are {} MB; free some "
                            "space and try again.",
                            needed / kMegabyte + 1, free_bytes / kMegabyte));
}

} // namespace sotto::inference
