#include "inference/files/input_file.h"

#include "inference/files/quoted_name.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <format>
#include <system_error>

namespace sotto::inference {

namespace {

std::string reason(int error_number) {
    return std::generic_category().message(error_number);
}

} // namespace

Result<InputFile> InputFile::open(const std::filesystem::path& path) {
    const std::string name = quoted_name(path.filename().native());
    // O_NONBLOCK: opening a pipe without a writer must not block.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        const bool is_missing = errno == ENOENT || errno == ENOTDIR;
        return fail(is_missing ? ErrorCode::not_found : ErrorCode::io,
                    std::format("The file {} cannot be opened: {}.", name, reason(errno)));
    }
    InputFile file(descriptor, 0);
    struct stat status{};
    if (::fstat(descriptor, &status) != 0) {
        return fail(ErrorCode::io,
                    std::format("The file {} cannot be read: {}.", name, reason(errno)));
    }
    if (!S_ISREG(status.st_mode)) {
        return fail(ErrorCode::invalid_input, std::format("{} is not a regular file.", name));
    }
    file.bytes_ = static_cast<std::uint64_t>(status.st_size);
    return file;
}

InputFile::~InputFile() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

Status InputFile::read_at(std::uint64_t offset, std::span<std::byte> buffer) const {
    while (!buffer.empty()) {
        const ssize_t got =
            ::pread(descriptor_, buffer.data(), buffer.size(), static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return fail(ErrorCode::io, std::format("Reading a file failed: {}.", reason(errno)));
        }
        if (got == 0) {
            return fail(ErrorCode::io, "A file became shorter while it was being read.");
        }
        offset += static_cast<std::uint64_t>(got);
        buffer = buffer.subspan(static_cast<std::size_t>(got));
    }
    return {};
}

Result<std::string> read_whole_file(const std::filesystem::path& path, std::size_t max_bytes) {
    auto file = InputFile::open(path);
    if (!file) {
        return std::unexpected(file.error());
    }
    if (file->bytes() > max_bytes) {
        return fail(ErrorCode::invalid_input,
                    std::format("The file {} is too large: {} bytes, at most {} are read.",
                                quoted_name(path.filename().native()), file->bytes(), max_bytes));
    }
    std::string content(static_cast<std::size_t>(file->bytes()), '\0');
    if (auto read = file->read_at(0, std::as_writable_bytes(std::span(content))); !read) {
        return std::unexpected(read.error());
    }
    return content;
}

} // namespace sotto::inference
