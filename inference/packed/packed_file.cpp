#include "inference/packed/packed_file.h"

#include "inference/files/checksum.h"
#include "inference/packed/packed_format.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <format>
#include <memory>
#include <optional>
#include <system_error>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHugePageBytes = std::size_t{2}
                                       << 20U; // on x86-64 and arm64 with 4 KiB pages

std::unexpected<Error> damaged(const char* what) {
    return fail(ErrorCode::corrupt_data, std::string("The packed weights ") + what + ".");
}

// An open packed file with a valid header and table.
struct CheckedFile {
    InputFile file;
    PackedHeader header;
    PackedTable table;
};

Result<CheckedFile> open_checked(const fs::path& path) {
    auto file = InputFile::open(path);
    if (!file) {
        return std::unexpected(file.error());
    }
    std::array<std::byte, kPackedPageBytes> page{};
    if (file->bytes() < page.size()) {
        return damaged("are truncated");
    }
    if (auto read = file->read_at(0, page); !read) {
        return std::unexpected(read.error());
    }
    const auto header = read_header(page);
    if (!header) {
        return std::unexpected(header.error());
    }
    if (header->file_bytes != file->bytes() || header->table_begin > file->bytes()) {
        return damaged("have changed in size");
    }
    std::vector<std::byte> bytes(file->bytes() - header->table_begin);
    if (auto read = file->read_at(header->table_begin, bytes); !read) {
        return std::unexpected(read.error());
    }
    if (xxh3_64(bytes) != header->table_checksum) {
        return damaged("have a damaged table");
    }
    return read_table(bytes, header->table_begin).transform([&](PackedTable table) {
        return CheckedFile{*std::move(file), *header, std::move(table)};
    });
}

Status verify_entry(const InputFile& file, const PackedTable::Entry& entry) {
    std::vector<std::byte> part(std::min<std::uint64_t>(entry.bytes, kPackedPartBytes));
    std::vector<std::uint64_t> checksums;
    for (std::uint64_t done = 0; done < entry.bytes; done += part.size()) {
        part.resize(std::min<std::uint64_t>(entry.bytes - done, kPackedPartBytes));
        if (auto read = file.read_at(entry.begin + done, part); !read) {
            return read;
        }
        checksums.push_back(xxh3_64(part));
    }
    return checksum_of_parts(checksums) == entry.blob.checksum ? Status()
                                                               : damaged("have a damaged matrix");
}

Status verify_content(const CheckedFile& checked) {
    for (const PackedTable::Entry& entry : checked.table.entries) {
        if (auto verified = verify_entry(checked.file, entry); !verified) {
            return verified;
        }
    }
    return {};
}

bool has_sealed_time(const CheckedFile& checked) {
    struct stat state{};
    return ::fstat(checked.file.descriptor(), &state) == 0 &&
           state.st_mtim.tv_sec == checked.header.sealed_seconds && state.st_mtim.tv_nsec == 0;
}

// So that the next start need not read all of it. Failure only costs time.
void seal_again(const CheckedFile& checked) {
    const timespec sealed{.tv_sec = checked.header.sealed_seconds, .tv_nsec = 0};
    const std::array<timespec, 2> times{sealed, sealed};
    static_cast<void>(::futimens(checked.file.descriptor(), times.data()));
}

std::unexpected<Error> cannot_map() {
    const int error_number = errno;
    return fail(error_number == ENOMEM ? ErrorCode::out_of_memory : ErrorCode::io,
                std::format("The packed weights cannot be mapped: {}.",
                            std::generic_category().message(error_number)));
}

// Maps a file aligned to a huge page, in huge pages where file system and kernel support them:
// every token reads all of it, with a TLB miss for each 2 MiB instead of each 4 KiB.
Result<const std::byte*> map_in_huge_pages(int file, std::size_t bytes) {
    const std::size_t room = bytes + kHugePageBytes;
    void* const reserved =
        ::mmap(nullptr, room, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (reserved == MAP_FAILED) {
        return cannot_map();
    }
    void* aligned = reserved;
    std::size_t left = room;
    std::align(kHugePageBytes, bytes, aligned, left);
    void* const mapped = ::mmap(aligned, bytes, PROT_READ, MAP_SHARED | MAP_FIXED, file, 0);
    if (mapped == MAP_FAILED) {
        auto error = cannot_map();
        ::munmap(reserved, room);
        return error;
    }
    auto* const begin = static_cast<std::byte*>(mapped);
    const std::size_t end = page_aligned(bytes);
    if (begin != reserved) {
        ::munmap(reserved, room - left);
    }
    ::munmap(begin + end, left - end);
    ::madvise(begin, bytes, MADV_HUGEPAGE);
    return begin;
}

} // namespace

Result<std::shared_ptr<const PackedFile>> PackedFile::open(const fs::path& path,
                                                           std::string_view source) {
    auto checked = open_checked(path);
    if (!checked) {
        return std::unexpected(checked.error());
    }
    if (checked->table.source != source) {
        return fail(ErrorCode::model_mismatch, "The packed weights are of another model.");
    }
    if (!has_sealed_time(*checked)) {
        if (auto verified = verify_content(*checked); !verified) {
            return std::unexpected(verified.error());
        }
        seal_again(*checked);
    }
    const auto bytes = static_cast<std::size_t>(checked->file.bytes());
    const auto mapping = map_in_huge_pages(checked->file.descriptor(), bytes);
    if (!mapping) {
        return std::unexpected(mapping.error());
    }
    const std::span all(*mapping, bytes);
    std::vector<PackedBlob> matrices;
    for (PackedTable::Entry& entry : checked->table.entries) {
        entry.blob.bytes = all.subspan(entry.begin, entry.bytes);
        matrices.push_back(std::move(entry.blob));
    }
    return std::shared_ptr<const PackedFile>(
        new PackedFile(all.data(), bytes, std::move(matrices)));
}

Result<std::string> PackedFile::owner_of(const fs::path& path) {
    return open_checked(path).transform([](const CheckedFile& file) { return file.table.owner; });
}

Status PackedFile::verify(const fs::path& path) {
    return open_checked(path).and_then(verify_content);
}

PackedFile::~PackedFile() {
    ::munmap(const_cast<std::byte*>(mapping_), bytes_);
}

const PackedBlob* PackedFile::find(std::string_view name, std::uint64_t layout) const {
    const auto found = std::ranges::find_if(matrices_, [&](const PackedBlob& blob) {
        return blob.name == name && blob.layout == layout;
    });
    return found != matrices_.end() ? &*found : nullptr;
}

} // namespace sotto::inference
