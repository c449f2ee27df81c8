#include "core/system_error.h"
#include "inference/files/checksum.h"
#include "inference/packed/packed_file.h"
#include "inference/packed/packed_format.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <format>
#include <system_error>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;

// A unique temporary name, also among other processes and killed ones.
fs::path draft_name(const fs::path& path) {
    static std::atomic<unsigned> n_drafts = 0;
    const auto now = std::chrono::system_clock::now().time_since_epoch().count();
    return path.parent_path() /
           std::format("{}.{}-{}-{}.draft", path.filename().string(), ::getpid(), n_drafts++, now);
}

// Locks the temporary file, so that clean_packed_folder() leaves it alone. False when it has
// already been removed.
bool lock_draft(int descriptor) {
    struct stat state{};
    return ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 && ::fstat(descriptor, &state) == 0 &&
           state.st_nlink > 0;
}

std::unexpected<Error> system_error(const char* what) {
    return fail(code_of_errno(errno),
                std::format("{}: {}.", what, std::generic_category().message(errno)));
}

Status check_free_space(const fs::path& folder, std::uint64_t bytes) {
    std::error_code error;
    const fs::space_info space = fs::space(folder, error);
    // A tenth more, so as not to fill the disk completely.
    if (!error && space.available < bytes + bytes / 10) {
        return fail(ErrorCode::out_of_space, "There is not enough free space for packed weights.");
    }
    return {};
}

} // namespace

PackedFileWriter::PackedFileWriter(fs::path path, fs::path draft, OutputFile file,
                                   std::string_view source, std::string_view owner)
    : path_(std::move(path)), draft_(std::move(draft)), file_(std::move(file)), source_(source),
      owner_(owner), end_(kPackedPageBytes) {}

Result<PackedFileWriter> PackedFileWriter::create(const fs::path& path, std::string_view source,
                                                  std::string_view owner,
                                                  std::uint64_t expected_bytes) {
    if (auto checked = check_free_space(path.parent_path(), expected_bytes); !checked) {
        return std::unexpected(checked.error());
    }
    // The file may be removed before it is locked; retry a few times.
    constexpr int kMaxAttempts = 5;
    for (int i = 0; i < kMaxAttempts; ++i) {
        const fs::path draft = draft_name(path);
        auto file = OutputFile::create(draft);
        if (!file) {
            return std::unexpected(file.error());
        }
        PackedFileWriter writer(path, draft, *std::move(file), source, owner);
        if (!lock_draft(writer.file_.descriptor())) {
            continue;
        }
        if (auto kept = writer.file_.preallocate(expected_bytes); !kept) {
            return std::unexpected(kept.error());
        }
        return writer;
    }
    return fail(ErrorCode::io, "The packed weights cannot be locked.");
}

PackedFileWriter::~PackedFileWriter() {
    if (!draft_.empty()) {
        std::error_code ignored;
        fs::remove(draft_, ignored);
    }
}

Status PackedFileWriter::add(PackedBlob blob) {
    std::vector<std::uint64_t> checksums;
    for (std::size_t done = 0; done < blob.bytes.size(); done += kPackedPartBytes) {
        const auto size = std::min(blob.bytes.size() - done, kPackedPartBytes);
        checksums.push_back(xxh3_64(blob.bytes.subspan(done, size)));
    }
    blob.checksum = checksum_of_parts(checksums);
    if (auto written = file_.write_at(end_, blob.bytes); !written) {
        return written;
    }
    const auto begin = end_;
    end_ = page_aligned(begin + blob.bytes.size());
    matrices_.emplace_back(std::move(blob), begin);
    return {};
}

Status PackedFileWriter::finish() {
    PackedTable table{source_, owner_, {}};
    for (auto& [blob, begin] : matrices_) {
        table.entries.push_back({blob, begin, blob.bytes.size()});
    }
    const auto bytes = write_table(table);
    // Whole, even seconds, which every file system can store.
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(
        std::chrono::system_clock::now().time_since_epoch());
    const PackedHeader header{.file_bytes = end_ + bytes.size(),
                              .table_begin = end_,
                              .table_checksum = xxh3_64(bytes),
                              .sealed_seconds = now.count() / 2 * 2};
    const timespec sealed{.tv_sec = header.sealed_seconds, .tv_nsec = 0};
    const std::array<timespec, 2> times{sealed, sealed};
    if (auto written = file_.write_at(end_, bytes); !written) {
        return written;
    }
    if (auto written = file_.write_at(0, write_header(header)); !written) {
        return written;
    }
    // Frees preallocated space that was not used.
    if (::ftruncate(file_.descriptor(), static_cast<off_t>(header.file_bytes)) != 0 ||
        ::futimens(file_.descriptor(), times.data()) != 0) {
        return system_error("The packed weights cannot be sealed");
    }
    if (auto synced = file_.sync(); !synced) {
        return synced;
    }
    std::error_code error;
    fs::rename(draft_, path_, error);
    if (error) {
        return fail(ErrorCode::io,
                    std::format("The packed weights cannot be renamed: {}.", error.message()));
    }
    draft_.clear();
    return sync_folder(path_.parent_path());
}

bool remove_packed_draft(const fs::path& path) {
    if (path.extension() != ".draft") {
        return false;
    }
    const int lock = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (lock < 0) {
        return false;
    }
    std::error_code ignored;
    const bool is_left = ::flock(lock, LOCK_EX | LOCK_NB) == 0;
    const bool is_removed = is_left && fs::remove(path, ignored);
    ::close(lock);
    return is_removed;
}

} // namespace sotto::inference
