#pragma once

#include "app/extract/protocol/extraction.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// A ZIP archive in memory. It is refused if it has more than 10,000 files, more than 256 MiB
/// unpacked, a compression ratio above 100 (in total, or of a file that is read), a path that leads
/// outside, or a link; unpacking stops when a file is larger than its header says. Nested archives
/// are never opened. Lifetime: `bytes` outlive it.
class ZipArchive {
public:
    /// Errors: damaged, forbidden.
    [[nodiscard]] static std::expected<ZipArchive, Refusal> open(std::string_view bytes);

    /// The paths of the files, with slashes.
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
    /// Whether there is a file with this path, without regard to ASCII case.
    [[nodiscard]] bool contains(std::string_view name) const;
    [[nodiscard]] bool has_locked_files() const { return has_locked_files_; }

    /// The content of a file. Errors: damaged (missing or incomplete), locked, forbidden.
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

/// Resolves `target` relative to the folder of `file`, without "." and ".."; empty when it leads
/// outside the archive.
[[nodiscard]] std::string resolve_path(std::string_view file, std::string_view target);

} // namespace sotto::extract
