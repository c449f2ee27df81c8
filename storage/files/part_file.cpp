#include "storage/files/part_file.h"

#include "core/system_error.h"
#include "storage/files/private_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace sotto::storage {
namespace {

// The files that SQLite and the writer locks create beside a library.
void remove_side_files(const std::filesystem::path& path) {
    for (const char* const suffix : {"-wal", "-shm", "-journal", "-writers"}) {
        ::unlink(with_suffix(path, suffix).c_str());
    }
}

// Whether this file is locked now and still the one of that name.
bool lock_named(const FileDescriptor& file, const std::filesystem::path& path) {
    struct stat opened = {};
    struct stat named = {};
    return ::flock(file.number(), LOCK_EX | LOCK_NB) == 0 && ::fstat(file.number(), &opened) == 0 &&
           ::stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino;
}

} // namespace

Result<PartFile> PartFile::open(const std::filesystem::path& target) {
    std::filesystem::path path = with_suffix(target, ".part");
    auto file = open_private_file(path, "the file cannot be created");
    if (!file) {
        return std::unexpected(file.error());
    }
    if (!lock_named(*file, path)) {
        return fail(ErrorCode::busy, "another program is writing that file; try again later");
    }
    // SQLite would take the log that a killed program left for that of the new file.
    remove_side_files(path);
    if (::ftruncate(file->number(), 0) != 0 || ::fchmod(file->number(), 0600) != 0) {
        return std::unexpected(system_error("the file cannot be written", errno));
    }
    return PartFile(std::move(path), *std::move(file));
}

PartFile::~PartFile() {
    if (!path_.empty()) {
        remove_side_files(path_);
        ::unlink(path_.c_str());
    }
}

Status PartFile::publish(const std::filesystem::path& target) {
    if (::fsync(file_.number()) != 0 || ::rename(path_.c_str(), target.c_str()) != 0) {
        return std::unexpected(system_error("the file cannot be written", errno));
    }
    remove_side_files(path_);
    path_.clear();
    return sync_folder_of(target);
}

Status sync_folder_of(const std::filesystem::path& file) {
    const std::filesystem::path folder =
        file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    const FileDescriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened.is_open() || ::fsync(opened.number()) != 0) {
        return std::unexpected(system_error("the folder cannot be written", errno));
    }
    return {};
}

} // namespace sotto::storage
