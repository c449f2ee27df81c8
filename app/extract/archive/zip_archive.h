#pragma once

#include "app/extract/protocol/extraction.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// A ZIP archive in memory, for the documents that are one. It is looked at before it is opened:
/// more than 10,000 files, more than 256 MiB unpacked, more than a hundred bytes out of one (of all
/// together, and of each that is read), a path that leads outside or a link is refused, and a
/// header that lies about sizes gets no further. Archives inside are never opened. Lifetime:
/// `bytes` outlive it.
class ZipArchive {
public:
    /// Errors: damaged, forbidden.
    [[nodiscard]] static std::expected<ZipArchive, Refusal> open(std::string_view bytes);

    /// The files' names, parted by slashes.
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
    /// Whether there is a file of this name, in capital or small letters.
    [[nodiscard]] bool contains(std::string_view name) const;
    [[nodiscard]] bool has_locked_files() const { return has_locked_files_; }

    /// A file's bytes. Errors: damaged (not there, or not whole), locked, forbidden.
    [[nodiscard]] std::expected<std::string, Refusal> read(const std::string& name) const;

private:
    struct Closer {
        void operator()(void* archive) const;
    };
    using Handle = std::unique_ptr<void, Closer>; ///< the library's zip_t

    explicit ZipArchive(Handle archive) : archive_(std::move(archive)) {}
    [[nodiscard]] std::optional<std::uint64_t> index_of(std::string_view name) const;
    [[nodiscard]] std::expected<void, Refusal> look_at_entries(std::size_t archive_bytes);

    Handle archive_;
    std::vector<std::string> names_;
    bool has_locked_files_ = false;
};

/// The path of `target` as a file in the folder of `file` names it, without "." and ".."; empty
/// when it leads outside the archive.
[[nodiscard]] std::string resolve_path(std::string_view file, std::string_view target);

} // namespace sotto::extract
