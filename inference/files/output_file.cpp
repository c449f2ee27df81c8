#include "inference/files/output_file.h"

#include "core/system_error.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <format>
#include <string>
#include <system_error>

namespace sotto::inference {

namespace {

constexpr std::string_view kFileTooLarge = "The file would exceed the limit for the size of files.";

std::unexpected<Error> write_error(int error_number) {
    if (error_number == EFBIG) {
        return fail(code_of_errno(error_number), std::string(kFileTooLarge));
    }
    const ErrorCode code = code_of_errno(error_number);
    return code == ErrorCode::out_of_space
               ? fail(code, "The disk is full; free some space and try again.")
               : fail(code, std::format("Writing the model's files failed: {}.",
                                        std::generic_category().message(error_number)));
}

} // namespace

Result<OutputFile> OutputFile::create(const std::filesystem::path& path) {
    const int descriptor =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) {
        return write_error(errno);
    }
    return OutputFile(descriptor);
}

OutputFile::~OutputFile() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

Status OutputFile::write_at(std::uint64_t offset, std::span<const std::byte> bytes) const {
    const auto start = static_cast<off_t>(offset);
    const auto total = static_cast<off_t>(bytes.size());
    while (!bytes.empty()) {
        const ssize_t written =
            ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return write_error(written < 0 ? errno : EIO);
        }
        offset += static_cast<std::uint64_t>(written);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    // Only a hint: finish() reports the same errors.
    ::sync_file_range(descriptor_, start, total, SYNC_FILE_RANGE_WRITE);
    return {};
}

Status OutputFile::preallocate(std::uint64_t bytes) const {
    // Beyond this limit the kernel sends SIGXFSZ.
    rlimit limit{};
    if (::getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur < bytes) {
        return fail(ErrorCode::out_of_space, std::string(kFileTooLarge));
    }
    const int result = ::fallocate(descriptor_, FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(bytes));
    const int error_number = result == 0 ? 0 : errno;
    const bool has_room = code_of_errno(error_number) != ErrorCode::out_of_space;
    return has_room ? Status{} : write_error(error_number);
}

Status OutputFile::sync() const {
    return ::fsync(descriptor_) == 0 ? Status{} : write_error(errno);
}

Status OutputFile::finish() {
    const Status synced = sync();
    const int closed = ::close(std::exchange(descriptor_, -1));
    if (!synced) {
        return synced;
    }
    return closed == 0 ? Status{} : write_error(errno);
}

Status sync_folder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        return write_error(errno);
    }
    const int synced = ::fsync(descriptor);
    const int sync_error = errno;
    ::close(descriptor);
    return synced == 0 ? Status{} : write_error(sync_error);
}

Status replace_file(const std::filesystem::path& folder, std::string_view name,
                    std::string_view content) {
    const std::filesystem::path target = folder / name;
    // With the process id, so that two programs do not write the same file.
    const std::filesystem::path draft = folder / std::format(".{}.{}", name, ::getpid());
    std::error_code error;
    std::filesystem::remove(draft, error);
    auto file = OutputFile::create(draft);
    if (!file) {
        return std::unexpected(file.error());
    }
    Status written = file->write_at(0, std::as_bytes(std::span(content)));
    if (written) {
        written = file->finish();
    }
    if (written) {
        std::filesystem::rename(draft, target, error);
        written = error ? write_error(error.value()) : sync_folder(folder);
    }
    if (!written) {
        std::filesystem::remove(draft, error);
    }
    return written;
}

} // namespace sotto::inference
