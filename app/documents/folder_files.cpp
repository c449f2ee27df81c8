#include "app/documents/folder_files.h"

#include "app/documents/foreign_file.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

namespace sotto::app {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFiles = 10'000;
constexpr int kMaxDepth = 32;

// "Page_files" beside "Page.html". Firefox and Chrome name it so in English; other languages have
// words of their own behind the "_" or "-".
bool belongs_to_page(const fs::path& folder) {
    const std::string name = folder.filename().string();
    const std::size_t end = name.find_last_of("_-");
    if (end == std::string::npos) {
        return false;
    }
    constexpr std::array<std::string_view, 3> kEndings{".html", ".htm", ".xhtml"};
    const std::string page = (folder.parent_path() / name.substr(0, end)).string();
    return std::ranges::any_of(kEndings, [&page](std::string_view ending) {
        std::error_code error;
        return fs::is_regular_file(page + std::string(ending), error);
    });
}

Status collect(const fs::path& folder, int depth, std::vector<std::string>& files) {
    std::error_code error;
    std::vector<fs::path> paths;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        if (!entry->path().filename().string().starts_with('.')) {
            paths.push_back(entry->path());
        }
    }
    if (error) {
        return std::unexpected(file_error(error.value(), folder.string()));
    }
    std::ranges::sort(paths);
    for (const fs::path& path : paths) {
        const fs::file_status status = fs::symlink_status(path, error);
        if (fs::is_regular_file(status)) {
            files.push_back(path.string());
        } else if (fs::is_directory(status) && depth < kMaxDepth && !belongs_to_page(path)) {
            if (Status below = collect(path, depth + 1, files); !below) {
                return below;
            }
        }
        if (files.size() > kMaxFiles) {
            return fail(ErrorCode::invalid_input, "there are more than 10,000 files in the folder; "
                                                  "give a folder below it");
        }
    }
    return {};
}

} // namespace

bool is_folder(const std::string& path) {
    std::error_code error;
    return path != "-" && fs::is_directory(path, error);
}

Result<std::vector<std::string>> files_of_folder(const std::string& folder) {
    std::vector<std::string> files;
    if (Status status = collect(folder, 0, files); !status) {
        return std::unexpected(std::move(status.error()));
    }
    if (files.empty()) {
        return fail(ErrorCode::invalid_input, "there is no file in the folder " + folder);
    }
    return files;
}

} // namespace sotto::app
