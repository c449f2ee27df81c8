#include "inference/import/file_copier.h"

#include "inference/files/output_file.h"
#include "inference/files/quoted_name.h"
#include "inference/files/sha256.h"

#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <format>
#include <utility>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPartBytes = std::size_t{1} << 20U;

// Makes a reflink; returns whether it succeeded.
bool clone(const FileRange& from, const OutputFile& to) {
    return !from.path.empty() && ::ioctl(to.descriptor(), FICLONE, from.file->descriptor()) == 0;
}

// Makes a hard link; returns whether it succeeded. The path may lead to another file than when it
// was opened.
bool link_to(const FileRange& from, const fs::path& to) {
    if (from.path.empty() || ::link(from.path.c_str(), to.c_str()) != 0) {
        return false;
    }
    struct stat opened{};
    struct stat linked{};
    const bool is_same = ::fstat(from.file->descriptor(), &opened) == 0 &&
                         ::lstat(to.c_str(), &linked) == 0 && opened.st_dev == linked.st_dev &&
                         opened.st_ino == linked.st_ino;
    // A linked file must be as durable as a written one.
    if (is_same && ::fsync(from.file->descriptor()) == 0) {
        return true;
    }
    ::unlink(to.c_str());
    return false;
}

} // namespace

Status FileCopier::read_verified(const FileRange& from, const Manifest::File& file,
                                 const Sink& sink) {
    Sha256 hash;
    for (std::uint64_t at = 0; at < from.bytes;) {
        if (stop_.stop_requested()) {
            return fail(ErrorCode::cancelled, "It was stopped.");
        }
        buffer_.resize(
            static_cast<std::size_t>(std::min<std::uint64_t>(kPartBytes, from.bytes - at)));
        const Status moved =
            from.file->read_at(from.offset + at, buffer_).and_then([&] { return sink(buffer_); });
        if (!moved) {
            return moved;
        }
        hash.add(buffer_);
        at += buffer_.size();
        done_ += buffer_.size();
        if (progress_) {
            progress_(what_, static_cast<std::int64_t>(done_), static_cast<std::int64_t>(total_));
        }
    }
    if (hash.finish() != file.sha256) {
        return fail(ErrorCode::corrupt_data,
                    std::format("The file {} does not match the manifest: it was changed or "
                                "damaged.",
                                quoted_name(file.name)));
    }
    return {};
}

Status FileCopier::copy(const FileRange& from, const Manifest::File& file, const fs::path& folder) {
    auto to = OutputFile::create(folder / file.name);
    if (!to) {
        return std::unexpected(to.error());
    }
    if (clone(from, *to)) {
        // Verify the clone: the original may change meanwhile.
        const auto cloned = InputFile::open(folder / file.name);
        if (!cloned) {
            return std::unexpected(cloned.error());
        }
        return read_verified({&*cloned, 0, cloned->bytes(), {}}, file,
                             [](auto) { return Status(); })
            .and_then([&] { return to->finish(); });
    }
    std::uint64_t at = 0;
    return read_verified(from, file,
                         [&](std::span<const std::byte> part) {
                             const std::uint64_t offset = std::exchange(at, at + part.size());
                             return to->write_at(offset, part);
                         })
        .and_then([&] { return to->finish(); });
}

Result<bool> FileCopier::link(const FileRange& from, const Manifest::File& file,
                              const fs::path& folder) {
    if (!link_to(from, folder / file.name)) {
        return false;
    }
    return read_verified(from, file, [](auto) { return Status(); }).transform([] { return true; });
}

} // namespace sotto::inference
