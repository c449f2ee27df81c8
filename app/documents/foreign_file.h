#pragma once

#include "core/error.h"

#include <string>
#include <utility>

namespace sotto::app {

/// A file that somebody gave us, open for reading. Closes it.
class ForeignFile {
public:
    /// Opens regular files only, and never waits: nobody may ever write to a named pipe, and a
    /// device may never end. Errors: not_found, io, invalid_input (a folder, pipe, device or
    /// socket).
    [[nodiscard]] static Result<ForeignFile> open(const std::string& path);

    ~ForeignFile();
    ForeignFile(ForeignFile&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    ForeignFile(const ForeignFile&) = delete;
    ForeignFile& operator=(const ForeignFile&) = delete;
    ForeignFile& operator=(ForeignFile&&) = delete;

    [[nodiscard]] int number() const { return number_; }

private:
    explicit ForeignFile(int number) : number_(number) {}
    int number_;
};

/// The error for a file that could not be read, from errno.
[[nodiscard]] Error file_error(int number, const std::string& path);

} // namespace sotto::app
