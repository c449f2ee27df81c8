#pragma once

#include "app/extract/protocol/extraction.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// A compound file, the container of old Office documents and of Outlook's messages: streams in
/// storages, like files in folders. Chains of sectors that leave the file or go round in circles
/// end where they do. Lifetime: `bytes` outlive it. Source: [MS-CFB].
class CompoundFile {
public:
    /// The most streams and storages.
    static constexpr std::size_t kMaxEntries = 20'000;

    struct Entry {
        std::string name; ///< UTF-8
        bool is_storage = false;
        std::uint32_t parent = 0; ///< index of its storage; that of the root is 0, as is its parent
        std::uint32_t start = 0;  ///< sector
        std::uint64_t size = 0;   ///< Unit: bytes
    };

    /// Errors: damaged.
    [[nodiscard]] static std::expected<CompoundFile, Refusal> open(std::string_view bytes);

    /// The root is the first; an entry is behind its storage.
    [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

    /// The index of an entry in a storage, by its name without regard to ASCII case.
    [[nodiscard]] std::optional<std::uint32_t> find(std::uint32_t storage,
                                                    std::string_view name) const;

    /// The content of a stream; less than its size where the file is incomplete, and nothing once
    /// several times the file has been read, as from streams that share their sectors.
    [[nodiscard]] std::string read(std::uint32_t entry) const;

private:
    explicit CompoundFile(std::string_view bytes) : bytes_(bytes) {}

    [[nodiscard]] bool read_header();
    void read_fat(std::uint32_t first, std::uint32_t count);
    void read_entries(std::uint32_t first);
    [[nodiscard]] std::string_view sector(std::uint32_t number) const;
    /// The sectors of a chain in a table, at most as many as the file can have.
    [[nodiscard]] std::vector<std::uint32_t> chain(const std::vector<std::uint32_t>& table,
                                                   std::uint32_t first) const;
    [[nodiscard]] std::string read_chain(std::uint32_t first, std::uint64_t size) const;
    [[nodiscard]] std::string read_small(std::uint32_t first, std::uint64_t size) const;

    std::string_view bytes_;
    unsigned sector_shift_ = 9;
    std::vector<std::uint32_t> fat_;
    std::vector<std::uint32_t> mini_fat_;
    std::string mini_stream_;
    std::vector<Entry> entries_;
    mutable std::uint64_t read_bytes_ = 0;
};

} // namespace sotto::extract
