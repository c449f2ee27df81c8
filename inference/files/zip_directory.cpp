#include "inference/files/zip_directory.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::inference {

namespace {

constexpr std::uint32_t kEndMark = 0x0605'4B50;
constexpr std::uint32_t kEnd64Mark = 0x0606'4B50;
constexpr std::uint32_t kLocator64Mark = 0x0706'4B50;
constexpr std::uint32_t kEntryMark = 0x0201'4B50;
constexpr std::uint32_t kFileMark = 0x0403'4B50;
constexpr std::uint64_t kEndBytes = 22;
constexpr std::uint64_t kEnd64Bytes = 56;
constexpr std::uint64_t kLocator64Bytes = 20;
constexpr std::uint64_t kEntryBytes = 46;
constexpr std::uint64_t kFileBytes = 30;
constexpr std::uint64_t kMaxCommentBytes = 65'535;
constexpr std::uint64_t kMaxEntries = 65'536;
constexpr std::uint64_t kMaxDirectoryBytes = std::uint64_t{16} << 20U;
constexpr std::uint32_t kIn64 = 0xFFFF'FFFF; // the value is in the ZIP64 extra field

std::unexpected<Error> damaged() {
    return fail(ErrorCode::corrupt_data, "The archive is damaged or truncated.");
}

/// A little-endian number; `bytes` must be long enough.
template <class Number>
Number at(std::string_view bytes, std::size_t offset) {
    Number number{};
    std::memcpy(&number, bytes.data() + offset, sizeof number);
    return number;
}

Result<std::string> read_part(const InputFile& file, std::uint64_t offset, std::uint64_t bytes) {
    if (offset > file.bytes() || bytes > file.bytes() - offset) {
        return damaged();
    }
    std::string part(static_cast<std::size_t>(bytes), '\0');
    if (auto read = file.read_at(offset, std::as_writable_bytes(std::span(part))); !read) {
        return std::unexpected(read.error());
    }
    return part;
}

/// Position of the central directory.
struct Place {
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    std::uint64_t count = 0;
};

Result<Place> place_in_64(const InputFile& file, std::uint64_t locator_offset) {
    const auto locator = read_part(file, locator_offset, kLocator64Bytes);
    if (!locator || at<std::uint32_t>(*locator, 0) != kLocator64Mark) {
        return damaged();
    }
    const auto end = read_part(file, at<std::uint64_t>(*locator, 8), kEnd64Bytes);
    if (!end || at<std::uint32_t>(*end, 0) != kEnd64Mark) {
        return damaged();
    }
    return Place{.offset = at<std::uint64_t>(*end, 48),
                 .bytes = at<std::uint64_t>(*end, 40),
                 .count = at<std::uint64_t>(*end, 32)};
}

Result<Place> find_list(const InputFile& file) {
    const std::uint64_t tail_bytes = std::min(file.bytes(), kEndBytes + kMaxCommentBytes);
    const std::uint64_t tail_offset = file.bytes() - tail_bytes;
    const auto tail = read_part(file, tail_offset, tail_bytes);
    if (!tail) {
        return std::unexpected(tail.error());
    }
    // The end-of-central-directory record whose comment ends at the end of the file.
    for (std::size_t from = tail->size(); from-- > 0;) {
        if (tail->size() - from < kEndBytes || at<std::uint32_t>(*tail, from) != kEndMark ||
            from + kEndBytes + at<std::uint16_t>(*tail, from + 20) != tail->size()) {
            continue;
        }
        const Place place{.offset = at<std::uint32_t>(*tail, from + 16),
                          .bytes = at<std::uint32_t>(*tail, from + 12),
                          .count = at<std::uint16_t>(*tail, from + 10)};
        const std::uint64_t end_offset = tail_offset + from;
        const bool is_in_64 =
            place.offset == kIn64 || place.bytes == kIn64 || place.count == 0xFFFF;
        if (!is_in_64) {
            return place;
        }
        return end_offset < kLocator64Bytes ? damaged()
                                            : place_in_64(file, end_offset - kLocator64Bytes);
    }
    return fail(ErrorCode::corrupt_data, "The file is not an archive, or it is truncated.");
}

/// A central directory entry.
struct Listed {
    std::string_view name;
    std::uint64_t bytes = 0;
    std::uint64_t stored_bytes = 0;
    std::uint64_t header_offset = 0;
};

/// Reads sizes and offset from the ZIP64 extra field where 32 bits do not suffice.
bool read_extension(std::string_view extra, Listed& listed) {
    constexpr std::uint16_t kExtensionId = 1;
    while (extra.size() >= 4) {
        const auto size = at<std::uint16_t>(extra, 2);
        if (size > extra.size() - 4) {
            return false;
        }
        std::string_view body = extra.substr(4, size);
        if (at<std::uint16_t>(extra, 0) == kExtensionId) {
            for (std::uint64_t* number :
                 {&listed.bytes, &listed.stored_bytes, &listed.header_offset}) {
                if (*number != kIn64) {
                    continue;
                }
                if (body.size() < sizeof *number) {
                    return false;
                }
                *number = at<std::uint64_t>(body, 0);
                body.remove_prefix(sizeof *number);
            }
        }
        extra.remove_prefix(4 + std::size_t{size});
    }
    return true;
}

/// Removes the first entry of the list and returns it.
Result<Listed> next_entry(std::string_view& list) {
    constexpr std::uint16_t kEncrypted = 1;
    if (list.size() < kEntryBytes || at<std::uint32_t>(list, 0) != kEntryMark) {
        return damaged();
    }
    const std::size_t name_bytes = at<std::uint16_t>(list, 28);
    const std::size_t extra_bytes = at<std::uint16_t>(list, 30);
    const std::size_t whole = kEntryBytes + name_bytes + extra_bytes + at<std::uint16_t>(list, 32);
    if (whole > list.size()) {
        return damaged();
    }
    Listed listed{.name = list.substr(kEntryBytes, name_bytes),
                  .bytes = at<std::uint32_t>(list, 24),
                  .stored_bytes = at<std::uint32_t>(list, 20),
                  .header_offset = at<std::uint32_t>(list, 42)};
    if ((at<std::uint16_t>(list, 8) & kEncrypted) != 0 || at<std::uint16_t>(list, 10) != 0) {
        return fail(ErrorCode::unsupported, "The archive is compressed or encrypted.");
    }
    if (!read_extension(list.substr(kEntryBytes + name_bytes, extra_bytes), listed) ||
        listed.bytes != listed.stored_bytes) {
        return damaged();
    }
    list.remove_prefix(whole);
    return listed;
}

Result<ZipEntry> content_of(const InputFile& file, const Listed& listed) {
    const auto header = read_part(file, listed.header_offset, kFileBytes);
    if (!header) {
        return std::unexpected(header.error());
    }
    if (at<std::uint32_t>(*header, 0) != kFileMark) {
        return damaged();
    }
    const std::uint64_t offset = listed.header_offset + kFileBytes +
                                 at<std::uint16_t>(*header, 26) + at<std::uint16_t>(*header, 28);
    if (offset > file.bytes() || listed.bytes > file.bytes() - offset) {
        return damaged();
    }
    return ZipEntry{.offset = offset, .bytes = listed.bytes};
}

bool overlap(const ZipDirectory& directory) {
    std::vector<ZipEntry> entries;
    for (const auto& [name, entry] : directory) {
        entries.push_back(entry);
    }
    std::ranges::sort(entries, {}, &ZipEntry::offset);
    return std::ranges::adjacent_find(entries, [](const ZipEntry& one, const ZipEntry& next) {
               return one.offset + one.bytes > next.offset;
           }) != entries.end();
}

} // namespace

Result<ZipDirectory> read_zip_directory(const InputFile& file) {
    const auto place = find_list(file);
    if (!place) {
        return std::unexpected(place.error());
    }
    if (place->count > kMaxEntries || place->bytes > kMaxDirectoryBytes) {
        return fail(ErrorCode::corrupt_data, "The archive claims more files than any model has.");
    }
    const auto list = read_part(file, place->offset, place->bytes);
    if (!list) {
        return std::unexpected(list.error());
    }
    ZipDirectory directory;
    std::string_view rest = *list;
    for (std::uint64_t i = 0; i < place->count; ++i) {
        const auto listed = next_entry(rest);
        if (!listed) {
            return std::unexpected(listed.error());
        }
        const auto entry = content_of(file, *listed);
        if (!entry) {
            return std::unexpected(entry.error());
        }
        if (!directory.emplace(listed->name, *entry).second) {
            return fail(ErrorCode::corrupt_data, "The archive has two files of the same name.");
        }
    }
    if (!rest.empty() || overlap(directory)) {
        return damaged();
    }
    return directory;
}

} // namespace sotto::inference
