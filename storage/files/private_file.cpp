#include "storage/files/private_file.h"

#include "core/system_error.h"

#include <fcntl.h>

#include <cerrno>

namespace sotto::storage {
namespace {

constexpr int kFlags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW;
constexpr mode_t kOwnerOnly = 0600;

} // namespace

Status create_private_file(const std::filesystem::path& file, std::string_view what) {
    const FileDescriptor created(::open(file.c_str(), kFlags | O_EXCL, kOwnerOnly));
    if (!created.is_open() && errno != EEXIST) {
        return std::unexpected(system_error(what, errno));
    }
    return {};
}

Result<FileDescriptor> open_private_file(const std::filesystem::path& file, std::string_view what) {
    FileDescriptor opened(::open(file.c_str(), kFlags, kOwnerOnly));
    if (!opened.is_open()) {
        return std::unexpected(system_error(what, errno));
    }
    return opened;
}

std::filesystem::path with_suffix(const std::filesystem::path& file, std::string_view suffix) {
    std::filesystem::path path = file;
    path += suffix;
    return path;
}

} // namespace sotto::storage
