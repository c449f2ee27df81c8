#include "storage/library/library_backup.h"

#include "core/system_error.h"
#include "storage/copies/library_content.h"
#include "storage/copies/migration_copy.h"
#include "storage/files/file_descriptor.h"
#include "storage/files/part_file.h"
#include "storage/files/private_file.h"
#include "storage/library/library_database.h"
#include "storage/library/writer_lock.h"
#include "storage/sqlite/migrations.h"
#include "storage/sqlite/sqlite.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <format>
#include <span>
#include <string>
#include <system_error>

namespace sotto::storage {
namespace {

using Path = std::filesystem::path;

bool is_there(const Path& path) {
    std::error_code error;
    return std::filesystem::exists(std::filesystem::symlink_status(path, error));
}

bool has_content(const Path& path) {
    struct stat status = {};
    return ::stat(path.c_str(), &status) == 0 && status.st_size > 0;
}

// Refuses a target beside which SQLite would find a log: it would take it for that of the new file,
// and replay it over the backup. A program that has the target open would go on writing to the
// file that is replaced.
Status check_unused(const Path& target) {
    const Status refusal =
        fail(ErrorCode::invalid_input, "a library that is in use or was not closed has that name; "
                                       "choose another name");
    if (has_content(with_suffix(target, "-wal")) || has_content(with_suffix(target, "-journal"))) {
        return refusal;
    }
    if (!is_there(writer_lock_file(target))) {
        return {};
    }
    const auto alone = WriterLock::open_exclusive(writer_lock_file(target));
    if (!alone) {
        return alone.error().code == ErrorCode::busy ? refusal : std::unexpected(alone.error());
    }
    return {};
}

// A backup may replace an older backup or an empty file, and nothing else.
Status check_replaceable(const Path& target, const Path& library) {
    std::error_code error;
    if (!is_there(target)) {
        return check_unused(target); // a log without a file counts, too
    }
    if (std::filesystem::equivalent(target, library, error)) {
        return fail(ErrorCode::invalid_input, "a library cannot be its own backup");
    }
    const Status refusal = fail(ErrorCode::invalid_input,
                                "something that is not a backup has that name already; choose "
                                "another name");
    if (!std::filesystem::is_regular_file(std::filesystem::symlink_status(target, error))) {
        return refusal;
    }
    auto connection = Connection::open(target);
    if (!connection) {
        return std::unexpected(connection.error());
    }
    connection->set_on_close(Connection::OnClose::leave_log);
    return check_header(*connection, target) ? check_unused(target) : refusal;
}

Status copy_bytes(const FileDescriptor& from, const FileDescriptor& to,
                  const std::stop_token& stop) {
    std::array<char, 1 << 16> buffer{};
    for (;;) {
        if (stop.stop_requested()) {
            return fail(ErrorCode::cancelled, "the copy was interrupted");
        }
        const ssize_t count = ::read(from.number(), buffer.data(), buffer.size());
        if (count < 0) {
            return std::unexpected(system_error("the backup cannot be read", errno));
        }
        if (count == 0) {
            return {};
        }
        for (auto rest = std::span(buffer).first(static_cast<std::size_t>(count)); !rest.empty();) {
            const ssize_t written = ::write(to.number(), rest.data(), rest.size());
            if (written < 0) {
                return std::unexpected(system_error("the copy cannot be written", errno));
            }
            rest = rest.subspan(static_cast<std::size_t>(written));
        }
    }
}

Result<FileDescriptor> open_backup(const Path& backup) {
    FileDescriptor file(::open(backup.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.is_open()) {
        const int error = errno;
        if (error == ENXIO) { // a socket
            return fail(ErrorCode::invalid_input, "the backup is not a file");
        }
        return error == ENOENT ? fail(ErrorCode::not_found, "there is no such file")
                               : std::unexpected(system_error("the backup cannot be read", error));
    }
    struct stat status = {};
    if (::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return fail(ErrorCode::invalid_input, "the backup is not a file");
    }
    if (status.st_size == 0) {
        return fail(ErrorCode::corrupt_data, "the backup is empty");
    }
    if (has_content(with_suffix(backup, "-wal")) || is_there(with_suffix(backup, "-journal"))) {
        return fail(ErrorCode::invalid_input,
                    "the file is a library that is in use or was not closed; make a backup of it "
                    "with sotto library backup");
    }
    return file;
}

// The ids of a restored library may be given to others than before, so its keys and values are not
// those of the one it was copied from.
Status make_new_library_of(const Path& copy) {
    auto connection = Connection::open(copy);
    if (!connection) {
        return std::unexpected(connection.error());
    }
    return connection->run("UPDATE library_id SET value = random()").and_then([&] {
        return connection->run("DELETE FROM removed_source");
    });
}

// Checks the whole copy, migrates it to the newest version and closes it, so that it is one file.
Status check_and_migrate(const Path& copy) {
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
    if (Status status = make_new_library_of(copy); !status) {
        return status;
    }
    remove_migration_copies(copy, static_cast<std::int64_t>(library_migrations().size()));
    if (is_there(with_suffix(copy, "-wal"))) {
        return fail(ErrorCode::io, "the copy cannot be closed");
    }
    return {};
}

// Moves what a killed program left in the log into the library's file, if that is possible.
Status checkpoint_log(const Path& library) {
    auto connection = Connection::open(library);
    if (!connection) {
        return std::unexpected(connection.error());
    }
    return check_header(*connection, library).and_then([&] { return connection->checkpoint(); });
}

Path free_dated_name(const Path& library, UnixMilliseconds now) {
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

// A hard link, or a copy where the file system has no hard links.
Status keep(const Path& file, const Path& name) {
    if (::link(file.c_str(), name.c_str()) == 0) {
        return {};
    }
    std::error_code error;
    if (!std::filesystem::copy_file(file, name, error)) {
        return std::unexpected(system_error("the current library cannot be kept", error.value()));
    }
    const FileDescriptor copy(::open(name.c_str(), O_RDONLY | O_CLOEXEC));
    if (!copy.is_open() || ::fsync(copy.number()) != 0) {
        return std::unexpected(system_error("the current library cannot be kept", errno));
    }
    return {};
}

// Gives the current library a second name and removes its log, which SQLite would take for that of
// the restored one. The log of a sound library is empty by now; that of a damaged one is kept, too.
Status keep_current(const Path& library, const Path& kept) {
    const Path log = with_suffix(library, "-wal");
    const bool is_sound = checkpoint_log(library).has_value();
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
        done = sync_folder_of(library);
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
    // So that nobody replaces the library meanwhile.
    const auto writer = WriterLock::open(writer_lock_file(library));
    if (!writer) {
        return std::unexpected(writer.error());
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
    source->set_on_close(Connection::OnClose::leave_log);
    return copy_library(*source, *part, stop).and_then([&] { return part->publish(target); });
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
    const auto alone = WriterLock::open_exclusive(writer_lock_file(library));
    if (!alone) {
        return std::unexpected(alone.error());
    }
    auto part = PartFile::open(library);
    if (!part) {
        return std::unexpected(part.error());
    }
    Status status = copy_bytes(*source, part->file(), stop).and_then([&] {
        return check_and_migrate(part->path());
    });
    if (!status) {
        return std::unexpected(status.error());
    }
    std::optional<Path> kept;
    if (is_there(library)) {
        kept = free_dated_name(library, clock());
        if (status = keep_current(library, *kept); !status) {
            return std::unexpected(status.error());
        }
    }
    if (status = part->publish(library); !status) {
        return std::unexpected(status.error());
    }
    return kept;
}

} // namespace sotto::storage
