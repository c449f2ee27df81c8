#include "app/documents/foreign_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>

namespace sotto::app {

namespace {

std::string_view kind_of(mode_t mode) {
    switch (mode & S_IFMT) {
    case S_IFDIR:
        return "a folder";
    case S_IFIFO:
        return "a pipe";
    case S_IFSOCK:
        return "a socket";
    default:
        return "a device";
    }
}

Error not_a_file(mode_t mode, const std::string& path) {
    std::string sentence = path + " is " + std::string(kind_of(mode)) + ", not a file";
    if (!S_ISDIR(mode)) {
        sentence += "; what another program writes can be given as - (standard input)";
    }
    return {ErrorCode::invalid_input, std::move(sentence)};
}

} // namespace

Error file_error(int number, const std::string& path) {
    const std::string why = std::error_code(number, std::generic_category()).message();
    if (number == ENOENT || number == ENOTDIR) {
        return {ErrorCode::not_found, "there is no file " + path};
    }
    if (number == EISDIR) {
        return not_a_file(S_IFDIR, path);
    }
    return {ErrorCode::io, path + " could not be read: " + why};
}

Result<ForeignFile> ForeignFile::open(const std::string& path) {
    const int number = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    const int error = errno;
    struct stat status{};
    if (number < 0) {
        const bool is_other = ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
        return std::unexpected(is_other ? not_a_file(status.st_mode, path)
                                        : file_error(error, path));
    }
    ForeignFile file(number);
    if (::fstat(number, &status) != 0) {
        return std::unexpected(file_error(errno, path));
    }
    if (!S_ISREG(status.st_mode)) {
        return std::unexpected(not_a_file(status.st_mode, path));
    }
    return file;
}

ForeignFile::~ForeignFile() {
    if (number_ >= 0) {
        ::close(number_);
    }
}

} // namespace sotto::app
