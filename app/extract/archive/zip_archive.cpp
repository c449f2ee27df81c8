#include "app/extract/archive/zip_archive.h"

#include "app/extract/text/ascii.h"

#include <sys/stat.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <utility>

namespace sotto::extract {

namespace {

constexpr zip_int64_t kMaxEntries = 10'000;
constexpr std::uint64_t kMaxBytes = std::uint64_t{256} << 20U;
constexpr std::uint64_t kMaxRatio = 100;
// A smaller file is never a bomb, whatever its ratio.
constexpr std::uint64_t kHarmlessBytes = std::uint64_t{1} << 20U;

using File = std::unique_ptr<zip_file_t, int (*)(zip_file_t*)>;

std::unexpected<Refusal> refuse_bomb() {
    return refuse(RefusalKind::forbidden,
                  "unpacks to far more than its size, as bombs do, and is not opened");
}

std::unexpected<Refusal> refuse_damaged() {
    return refuse(RefusalKind::damaged, "is damaged: its archive cannot be opened");
}

bool is_bomb(std::uint64_t unpacked, std::uint64_t packed) {
    return unpacked > kMaxBytes || (unpacked > kHarmlessBytes && unpacked / kMaxRatio > packed);
}

bool leads_outside(std::string_view name) {
    return name.starts_with('/') || name.starts_with('\\') || name.contains('\0') ||
           name.starts_with("../") || name.contains("/../") || name.ends_with("/..") ||
           name == ".." || name.contains("..\\") || (name.size() > 1 && name[1] == ':');
}

bool is_link(zip_t* archive, zip_uint64_t index) {
    zip_uint8_t system = 0;
    zip_uint32_t attributes = 0;
    return zip_file_get_external_attributes(archive, index, 0, &system, &attributes) == 0 &&
           system == ZIP_OPSYS_UNIX && S_ISLNK(attributes >> 16U);
}

zip_t* zip_of(void* archive) {
    return static_cast<zip_t*>(archive);
}

} // namespace

void ZipArchive::Closer::operator()(void* archive) const {
    zip_discard(zip_of(archive));
}

std::expected<ZipArchive, Refusal> ZipArchive::open(std::string_view bytes) {
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
    zip_t* opened = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, nullptr);
    if (opened == nullptr) {
        zip_source_free(source);
        return refuse_damaged();
    }
    ZipArchive archive{Handle(opened)};
    if (auto sound = archive.look_at_entries(bytes.size()); !sound) {
        return std::unexpected(std::move(sound.error()));
    }
    return archive;
}

std::expected<void, Refusal> ZipArchive::look_at_entries(std::size_t archive_bytes) {
    zip_t* const archive = zip_of(archive_.get());
    const zip_int64_t count = zip_get_num_entries(archive, 0);
    if (count > kMaxEntries) {
        return refuse(RefusalKind::forbidden,
                      "holds more than 10,000 files, as bombs do, and is not opened");
    }
    std::uint64_t total = 0;
    for (zip_int64_t i = 0; i < count; ++i) {
        const auto index = static_cast<zip_uint64_t>(i);
        zip_stat_t entry;
        if (zip_stat_index(archive, index, 0, &entry) != 0 || (entry.valid & ZIP_STAT_NAME) == 0 ||
            (entry.valid & ZIP_STAT_SIZE) == 0 || (entry.valid & ZIP_STAT_COMP_SIZE) == 0) {
            return refuse_damaged();
        }
        if (leads_outside(entry.name) || is_link(archive, index)) {
            return refuse(RefusalKind::forbidden,
                          "holds a path that leads out of it, and is not opened");
        }
        total += entry.size; // at most 10,000 times 256 MiB
        has_locked_files_ = has_locked_files_ || entry.encryption_method != ZIP_EM_NONE;
        names_.emplace_back(entry.name);
        std::ranges::replace(names_.back(), '\\', '/'); // some Windows programs write backslashes
    }
    if (is_bomb(total, archive_bytes)) {
        return refuse_bomb();
    }
    return {};
}

std::optional<std::uint64_t> ZipArchive::index_of(std::string_view name) const {
    auto found = std::ranges::find(names_, name);
    if (found == names_.end()) {
        found = std::ranges::find_if(
            names_, [name](const std::string& other) { return equals_ignoring_case(name, other); });
    }
    return found == names_.end()
               ? std::nullopt
               : std::optional(static_cast<std::uint64_t>(found - names_.begin()));
}

bool ZipArchive::contains(std::string_view name) const {
    return index_of(name).has_value();
}

std::expected<std::string, Refusal> ZipArchive::read(const std::string& name) const {
    zip_t* const archive = zip_of(archive_.get());
    const auto index = index_of(name);
    zip_stat_t entry;
    if (!index || zip_stat_index(archive, *index, 0, &entry) != 0) {
        return refuse(RefusalKind::damaged, "is damaged: a part of it is missing");
    }
    if (entry.encryption_method != ZIP_EM_NONE) {
        return refuse(RefusalKind::locked,
                      "is protected by a password; save it without one and add it again");
    }
    // Checked for files that are read; an unused picture may be one colour.
    if (is_bomb(entry.size, entry.comp_size)) {
        return refuse_bomb();
    }
    const File file(zip_fopen_index(archive, *index, 0), &zip_fclose);
    if (!file) {
        return refuse_damaged();
    }
    // The real size is known only while unpacking: stop when it exceeds that of the header.
    std::string content;
    std::array<char, 65536> buffer;
    while (true) {
        const zip_int64_t count = zip_fread(file.get(), buffer.data(), buffer.size());
        if (count < 0) {
            return refuse(RefusalKind::damaged, "is damaged: a part of it cannot be unpacked");
        }
        if (count == 0) {
            return content;
        }
        content.append(buffer.data(), static_cast<std::size_t>(count));
        if (content.size() > entry.size) {
            return refuse_bomb();
        }
    }
}

std::string resolve_path(std::string_view file, std::string_view target) {
    std::string whole;
    if (!target.starts_with('/')) {
        whole = file.substr(0, file.rfind('/') == std::string_view::npos ? 0 : file.rfind('/') + 1);
    }
    whole += target;
    std::vector<std::string_view> parts;
    for (std::string_view rest = whole; !rest.empty();) {
        const std::string_view part = rest.substr(0, rest.find('/'));
        rest.remove_prefix(std::min(part.size() + 1, rest.size()));
        if (part == ".." && parts.empty()) {
            return {};
        }
        if (part == "..") {
            parts.pop_back();
        } else if (!part.empty() && part != ".") {
            parts.push_back(part);
        }
    }
    std::string resolved;
    for (const std::string_view part : parts) {
        resolved += resolved.empty() ? "" : "/";
        resolved += part;
    }
    return resolved;
}

} // namespace sotto::extract
