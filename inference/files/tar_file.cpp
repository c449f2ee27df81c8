#include "inference/files/tar_file.h"

#include "inference/files/quoted_name.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <format>
#include <optional>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::size_t kBlock = 512;
constexpr std::size_t kEndBlocks = 2;
constexpr std::uint64_t kMaxFileBytes = (std::uint64_t{1} << 33U) - 1; // eleven octal digits

/// The header's fields in the file.
struct Header {
    std::array<char, 100> name;
    std::array<char, 8> mode;
    std::array<char, 8> owner;
    std::array<char, 8> group;
    std::array<char, 12> size;
    std::array<char, 12> changed;
    std::array<char, 8> sum;
    char type;
    std::array<char, 100> link;
    std::array<char, 6> magic;
    std::array<char, 2> version;
    std::array<char, 32> owner_name;
    std::array<char, 32> group_name;
    std::array<char, 8> major;
    std::array<char, 8> minor;
    std::array<char, 155> prefix;
    std::array<char, 12> rest;
};
static_assert(sizeof(Header) == kBlock);
constexpr std::string_view kMagic{"ustar", 5}; // followed by a zero (POSIX) or spaces (GNU)

std::uint64_t in_blocks(std::uint64_t bytes) {
    return (bytes + kBlock - 1) / kBlock * kBlock;
}

/// The text of a field up to its first zero.
template <std::size_t N>
std::string text_of(const std::array<char, N>& field) {
    return {field.begin(), std::ranges::find(field, '\0')};
}

template <std::size_t N>
std::optional<std::uint64_t> octal_of(const std::array<char, N>& field) {
    std::string digits = text_of(field);
    while (digits.ends_with(' ')) {
        digits.pop_back();
    }
    digits.erase(0, std::min(digits.find_first_not_of(' '), digits.size()));
    std::uint64_t value = 0;
    const char* const end = digits.data() + digits.size();
    const auto parsed = std::from_chars(digits.data(), end, value, 8);
    return !digits.empty() && parsed.ec == std::errc() && parsed.ptr == end ? std::optional(value)
                                                                            : std::nullopt;
}

/// Zero-padded octal digits with a final zero byte.
template <std::size_t N>
void set_octal(std::array<char, N>& field, std::uint64_t value) {
    const std::string digits = std::format("{:0{}o}", value, N - 1);
    std::ranges::copy(digits, field.begin());
}

/// The checksum of a header, with its own field counted as spaces.
std::uint64_t sum_of(Header header) {
    header.sum.fill(' ');
    std::array<unsigned char, kBlock> bytes{};
    std::memcpy(bytes.data(), &header, kBlock);
    std::uint64_t sum = 0;
    for (const unsigned char byte : bytes) {
        sum += byte;
    }
    return sum;
}

std::unexpected<Error> damaged(std::string_view what) {
    return fail(ErrorCode::corrupt_data, std::format("The archive is damaged: {}.", what));
}

std::unexpected<Error> unsupported(const std::string& name, std::string_view what) {
    return fail(ErrorCode::unsupported, std::format("The archive holds {}, {}; a bundle is plain "
                                                    "files in one folder.",
                                                    quoted_name(name), what));
}

bool is_plain_name(std::string_view name) {
    return !name.empty() && name != "." && name != ".." &&
           name.find_first_of(std::string_view("/\\\0", 3)) == std::string_view::npos;
}

/// Folder and name of FOLDER/NAME; nothing for any other path.
std::optional<std::pair<std::string, std::string>> split_path(const std::string& path) {
    const auto slash = path.find('/');
    if (slash == std::string::npos) {
        return std::nullopt;
    }
    std::pair parts{path.substr(0, slash), path.substr(slash + 1)};
    return is_plain_name(parts.first) && is_plain_name(parts.second) ? std::optional(parts)
                                                                     : std::nullopt;
}

std::string path_of(const Header& header) {
    const std::string prefix = text_of(header.prefix);
    return (prefix.empty() ? "" : prefix + "/") + text_of(header.name);
}

