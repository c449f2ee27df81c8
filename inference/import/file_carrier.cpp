#include "inference/import/file_carrier.h"

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

// Whether the blocks of one file became those of another, too.
bool clone(const FilePart& from, const OutputFile& to) {
    return !from.path.empty() && ::ioctl(to.descriptor(), FICLONE, from.file->descriptor()) == 0;
}

// Whether the open file got this name. What a path leads to may have changed since it was opened.
bool link_to(const FilePart& from, const fs::path& to) {
    if (from.path.empty() || ::link(from.path.c_str(), to.c_str()) != 0) {
        return false;
    }
    struct stat opened{};
    struct stat linked{};
    const bool is_same = ::fstat(from.file->descriptor(), &opened) == 0 &&
                         ::lstat(to.c_str(), &linked) == 0 && opened.st_dev == linked.st_dev &&
                         opened.st_ino == linked.st_ino;
    // What is linked must be as safe on the disk as what is written.
    if (is_same && ::fsync(from.file->descriptor()) == 0) {
        return true;
    }
    ::unlink(to.c_str());
    return false;
}

} // namespace

Status FileCarrier::carry(const FilePart& from, const Manifest::File& file, const Sink& sink) {
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
                    std::format("The file {} is not as the manifest says: it was changed or "
                                "damaged on its way.",
                                quoted_name(file.name)));
    }
    return {};
}

Status FileCarrier::copy(const FilePart& from, const Manifest::File& file, const fs::path& folder) {
    auto to = OutputFile::create(folder / file.name);
    if (!to) {
        return std::unexpected(to.error());
    }
    if (clone(from, *to)) {
        // The clone is what is looked at: the file that it came from may change meanwhile.
        const auto cloned = InputFile::open(folder / file.name);
        if (!cloned) {
            return std::unexpected(cloned.error());
        }
        return carry({&*cloned, 0, cloned->bytes(), {}}, file, [](auto) { return Status(); })
            .and_then([&] { return to->finish(); });
    }
    std::uint64_t at = 0;
    return carry(from, file,
                 [&](std::span<const std::byte> part) {
                     const std::uint64_t offset = std::exchange(at, at + part.size());
                     return to->write_at(offset, part);
                 })
        .and_then([&] { return to->finish(); });
}

Result<bool> FileCarrier::link(const FilePart& from, const Manifest::File& file,
                               const fs::path& folder) {
    if (!link_to(from, folder / file.name)) {
        return false;
    }
    return carry(from, file, [](auto) { return Status(); }).transform([] { return true; });
}

} // namespace sotto::inference
