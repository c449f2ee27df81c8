#pragma once

#include "tests/support/gguf_writer.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::test {

/// A stream, or a storage with its children, of a compound file.
struct CompoundEntry {
    std::string name; ///< ASCII
    std::string content = {};
    std::vector<CompoundEntry> children = {};
    bool is_storage = false;
};

/// Writes compound files with sectors of 512 bytes. Source: [MS-CFB].
class CompoundWriter {
public:
    std::string write(const std::vector<CompoundEntry>& entries) {
        add_storage({"Root Entry", {}, entries, true}, 5);
        const std::size_t mini_bytes = mini_stream_.size();
        const std::uint32_t mini_start = add_chain(mini_stream_);
        put(directory_, 116, mini_start);
        put(directory_, 120, static_cast<std::uint32_t>(mini_bytes));
        std::string mini_fat;
        for (const std::uint32_t next : mini_fat_) {
            mini_fat += little_endian(next);
        }
        mini_fat.resize((mini_fat.size() + 511) / 512 * 512, '\xFF');
        const std::uint32_t mini_fat_start = add_chain(mini_fat);
        const std::uint32_t directory_start = add_chain(directory_);
        const auto used = static_cast<std::uint32_t>(fat_.size());
        std::uint32_t fat_sectors = 1;
        while (fat_sectors * 128 < used + fat_sectors) {
            ++fat_sectors;
        }
        std::string fat;
        std::string places;
        for (std::uint32_t i = 0; i < fat_sectors; ++i) {
            fat_.push_back(0xFFFFFFFDU);
            places += little_endian(used + i);
        }
        for (const std::uint32_t next : fat_) {
            fat += little_endian(next);
        }
        fat.resize(std::size_t{fat_sectors} * 512, '\xFF');
        places.resize(436, '\xFF');
        std::string header("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
        header.resize(76, '\0');
        put(header, 24, 0x0003003EU);
        put(header, 28, 0x0009FFFEU);
        put(header, 32, 6);
        put(header, 44, fat_sectors);
        put(header, 48, directory_start);
        put(header, 56, 4096);
        put(header, 60, mini_fat_start);
        put(header, 64, static_cast<std::uint32_t>(mini_fat.size() / 512));
        put(header, 68, 0xFFFFFFFEU);
        return header + places + sectors_ + fat;
    }

private:
    static void put(std::string& bytes, std::size_t at, std::uint32_t number) {
        bytes.replace(at, 4, little_endian(number));
    }

    // Adds an entry without its tree; returns its number.
    std::uint32_t add_entry(std::string_view name, char type) {
        std::string entry;
        for (const char letter : name) {
            entry += letter;
            entry += '\0';
        }
        entry.resize(128, '\0');
        entry[64] = static_cast<char>(2 * name.size() + 2);
        entry[66] = type;
        for (const std::size_t at : {68, 72, 76}) {
            put(entry, at, 0xFFFFFFFFU);
        }
        directory_ += entry;
        return static_cast<std::uint32_t>(directory_.size() / 128 - 1);
    }

    std::uint32_t add_storage(const CompoundEntry& storage, char type) {
        const std::uint32_t number = add_entry(storage.name, type);
        std::uint32_t before = 0;
        for (const CompoundEntry& child : storage.children) {
            const std::uint32_t added =
                child.is_storage ? add_storage(child, 1) : add_stream(child);
            // Children are a list by their right siblings.
            put(directory_, before == 0 ? number * 128 + 76 : before * 128 + 72, added);
            before = added;
        }
        return number;
    }

    std::uint32_t add_stream(const CompoundEntry& stream) {
        const std::uint32_t number = add_entry(stream.name, 2);
        std::uint32_t start = 0xFFFFFFFEU;
        if (stream.content.size() >= 4096) {
            start = add_chain(stream.content);
        } else if (!stream.content.empty()) {
            start = static_cast<std::uint32_t>(mini_fat_.size());
            mini_stream_ += stream.content;
            mini_stream_.resize((mini_stream_.size() + 63) / 64 * 64, '\0');
            while (mini_fat_.size() < mini_stream_.size() / 64) {
                mini_fat_.push_back(static_cast<std::uint32_t>(mini_fat_.size() + 1));
            }
            mini_fat_.back() = 0xFFFFFFFEU;
        }
        put(directory_, number * 128 + 116, start);
        put(directory_, number * 128 + 120, static_cast<std::uint32_t>(stream.content.size()));
        return number;
    }

    std::uint32_t add_chain(std::string_view bytes) {
        if (bytes.empty()) {
            return 0xFFFFFFFEU;
        }
        const auto start = static_cast<std::uint32_t>(fat_.size());
        sectors_ += bytes;
        sectors_.resize((sectors_.size() + 511) / 512 * 512, '\0');
        while (fat_.size() < sectors_.size() / 512) {
            fat_.push_back(static_cast<std::uint32_t>(fat_.size() + 1));
        }
        fat_.back() = 0xFFFFFFFEU;
        return start;
    }

    std::string sectors_;
    std::string directory_;
    std::string mini_stream_;
    std::vector<std::uint32_t> fat_;
    std::vector<std::uint32_t> mini_fat_;
};

/// The bytes of a compound file.
inline std::string compound_file(const std::vector<CompoundEntry>& entries) {
    return CompoundWriter().write(entries);
}

/// A storage of a compound file.
inline CompoundEntry compound_storage(std::string name, std::vector<CompoundEntry> children) {
    return {std::move(name), {}, std::move(children), true};
}

} // namespace sotto::test
