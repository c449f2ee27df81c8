#include "storage/library/library_backup.h"

#include "storage/library/library_database.h"
#include "storage/library/writer_lock.h"
#include "storage/sqlite/sqlite.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <format>
#include <span>
#include <string>
#include <system_error>
#include <utility>

namespace sotto::storage {
namespace {

using Path = std::filesystem::path;

Path with_suffix(const Path& file, std::string_view suffix) {
    Path path = file;
    path += suffix;
    return path;
}

std::unexpected<Error> system_failure(std::string_view what, int error) {
    const bool is_full = error == ENOSPC || error == EDQUOT || error == EFBIG;
    return fail(is_full ? ErrorCode::out_of_space : ErrorCode::io,
                std::format("{} ({})", what, std::strerror(error)));
}

class File {
public:
    File() = default;
    explicit File(int descriptor) : descriptor_(descriptor) {}
    ~File() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }
    File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    File& operator=(File&&) = delete;

    [[nodiscard]] int descriptor() const { return descriptor_; }
    [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

private:
    int descriptor_ = -1;
};

// A file that is written under another name until it is whole; removed unless it was given its own.
class PartFile {
public:
    /// Errors: busy (somebody else is writing it).
    static Result<PartFile> open(const Path& target) {
        Path path = with_suffix(target, ".part");
        File file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
        if (!file.is_open()) {
            return system_failure("the file cannot be made", errno);
        }
        struct stat opened = {};
        struct stat named = {};
        if (::flock(file.descriptor(), LOCK_EX | LOCK_NB) != 0 ||
            ::fstat(file.descriptor(), &opened) != 0 || ::stat(path.c_str(), &named) != 0 ||
            opened.st_ino != named.st_ino) {
            return fail(ErrorCode::busy, "another program is writing that file; try again later");
        }
        // What a killed program left: its log would be taken for that of the new file.
        remove_besides(path);
        if (::ftruncate(file.descriptor(), 0) != 0 || ::fchmod(file.descriptor(), 0600) != 0) {
            return system_failure("the file cannot be written", errno);
        }
        return PartFile(std::move(path), std::move(file));
    }

    ~PartFile() {
        if (!path_.empty()) {
            remove_besides(path_);
            ::unlink(path_.c_str());
        }
    }
    PartFile(PartFile&& other) noexcept
        : path_(std::exchange(other.path_, {})), file_(std::move(other.file_)) {}
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;
    PartFile& operator=(PartFile&&) = delete;

    [[nodiscard]] const Path& path() const { return path_; }
    [[nodiscard]] const File& file() const { return file_; }

    /// On the disk under this name when it returns.
    Status become(const Path& target) {
        if (::fsync(file_.descriptor()) != 0 || ::rename(path_.c_str(), target.c_str()) != 0) {
            return system_failure("the file cannot be written", errno);
        }
        remove_besides(path_);
        path_.clear();
        return sync_folder_of(target);
    }

    static Status sync_folder_of(const Path& file) {
        const Path folder = file.has_parent_path() ? file.parent_path() : Path(".");
        const File opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!opened.is_open() || ::fsync(opened.descriptor()) != 0) {
            return system_failure("the folder cannot be written", errno);
        }
        return {};
    }

private:
    // The files that SQLite and the lock of writers make beside a library.
    static void remove_besides(const Path& path) {
        for (const char* const suffix : {"-wal", "-shm", "-journal", "-writers"}) {
            ::unlink(with_suffix(path, suffix).c_str());
        }
    }

