#include "app/extract/outlook/compound_file.h"

#include "app/extract/outlook/byte_order.h"
#include "app/extract/text/ascii.h"
#include "app/extract/text/charset.h"

#include <algorithm>
#include <utility>

namespace sotto::extract {

namespace {

constexpr std::size_t kHeaderBytes = 512;
constexpr std::size_t kEntryBytes = 128;
constexpr std::uint32_t kLastSector = 0xFFFFFFFAU; ///< greater numbers have meanings of their own
constexpr std::uint32_t kNoEntry = 0xFFFFFFFFU;
constexpr std::size_t kHeaderFatSectors = 109;
constexpr std::uint64_t kMaxReadings = 8;
constexpr unsigned kMiniShift = 6;
constexpr std::uint64_t kMiniLimit = 4'096; ///< smaller streams lie in the mini stream

// An entry as it stands in the file, with its tree.
struct RawEntry {
    CompoundFile::Entry entry;
    std::uint8_t type = 0;
    std::uint32_t left = kNoEntry;
    std::uint32_t right = kNoEntry;
    std::uint32_t child = kNoEntry;
};

RawEntry parse_entry(std::string_view bytes, bool is_long) {
    RawEntry raw;
    const std::size_t name_bytes = std::min<std::size_t>(read_u16(bytes, 64), 64);
    std::u16string name;
    for (std::size_t i = 0; i + 2 < name_bytes; i += 2) { // without the zero at its end
        name += static_cast<char16_t>(read_u16(bytes, i));
    }
    raw.entry.name = to_utf8(name);
    raw.type = static_cast<std::uint8_t>(bytes[66]);
    raw.left = read_u32(bytes, 68);
    raw.right = read_u32(bytes, 72);
    raw.child = read_u32(bytes, 76);
    raw.entry.start = read_u32(bytes, 116);
    raw.entry.size = read_u32(bytes, 120);
    if (is_long) {
        raw.entry.size |= std::uint64_t{read_u32(bytes, 124)} << 32U;
    }
    return raw;
}

std::vector<std::uint32_t> numbers_of(std::string_view bytes) {
    std::vector<std::uint32_t> numbers;
    numbers.reserve(bytes.size() / 4);
    for (std::size_t i = 0; i + 4 <= bytes.size(); i += 4) {
        numbers.push_back(read_u32(bytes, i));
    }
    return numbers;
}

} // namespace

std::expected<CompoundFile, Refusal> CompoundFile::open(std::string_view bytes) {
    CompoundFile file(bytes);
    if (!file.read_header()) {
        return refuse(RefusalKind::damaged, "is damaged: its directory cannot be read");
    }
    return file;
}

bool CompoundFile::read_header() {
    if (bytes_.size() < kHeaderBytes || !bytes_.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) {
        return false;
    }
    sector_shift_ = read_u16(bytes_, 30);
    if (sector_shift_ != 9 && sector_shift_ != 12) {
        return false;
    }
    read_fat(read_u32(bytes_, 68), read_u32(bytes_, 72));
    for (const std::uint32_t number : chain(fat_, read_u32(bytes_, 60))) {
        const auto part = numbers_of(sector(number));
        mini_fat_.insert(mini_fat_.end(), part.begin(), part.end());
    }
    read_entries(read_u32(bytes_, 48));
    if (entries_.empty()) {
        return false;
    }
    mini_stream_ = read_chain(entries_[0].start, entries_[0].size);
    return true;
}

// The sectors of the FAT are listed in the header, then in sectors that form a list.
void CompoundFile::read_fat(std::uint32_t first, std::uint32_t count) {
    std::vector<std::uint32_t> sectors =
        numbers_of(bytes_.substr(76, kHeaderFatSectors * sizeof(std::uint32_t)));
    const std::size_t all = bytes_.size() >> sector_shift_;
    for (std::size_t i = 0; i < std::min<std::size_t>(count, all) && first < kLastSector; ++i) {
        std::vector<std::uint32_t> part = numbers_of(sector(first));
        if (part.empty() || sectors.size() > all + kHeaderFatSectors) {
            break;
        }
        first = part.back();
        part.pop_back();
        sectors.insert(sectors.end(), part.begin(), part.end());
    }
    for (const std::uint32_t number : sectors) {
        if (number < kLastSector && fat_.size() <= all) {
            const auto part = numbers_of(sector(number));
            fat_.insert(fat_.end(), part.begin(), part.end());
        }
    }
}

// The entries of a storage are a binary tree. It is walked without recursion and without order, and
// no entry twice.
void CompoundFile::read_entries(std::uint32_t first) {
    std::vector<RawEntry> raw;
    const bool is_long = sector_shift_ == 12;
    for (const std::uint32_t number : chain(fat_, first)) {
        std::string_view bytes = sector(number);
        for (; bytes.size() >= kEntryBytes && raw.size() < kMaxEntries;
             bytes.remove_prefix(kEntryBytes)) {
            raw.push_back(parse_entry(bytes, is_long));
        }
    }
    if (raw.empty() || raw[0].type != 5) {
        return;
    }
    std::vector<bool> is_taken(raw.size());
    std::vector<std::pair<std::uint32_t, std::uint32_t>> waiting{{0, 0}}; // and its storage
    while (!waiting.empty()) {
        const auto [index, parent] = waiting.back();
        waiting.pop_back();
        if (index >= raw.size() || is_taken[index]) {
            continue;
        }
        is_taken[index] = true;
        RawEntry& entry = raw[index];
        const auto number = static_cast<std::uint32_t>(entries_.size());
        entry.entry.parent = parent;
        entry.entry.is_storage = entry.type == 1 || entry.type == 5;
        waiting.emplace_back(entry.left, parent);
        waiting.emplace_back(entry.right, parent);
        if (entry.entry.is_storage) {
            waiting.emplace_back(entry.child, number);
        }
        entries_.push_back(std::move(entry.entry));
    }
}

std::string_view CompoundFile::sector(std::uint32_t number) const {
    const std::uint64_t begin = (std::uint64_t{number} + 1) << sector_shift_;
    return begin < bytes_.size() ? bytes_.substr(begin, std::size_t{1} << sector_shift_)
                                 : std::string_view();
}

std::vector<std::uint32_t> CompoundFile::chain(const std::vector<std::uint32_t>& table,
                                               std::uint32_t first) const {
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t number = first; number < table.size() && numbers.size() <= table.size();
         number = table[number]) {
        numbers.push_back(number);
    }
    return numbers;
}

