#include "storage/library/writer_lock.h"

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

bool is_taken(int error) {
    return error == EAGAIN || error == EACCES || error == EINTR;
}

std::int64_t random_id() {
    std::random_device device;
    // The byte after the last possible offset must still be a valid one.
    return std::uniform_int_distribution<std::int64_t>(1, std::numeric_limits<std::int64_t>::max() -
                                                              1)(device);
}

} // namespace

Result<WriterLock> WriterLock::open_file(const std::filesystem::path& lock_file) {
    const int file = ::open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) {
        return system_failure("opened", errno);
    }
    return WriterLock(file);
}

Result<WriterLock> WriterLock::open(const std::filesystem::path& lock_file) {
    auto lock = open_file(lock_file);
    if (!lock) {
        return lock;
    }
    // Two programs draw the same number once in the age of the universe; when several are taken,
    // all are.
    constexpr int kAttempts = 8;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        const std::int64_t id = random_id();
        struct flock range = byte_at(id);
        if (::fcntl(lock->file_, F_OFD_SETLK, &range) == 0) {
            lock->id_ = id;
            return lock;
        }
        if (!is_taken(errno)) {
            return system_failure("locked", errno);
        }
    }
    return fail(ErrorCode::busy, "another program is restoring the library; try again later");
}

Result<WriterLock> WriterLock::open_alone(const std::filesystem::path& lock_file) {
    auto lock = open_file(lock_file);
    if (!lock) {
        return lock;
    }
    struct flock range = byte_at(0);
    range.l_len = 0; // to the end, however far that is
    if (::fcntl(lock->file_, F_OFD_SETLK, &range) == 0) {
        return lock;
    }
    if (!is_taken(errno)) {
        return system_failure("locked", errno);
    }
    return fail(ErrorCode::busy, "another program has the library open; close it and try again");
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