    PartFile(Path path, File file) : path_(std::move(path)), file_(std::move(file)) {}
    Path path_; // empty: it has its name
    File file_;
};

bool is_there(const Path& path) {
    std::error_code error;
    return std::filesystem::exists(std::filesystem::symlink_status(path, error));
}

// Whether a file may be replaced by a backup: it is one, or empty.
Status check_replaceable(const Path& target, const Path& library) {
    std::error_code error;
    if (!is_there(target)) {
        return {};
    }
    if (std::filesystem::equivalent(target, library, error)) {
        return fail(ErrorCode::invalid_input, "a library cannot be its own backup");
    }
    const Status refusal = fail(ErrorCode::invalid_input,
                                "there is something of that name that is not a backup; choose "
                                "another name");
    if (!std::filesystem::is_regular_file(std::filesystem::symlink_status(target, error))) {
        return refusal;
    }
    auto connection = Connection::open(target);
    if (!connection) {
        return std::unexpected(connection.error());
    }
    return check_header(*connection, target) ? Status() : refusal;
}

Status copy_bytes(const File& from, const File& to, const std::stop_token& stop) {
    std::array<char, 1 << 16> buffer{};
    for (;;) {
        if (stop.stop_requested()) {
            return fail(ErrorCode::cancelled, "the copy was interrupted");
        }
        const ssize_t count = ::read(from.descriptor(), buffer.data(), buffer.size());
        if (count < 0) {
            return system_failure("the backup cannot be read", errno);
        }
        if (count == 0) {
            return {};
        }
        for (auto rest = std::span(buffer).first(static_cast<std::size_t>(count)); !rest.empty();) {
            const ssize_t written = ::write(to.descriptor(), rest.data(), rest.size());
            if (written < 0) {
                return system_failure("the copy cannot be written", errno);
            }
            rest = rest.subspan(static_cast<std::size_t>(written));
        }
    }
}

Result<File> open_backup(const Path& backup) {
    File file(::open(backup.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.is_open()) {
        const int error = errno;
        return error == ENOENT ? fail(ErrorCode::not_found, "there is no such file")
                               : system_failure("the backup cannot be read", error);
    }
    struct stat status = {};
    if (::fstat(file.descriptor(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return fail(ErrorCode::invalid_input, "the backup is not a file");
    }
    if (status.st_size == 0) {
        return fail(ErrorCode::corrupt_data, "the backup is empty");
    }
    struct stat log = {};
    const bool has_log = ::stat(with_suffix(backup, "-wal").c_str(), &log) == 0 && log.st_size > 0;
    if (has_log || is_there(with_suffix(backup, "-journal"))) {
        return fail(ErrorCode::invalid_input,
                    "the file is a library in use, or one that was not closed; make a backup of it "
                    "with sotto library backup");
    }
    return file;
}

// Reads the copy whole and makes it a library of this version, closed, in one file.
Status make_ready(const Path& copy) {
    const auto findings = check_library(copy);
    if (!findings) {
        return std::unexpected(findings.error());
    }
    if (!findings->empty()) {
        return fail(ErrorCode::corrupt_data, "the backup is damaged");
    }
    if (auto library = open_library(copy); !library) {
        return std::unexpected(library.error());
    }
    if (is_there(with_suffix(copy, "-wal"))) {
        return fail(ErrorCode::io, "the copy cannot be closed");
    }
    return {};
}

// Brings what a killed program left in the log into the library's file, where that can be done.
Status fold_log(const Path& library) {
    auto connection = Connection::open(library);
    if (!connection) {
        return std::unexpected(connection.error());
    }
    return check_header(*connection, library).and_then([&] { return connection->checkpoint(); });
}

Path name_to_keep(const Path& library, UnixMilliseconds now) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(
        std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(now)));
    const std::string stem = std::format("{}-{:%Y-%m-%d-%H%M%S}", library.stem().string(), seconds);
    Path path = library;
    path.replace_filename(stem + library.extension().string());
    for (int number = 2; is_there(path) || is_there(with_suffix(path, "-wal")); ++number) {
        path.replace_filename(std::format("{}-{}{}", stem, number, library.extension().string()));
    }
    return path;
}

// A second name, or a second file where the disk knows no second names.
Status keep(const Path& file, const Path& name) {
    if (::link(file.c_str(), name.c_str()) == 0) {
        return {};
    }
    std::error_code error;
    if (!std::filesystem::copy_file(file, name, error)) {
        return system_failure("the present library cannot be kept", error.value());
    }
    const File copy(::open(name.c_str(), O_RDONLY | O_CLOEXEC));
    if (!copy.is_open() || ::fsync(copy.descriptor()) != 0) {
        return system_failure("the present library cannot be kept", errno);
    }
    return {};
}

// The present library gets a second name. Its log goes, since it would be taken for the new one's:
// a sound library's log is empty by now, a damaged one's is kept as well.
Status set_aside(const Path& library, const Path& kept) {
    const Path log = with_suffix(library, "-wal");
    const bool is_sound = fold_log(library).has_value();
    struct stat status = {};
    const bool has_log = ::stat(log.c_str(), &status) == 0 && status.st_size > 0;
    if (is_sound && has_log) {
        return fail(ErrorCode::busy, "another program is reading the library; try again later");
    }
    Status done = keep(library, kept);
    if (done && has_log) {
        done = keep(log, with_suffix(kept, "-wal"));
    }
    if (done) {
        done = PartFile::sync_folder_of(library);
    }
    if (done) {
        for (const char* const suffix : {"-wal", "-shm", "-journal"}) {
            ::unlink(with_suffix(library, suffix).c_str());
        }
    }
    return done;
}

} // namespace

Status back_up_library(const Path& library, const Path& target, const std::stop_token& stop) {
    if (!is_there(library)) {
        return fail(ErrorCode::not_found, "there is no library yet");
    }
    if (Status status = check_replaceable(target, library); !status) {
        return status;
    }
    // So that the library is not replaced meanwhile.
    const auto user = WriterLock::open(writers_file(library));
    if (!user) {
        return std::unexpected(user.error());
    }
    auto source = Connection::open(library);
    if (!source) {
        return std::unexpected(source.error());
    }
    if (Status status = check_header(*source, library); !status) {
        return status;
    }
    auto part = PartFile::open(target);
    if (!part) {
        return std::unexpected(part.error());
    }
    {
        auto copy = Connection::open(part->path());
        if (!copy) {
            return std::unexpected(copy.error());
        }
        // A kill leaves nothing of worth, so nothing has to be undone, or synced before the end.
        Status status = copy->run_script("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;")
                            .and_then([&] { return source->copy_to(*copy, stop); });
        if (!status) {
            return status;
        }
    }
    return part->become(target);
}

Result<std::optional<Path>> restore_library(const Path& backup, const Path& library,
                                            const WallClock& clock, const std::stop_token& stop) {
    const auto source = open_backup(backup);
    if (!source) {
        return std::unexpected(source.error());
    }
    std::error_code error;
    if (std::filesystem::equivalent(backup, library, error)) {
        return fail(ErrorCode::invalid_input, "the file is the library itself");
    }
    const auto alone = WriterLock::open_alone(writers_file(library));
    if (!alone) {
        return std::unexpected(alone.error());
    }
    auto part = PartFile::open(library);
    if (!part) {
        return std::unexpected(part.error());
    }
    Status status =
        copy_bytes(*source, part->file(), stop).and_then([&] { return make_ready(part->path()); });
    if (!status) {
        return std::unexpected(status.error());
    }
    std::optional<Path> kept;
    if (is_there(library)) {
        kept = name_to_keep(library, clock());
        if (status = set_aside(library, *kept); !status) {
            return std::unexpected(status.error());
        }
    }
    if (status = part->become(library); !status) {
        return std::unexpected(status.error());
    }
    return kept;
}

} // namespace sotto::storage
