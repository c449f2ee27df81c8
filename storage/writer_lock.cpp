#include "storage/writer_lock.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <format>
#include <limits>
#include <random>
#include <utility>

namespace sotto::storage {
namespace {

std::unexpected<Error> system_failure(const char* what, int error) {
    const bool is_full = error == ENOSPC || error == EDQUOT;
    return fail(
        is_full ? ErrorCode::out_of_space : ErrorCode::io,
        std::format("the library's lock file cannot be {} ({})", what, std::strerror(error)));
}

struct flock byte_at(std::int64_t offset) {
    struct flock range = {};
    range.l_type = F_WRLCK;
    range.l_whence = SEEK_SET;
    range.l_start = offset;
    range.l_len = 1;
    return range;
}

std::int64_t random_id() {
    std::random_device device;
    // The byte after the last possible offset must still be a valid one.
    return std::uniform_int_distribution<std::int64_t>(1, std::numeric_limits<std::int64_t>::max() -
                                                              1)(device);
}

} // namespace

Result<WriterLock> WriterLock::open(const std::filesystem::path& lock_file) {
    const int file = ::open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) {
        return system_failure("opened", errno);
    }
    WriterLock lock(file);
    for (;;) {
        const std::int64_t id = random_id();
        struct flock range = byte_at(id);
        if (::fcntl(file, F_OFD_SETLK, &range) == 0) {
            lock.id_ = id;
            return lock;
        }
        if (errno != EAGAIN && errno != EACCES && errno != EINTR) {
            return system_failure("locked", errno);
        }
    }
}

WriterLock::~WriterLock() {
    if (file_ >= 0) {
        ::close(file_);
    }
}

WriterLock::WriterLock(WriterLock&& other) noexcept
    : file_(std::exchange(other.file_, -1)), id_(std::exchange(other.id_, 0)) {}

Result<bool> WriterLock::is_alive(std::int64_t writer) const {
    if (writer == id_) {
        return true; // one's own lock is never in one's own way
    }
    if (writer <= 0 || writer == std::numeric_limits<std::int64_t>::max()) {
        return false; // no writer was ever given this id
    }
    struct flock range = byte_at(writer);
    if (::fcntl(file_, F_OFD_GETLK, &range) != 0) {
        return system_failure("read", errno);
    }
    return range.l_type != F_UNLCK;
}

} // namespace sotto::storage
