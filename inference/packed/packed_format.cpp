#include "inference/packed/packed_format.h"

#include "inference/files/checksum.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace sotto::inference {

namespace {

constexpr std::array kMagic{'S', 'O', 'T', 'T', 'O', 'P', 'K', 'D'};
constexpr std::uint32_t kVersion = 1;
constexpr std::uint32_t kByteOrder = 0x01020304; // differs in the other byte order
constexpr std::size_t kChecksumAt = kPackedPageBytes - sizeof(std::uint64_t);
constexpr std::size_t kMaxRows = std::size_t{1} << 32U;

std::unexpected<Error> damaged(const char* what) {
    return fail(ErrorCode::corrupt_data, std::string("The packed weights ") + what + ".");
}

class Writer {
public:
    template <class Number>
        requires std::is_arithmetic_v<Number>
    void number(Number value) {
        const auto bytes = std::bit_cast<std::array<std::byte, sizeof value>>(value);
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }
    void text(std::string_view text) {
        number(static_cast<std::uint32_t>(text.size()));
        const auto bytes = std::as_bytes(std::span(text));
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }
    [[nodiscard]] std::vector<std::byte> take() { return std::move(bytes_); }

private:
    std::vector<std::byte> bytes_;
};

// Parses what Writer wrote; reads zeros beyond the end and remembers it.
class Reader {
public:
    explicit Reader(std::span<const std::byte> bytes) : bytes_(bytes) {}

    template <class Number>
    Number number() {
        Number value = 0;
        if (const auto from = take(sizeof value); !from.empty()) {
            std::memcpy(&value, from.data(), sizeof value);
        }
        return value;
    }
    std::string text() {
        const auto from = take(number<std::uint32_t>());
        return {reinterpret_cast<const char*>(from.data()), from.size()};
    }
    [[nodiscard]] bool is_whole() const { return is_whole_; }
    [[nodiscard]] bool is_at_end() const { return bytes_.empty(); }

private:
    std::span<const std::byte> take(std::size_t count) {
        is_whole_ = is_whole_ && count <= bytes_.size();
        if (!is_whole_) {
            return {};
        }
        const auto taken = bytes_.first(count);
        bytes_ = bytes_.subspan(count);
        return taken;
    }

    std::span<const std::byte> bytes_;
    bool is_whole_ = true;
};

PackedTable::Entry read_entry(Reader& reader) {
    PackedTable::Entry entry;
    entry.blob.name = reader.text();
    entry.blob.layout = reader.number<std::uint64_t>();
    entry.blob.dtype = static_cast<MatrixDtype>(reader.number<std::uint32_t>());
    entry.blob.rows = reader.number<std::uint64_t>();
    entry.blob.cols = reader.number<std::uint64_t>();
    entry.blob.checksum = reader.number<std::uint64_t>();
    entry.begin = reader.number<std::uint64_t>();
    entry.bytes = reader.number<std::uint64_t>();
    return entry;
}

bool is_plausible(const PackedTable::Entry& entry, std::uint64_t end) {
    return static_cast<std::size_t>(entry.blob.dtype) < kMatrixDtypes &&
           entry.blob.rows <= kMaxRows && entry.blob.cols <= kMaxRows &&
           entry.begin >= kPackedPageBytes && entry.begin % kPackedPageBytes == 0 &&
           entry.begin <= end && entry.bytes <= end - entry.begin;
}

} // namespace

std::array<std::byte, kPackedPageBytes> write_header(const PackedHeader& header) {
    Writer writer;
    for (const char letter : kMagic) {
        writer.number(letter);
    }
    writer.number(kVersion);
    writer.number(kByteOrder);
    writer.number(header.file_bytes);
    writer.number(header.table_begin);
    writer.number(header.table_checksum);
    writer.number(header.sealed_seconds);
    std::array<std::byte, kPackedPageBytes> page{};
    std::ranges::copy(writer.take(), page.begin());
    const std::uint64_t checksum = xxh3_64(std::span(page).first(kChecksumAt));
    std::memcpy(page.data() + kChecksumAt, &checksum, sizeof checksum);
    return page;
}

Result<PackedHeader> read_header(std::span<const std::byte, kPackedPageBytes> page) {
    Reader reader(page);
    std::array<char, kMagic.size()> magic{};
    for (char& letter : magic) {
        letter = reader.number<char>();
    }
    const auto version = reader.number<std::uint32_t>();
    const auto order = reader.number<std::uint32_t>();
    if (magic != kMagic || version != kVersion || order != kByteOrder) {
        return damaged("are of another version");
    }
    std::uint64_t checksum = 0;
    std::memcpy(&checksum, page.data() + kChecksumAt, sizeof checksum);
    if (checksum != xxh3_64(page.first<kChecksumAt>())) {
        return damaged("have a damaged header");
    }
    PackedHeader header;
    header.file_bytes = reader.number<std::uint64_t>();
    header.table_begin = reader.number<std::uint64_t>();
    header.table_checksum = reader.number<std::uint64_t>();
    header.sealed_seconds = reader.number<std::int64_t>();
    return header;
}

std::vector<std::byte> write_table(const PackedTable& table) {
    Writer writer;
    writer.text(table.source);
    writer.text(table.owner);
    writer.number(static_cast<std::uint32_t>(table.entries.size()));
    for (const auto& [blob, begin, bytes] : table.entries) {
        writer.text(blob.name);
        writer.number(blob.layout);
        writer.number(static_cast<std::uint32_t>(blob.dtype));
        writer.number(std::uint64_t{blob.rows});
        writer.number(std::uint64_t{blob.cols});
        writer.number(blob.checksum);
        writer.number(begin);
        writer.number(bytes);
    }
    return writer.take();
}

Result<PackedTable> read_table(std::span<const std::byte> bytes, std::uint64_t end) {
    Reader reader(bytes);
    PackedTable table{reader.text(), reader.text(), {}};
    const auto count = reader.number<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && reader.is_whole(); ++i) {
        table.entries.push_back(read_entry(reader));
        if (!is_plausible(table.entries.back(), end)) {
            return damaged("have a matrix outside the file");
        }
    }
    if (!reader.is_whole() || !reader.is_at_end()) {
        return damaged("have a table of another size");
    }
    return table;
}

std::uint64_t checksum_of_parts(std::span<const std::uint64_t> parts) {
    return xxh3_64(std::as_bytes(parts));
}

} // namespace sotto::inference
