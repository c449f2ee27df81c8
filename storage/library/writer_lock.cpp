#include "storage/library/writer_lock.h"

#include "core/system_error.h"
#include "storage/files/private_file.h"

#include <fcntl.h>
#include <sys/mman.h>

#include <cerrno>
#include <limits>
#include <random>

namespace sotto::storage {
namespace {

constexpr std::string_view kCannotOpen = "the library's lock file cannot be opened";
constexpr std::string_view kCannotLock = "the library's lock file cannot be locked";
constexpr std::string_view kCannotRead = "the library's lock file cannot be read";

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
    // The end of the locked range, one byte further, must be a valid offset, too.
    return std::uniform_int_distribution<std::int64_t>(1, std::numeric_limits<std::int64_t>::max() -
                                                              1)(device);
}

} // namespace

Result<WriterLock> WriterLock::open_file(const std::filesystem::path& lock_file) {
    return open_private_file(lock_file, kCannotOpen).transform([](FileDescriptor file) {
        return WriterLock(std::move(file));
    });
}

Result<WriterLock> WriterLock::open(const std::filesystem::path& lock_file) {
    return take_id(open_file(lock_file));
}

Result<WriterLock> WriterLock::open_in_memory() {
    FileDescriptor file(::memfd_create("library-writers", MFD_CLOEXEC));
    if (!file.is_open()) {
        return std::unexpected(system_error(kCannotOpen, errno));
    }
    return take_id(WriterLock(std::move(file)));
}

Result<WriterLock> WriterLock::take_id(Result<WriterLock> lock) {
    if (!lock) {
        return lock;
    }
    // Two programs practically never draw the same number. Several taken ones in a row mean that
    // open_exclusive() holds all of them.
    constexpr int kAttempts = 8;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        const std::int64_t id = random_id();
        struct flock range = byte_at(id);
        if (::fcntl(lock->file_.number(), F_OFD_SETLK, &range) == 0) {
            lock->id_ = id;
            return lock;
        }
        if (!is_taken(errno)) {
            return std::unexpected(system_error(kCannotLock, errno));
        }
    }
    return fail(ErrorCode::busy, "another program is restoring the library; try again later");
}

Result<WriterLock> WriterLock::open_exclusive(const std::filesystem::path& lock_file) {
    auto lock = open_file(lock_file);
    if (!lock) {
        return lock;
    }
    struct flock range = byte_at(0);
    range.l_len = 0; // every offset
    if (::fcntl(lock->file_.number(), F_OFD_SETLK, &range) == 0) {
        return lock;
    }
    if (!is_taken(errno)) {
        return std::unexpected(system_error(kCannotLock, errno));
    }
    return fail(ErrorCode::busy, "another program has the library open; close it and try again");
}

Result<bool> WriterLock::is_alive(std::int64_t writer) const {
    if (writer == id_) {
        return true; // F_OFD_GETLK does not report our own lock
    }
    if (writer <= 0 || writer == std::numeric_limits<std::int64_t>::max()) {
        return false; // no writer ever has this id
    }
    struct flock range = byte_at(writer);
    if (::fcntl(file_.number(), F_OFD_GETLK, &range) != 0) {
        return std::unexpected(system_error(kCannotRead, errno));
    }
    return range.l_type != F_UNLCK;
}

} // namespace sotto::storage
