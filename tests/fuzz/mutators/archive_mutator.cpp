#include "tests/fuzz/mutators/archive_mutator.h"

#include "app/extract/archive/zip_archive.h"
#include "tests/support/document_zip.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace sotto::fuzz {

namespace {

using test::ZipEntry;

/// More would only be slower.
constexpr std::size_t kMaxFiles = 32;

constexpr std::array<std::string_view, 13> kNames{"word/document.xml",
                                                  "word/styles.xml",
                                                  "word/footnotes.xml",
                                                  "ppt/presentation.xml",
                                                  "xl/workbook.xml",
                                                  "xl/sharedStrings.xml",
                                                  "xl/styles.xml",
                                                  "META-INF/container.xml",
                                                  "content.xml",
                                                  "META-INF/manifest.xml",
                                                  "META-INF/encryption.xml",
                                                  "../a.xml",
                                                  "/a/../b.fb2"};

bool is_read(std::string_view name) {
    constexpr std::array<std::string_view, 8> kEndings{".xml",   ".rels", ".opf", ".html",
                                                       ".xhtml", ".htm",  ".fb2", ".txt"};
    return std::ranges::any_of(kEndings,
                               [name](std::string_view ending) { return name.ends_with(ending); });
}

std::vector<ZipEntry> unpacked(std::string_view bytes) {
    std::vector<ZipEntry> files;
    const auto archive = extract::ZipArchive::open(bytes);
    if (!archive) {
        return files;
    }
    for (const std::string& name : archive->names()) {
        if (!is_read(name) || files.size() >= kMaxFiles) {
            continue;
        }
        if (auto content = archive->read(name)) {
            files.push_back({.name = name, .content = std::move(*content)});
        }
    }
    return files;
}

/// A false header of a file, or content that unpacks to 20 times its size.
void lie(ZipEntry& file, Mutation& mutation) {
    const std::uint64_t limit = mutation.limit();
    switch (mutation.draw(6)) {
    case 0:
        file.method = static_cast<std::uint16_t>(mutation.once_in(2) ? 8 : limit);
        break;
    case 1:
        file.unpacked = static_cast<std::uint32_t>(limit);
        break;
    case 2:
        file.flags = static_cast<std::uint16_t>(limit);
        break;
    case 3:
        file.attributes = mutation.once_in(2) ? 0120777U << 16U : static_cast<std::uint32_t>(limit);
        break;
    case 4:
        file.checksum = static_cast<std::uint32_t>(limit);
        break;
    default: {
        const std::size_t runs = mutation.draw(200);
        const std::string run(1 + 258 * runs, 'a');
        file.content = test::deflated_runs(runs);
        file.method = 8;
        file.unpacked = static_cast<std::uint32_t>(run.size());
        file.checksum = test::crc32_of(run);
    }
    }
}

/// Sets a number of the central directory to a boundary value.
std::string with_limit_in_list(std::string archive, Mutation& mutation) {
    const std::size_t list = archive.find("PK\1\2");
    if (list == std::string::npos) {
        return archive;
    }
    const std::size_t at = list + mutation.draw(archive.size() - list - 3);
    const std::size_t bytes = mutation.once_in(2) ? 2 : 4;
    archive.replace(at, bytes, test::little_endian(mutation.limit()), 0, bytes);
    return archive;
}

} // namespace

std::string mutate_archive(std::string_view archive, std::size_t max_bytes, Mutation& mutation,
                           const ContentMutator& change_content) {
    std::vector<ZipEntry> files = unpacked(archive);
    const std::size_t way = mutation.draw(16);
    if (files.empty() || way == 0) {
        return mutation.bytes(archive, max_bytes);
    }
    ZipEntry& file = files[mutation.draw(files.size())];
    if (way == 1) {
        mutation.rearrange(files);
    } else if (way == 2) {
        file.name = mutation.once_in(2) ? mutation.gemv_bytes(file.name)
                                        : std::string(kNames[mutation.draw(kNames.size())]);
    } else if (way == 3) {
        lie(file, mutation);
    } else if (way > 4) {
        const std::size_t packed = test::document_zip(files).size();
        const std::size_t room = max_bytes - std::min(max_bytes, packed);
        file.content = change_content(file.content, file.content.size() + room);
    }
    std::string changed = test::document_zip(files);
    if (way == 4) {
        changed = with_limit_in_list(std::move(changed), mutation);
    }
    return changed.size() <= max_bytes ? changed : mutation.bytes(archive, max_bytes);
}

std::string mutate_archive(std::string_view archive, std::size_t max_bytes, Mutation& mutation,
                           const MarkupWords& words) {
    return mutate_archive(archive, max_bytes, mutation,
                          [&](std::string_view content, std::size_t most) {
                              return mutate_markup(content, most, words, mutation);
                          });
}

} // namespace sotto::fuzz
