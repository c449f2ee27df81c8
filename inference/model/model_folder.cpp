#include "inference/model/model_folder.h"

#include "core/system_error.h"
#include "inference/files/output_file.h"
#include "inference/files/quoted_name.h"
#include "inference/files/sha256.h"
#include "inference/files/split_name.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <format>
#include <functional>
#include <system_error>
#include <vector>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPartialMark = ".partial-";
constexpr std::string_view kStagingEnd = ".calibration";
constexpr std::chrono::days kStagingKept{7};

std::unexpected<Error> folder_error(int error_number) {
    const ErrorCode code = code_of_errno(error_number);
    return code == ErrorCode::out_of_space
               ? fail(code, "The disk is full; free some space and try again.")
               : fail(code, std::format("The folder of the models cannot be changed: {}.",
                                        std::generic_category().message(error_number)));
}

/// Renames without replacing what exists.
bool rename_to_free_name(const fs::path& from, const fs::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
        return true;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return false;
    }
    // A file system without that flag; a folder is never renamed over one that holds files.
    return ::rename(from.c_str(), to.c_str()) == 0;
}

/// Whether this is the folder of a calibration that was not resumed for long. No model's name
/// begins with a dot.
bool is_abandoned_staging(const fs::directory_entry& entry) {
    const std::string name = entry.path().filename().string();
    std::error_code error;
    const auto changed = entry.last_write_time(error);
    return name.starts_with('.') && name.ends_with(kStagingEnd) && !error &&
           fs::file_time_type::clock::now() - changed > kStagingKept;
}

} // namespace

bool is_model_name(std::string_view name) {
    constexpr std::size_t kLongest = 64;
    const bool has_allowed_characters = std::ranges::all_of(name, [](char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
               (character >= '0' && character <= '9') || character == '.' || character == '_' ||
               character == '-';
    });
    return !name.empty() && name.size() <= kLongest && name.front() != '.' &&
           has_allowed_characters && !name.contains(kPartialMark);
}

std::string name_from_path(const fs::path& path) {
    std::error_code error;
    const fs::path absolute = fs::absolute(path, error).lexically_normal();
    const fs::path last =
        absolute.filename().empty() ? absolute.parent_path().filename() : absolute.filename();
    const bool is_file_name = last.extension() == ".gguf" || last.extension() == ".tar";
    const std::string name = is_file_name ? last.stem().string() : last.string();
    const auto part = parse_split_name(name); // of a split GGUF model
    return part ? part->prefix : name;
}

fs::path staging_folder(const fs::path& models, std::string_view name) {
    return models / std::format(".{}{}", name, kStagingEnd);
}

Result<PartialFolder> PartialFolder::create(const fs::path& models, std::string_view name) {
    // Until it is locked, another program may remove the folder as a leftover.
    constexpr int kMaxTries = 8;
    int problem = 0;
    for (int i = 0; i < kMaxTries; ++i) {
        std::string pattern = (models / std::format("{}{}XXXXXX", name, kPartialMark)).string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            return folder_error(errno);
        }
        PartialFolder folder(pattern, ::open(pattern.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        const bool is_locked = folder.lock_ >= 0 && ::flock(folder.lock_, LOCK_EX | LOCK_NB) == 0;
        problem = errno;
        std::error_code ignored;
        if (is_locked && fs::exists(pattern, ignored)) {
            return folder;
        }
    }
    return folder_error(problem);
}

PartialFolder::~PartialFolder() {
    if (!path_.empty()) {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    if (lock_ >= 0) {
        ::close(lock_);
    }
}

Status PartialFolder::publish(std::string_view name) {
    const fs::path models = path_.parent_path();
    if (auto synced = sync_folder(path_); !synced) {
        return synced;
    }
    if (!rename_to_free_name(path_, models / name)) {
        if (errno == EEXIST || errno == ENOTEMPTY) {
            return fail(ErrorCode::invalid_input,
                        "Another import made a model of this name at the same time.");
        }
        return folder_error(errno);
    }
    path_.clear();
    return sync_folder(models);
}

Status delete_model_folder(const fs::path& models, std::string_view name) {
    auto away = PartialFolder::create(models, name);
    if (!away) {
        return std::unexpected(away.error());
    }
    // Deleted by the partial folder's end, or by the next import's cleaning.
    if (::rename((models / name).c_str(), (away->path() / "removed").c_str()) != 0) {
        return folder_error(errno);
    }
    return sync_folder(models);
}

void clean_leftovers(const fs::path& models) {
    std::error_code error;
    std::vector<fs::path> leftovers;
    for (const auto& entry : fs::directory_iterator(models, error)) {
        // No model's name contains the mark.
        if (entry.path().filename().native().contains(kPartialMark) ||
            is_abandoned_staging(entry)) {
            leftovers.push_back(entry.path());
        }
    }
    for (const fs::path& leftover : leftovers) {
        const int lock = ::open(leftover.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
        if (lock < 0) {
            continue;
        }
        if (::flock(lock, LOCK_EX | LOCK_NB) == 0) {
            fs::remove_all(leftover, error);
        }
        ::close(lock);
    }
}

std::string folder_stamp(const fs::path& folder) {
    std::vector<std::string> lines;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (entry.is_regular_file(error)) {
            const auto changed = entry.last_write_time(error).time_since_epoch();
            lines.push_back(
                std::format("{} {} {};", entry.path().filename().string(), entry.file_size(error),
                            std::chrono::duration_cast<std::chrono::nanoseconds>(changed).count()));
        }
    }
    std::ranges::sort(lines);
    return std::ranges::fold_left(lines, std::string(), std::plus<>());
}

Status verify_model_file(const fs::path& folder, const Manifest::File& file,
                         const std::stop_token& stop,
                         const std::function<void(std::size_t)>& advanced) {
    const auto hash = sha256_of_file(folder / file.name, stop, advanced);
    if (hash && *hash == file.sha256) {
        return {};
    }
    if (!hash &&
        (hash.error().code == ErrorCode::io || hash.error().code == ErrorCode::cancelled)) {
        return std::unexpected(hash.error());
    }
    return fail(ErrorCode::corrupt_data,
                std::format("The model's file {} is {}; remove the model and import it again.",
                            quoted_name(file.name), hash ? "not as it was imported" : "missing"));
}

} // namespace sotto::inference