/// An entry's size, after checking its header.
Result<std::uint64_t> checked_size(const Header& header, std::uint64_t room) {
    const auto bytes = octal_of(header.size);
    if (octal_of(header.sum) != sum_of(header)) {
        return damaged("a checksum is wrong");
    }
    if (!bytes || *bytes > room) {
        return damaged("a file in it is longer than the archive");
    }
    return *bytes;
}

constexpr char kFile = '0';
constexpr char kOldFile = '\0';
constexpr char kFolder = '5';

} // namespace

bool looks_like_tar(const std::filesystem::path& path) {
    const auto file = InputFile::open(path);
    Header header{};
    return file && file->bytes() >= kBlock &&
           file->read_at(0, std::as_writable_bytes(std::span(&header, 1))).has_value() &&
           std::string_view(header.magic.data(), kMagic.size()) == kMagic;
}

Result<std::vector<TarEntry>> read_tar_directory(const InputFile& file) {
    std::vector<TarEntry> entries;
    std::uint64_t at = 0;
    for (std::size_t n_headers = 0; at + kBlock <= file.bytes(); ++n_headers) {
        Header header{};
        if (auto read = file.read_at(at, std::as_writable_bytes(std::span(&header, 1))); !read) {
            return std::unexpected(read.error());
        }
        if (header.name.front() == '\0') { // the zero blocks at the end
            return entries;
        }
        const std::string path = path_of(header);
        if (n_headers > kMaxTarEntries) {
            return unsupported(path, "and too many files before it");
        }
        at += kBlock;
        const auto bytes = checked_size(header, file.bytes() - at);
        if (!bytes) {
            return std::unexpected(bytes.error());
        }
        if (header.type == kFolder && path.find('/') == path.size() - 1 && *bytes == 0) {
            continue;
        }
        auto parts = split_path(path);
        if ((header.type != kFile && header.type != kOldFile) || !parts) {
            return unsupported(path, "which is not a file in a folder");
        }
        if (!entries.empty() && entries.front().folder != parts->first) {
            return unsupported(path, "which lies in a second folder");
        }
        if (std::ranges::contains(entries, parts->second, &TarEntry::name)) {
            return damaged("a file name occurs twice");
        }
        entries.push_back({std::move(parts->first), std::move(parts->second), at, *bytes});
        at += in_blocks(*bytes);
    }
    return damaged("it is truncated");
}

Status TarWriter::begin(std::string_view folder, std::string_view name, std::uint64_t bytes) {
    Header header{};
    if (name.size() > header.name.size() || folder.size() > header.prefix.size() ||
        bytes > kMaxFileBytes) {
        return fail(ErrorCode::unsupported,
                    std::format("The file {} is too large, or its name too long, for a .tar file; "
                                "export to a folder.",
                                quoted_name(name)));
    }
    constexpr std::uint64_t kReadableByAll = 0644;
    std::ranges::copy(name, header.name.begin());
    std::ranges::copy(folder, header.prefix.begin());
    set_octal(header.mode, kReadableByAll);
    set_octal(header.owner, 0);
    set_octal(header.group, 0);
    set_octal(header.size, bytes);
    set_octal(header.changed, 0);
    header.type = kFile;
    std::ranges::copy(kMagic, header.magic.begin());
    header.version.fill('0');
    set_octal(header.sum, sum_of(header));
    const auto written = file_.write_at(at_, std::as_bytes(std::span(&header, 1)));
    at_ += kBlock;
    return written;
}

Status TarWriter::write(std::span<const std::byte> part) {
    const auto written = file_.write_at(at_, part);
    at_ += part.size();
    return written;
}

Status TarWriter::end() {
    const std::vector<std::byte> zeros(in_blocks(at_) - at_);
    return zeros.empty() ? Status() : write(zeros);
}

Status TarWriter::finish() {
    const std::vector<std::byte> zeros(kEndBlocks * kBlock);
    return write(zeros).and_then([&] { return file_.finish(); });
}

} // namespace sotto::inference