std::string CompoundFile::read_chain(std::uint32_t first, std::uint64_t size) const {
    std::string content;
    const std::uint64_t wanted = std::min<std::uint64_t>(size, bytes_.size());
    for (const std::uint32_t number : chain(fat_, first)) {
        if (content.size() >= wanted) {
            break;
        }
        content += sector(number).substr(0, wanted - content.size());
    }
    return content;
}

std::string CompoundFile::read_small(std::uint32_t first, std::uint64_t size) const {
    std::string content;
    for (const std::uint32_t number : chain(mini_fat_, first)) {
        const std::size_t begin = std::size_t{number} << kMiniShift;
        if (content.size() >= size || begin >= mini_stream_.size()) {
            break;
        }
        content += std::string_view(mini_stream_)
                       .substr(begin, std::min<std::size_t>(std::size_t{1} << kMiniShift,
                                                            size - content.size()));
    }
    return content;
}

std::optional<std::uint32_t> CompoundFile::find(std::uint32_t storage,
                                                std::string_view name) const {
    for (std::uint32_t i = 1; i < entries_.size(); ++i) {
        if (entries_[i].parent == storage && equals_ignoring_case(entries_[i].name, name)) {
            return i;
        }
    }
    return std::nullopt;
}

std::string CompoundFile::read(std::uint32_t entry) const {
    const Entry& found = entries_[entry];
    if (found.is_storage || read_bytes_ > kMaxReadings * bytes_.size()) {
        return {};
    }
    std::string content = found.size < kMiniLimit ? read_small(found.start, found.size)
                                                  : read_chain(found.start, found.size);
    read_bytes_ += content.size();
    return content;
}

} // namespace sotto::extract
