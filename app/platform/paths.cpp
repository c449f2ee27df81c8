#include "app/platform/paths.h"

#include "core/system_error.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>

namespace sotto::app {

namespace {

namespace fs = std::filesystem;

constexpr mode_t kPrivate = 0700;

// $NAME if it is an absolute path (as the XDG specification requires), else `fallback` below home.
Result<fs::path> base_folder(const char* name, std::string_view fallback) {
    if (const char* value = std::getenv(name); value != nullptr && value[0] == '/') {
        return fs::path(value) / "sotto";
    }
    const char* home = std::getenv("HOME");
    if (home == nullptr || home[0] != '/') {
        return fail(ErrorCode::io, "there is no home folder to keep data in; name a folder with "
                                   "--data-dir");
    }
    return fs::path(home) / fallback / "sotto";
}

// Creates a folder for this user only, and missing parent folders the same way.
Status create_private_folder(const fs::path& folder) {
    fs::path made;
    for (const fs::path& part : folder) {
        made /= part;
        if (::mkdir(made.c_str(), kPrivate) != 0 && errno != EEXIST && errno != EROFS) {
            return std::unexpected(
                system_error("the folder " + made.string() + " could not be created", errno));
        }
    }
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        return fail(ErrorCode::io, folder.string() + " is not a folder");
    }
    return {};
}

Status create_all(const Paths& paths) {
    for (const fs::path& folder : {paths.data, paths.models, paths.cache}) {
        if (auto made = create_private_folder(folder); !made) {
            return made;
        }
    }
    return {};
}

// A folder with resources: in $SOTTO_RESOURCES if set (portable bundles, tests), else below the
// installation prefix, else in the source tree. `marker`: a file that it must contain.
fs::path find_resource(std::string_view name, std::string_view in_source, const char* marker) {
    std::error_code error;
    if (const char* bundle = std::getenv("SOTTO_RESOURCES"); bundle != nullptr) {
        const fs::path folder = fs::path(bundle) / name;
        return fs::exists(folder / marker, error) ? folder : fs::path();
    }
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    const fs::path prefix = program.parent_path().parent_path();
    for (const fs::path& folder : {prefix / SOTTO_INSTALL_DATADIR / "sotto" / name,
                                   fs::path(SOTTO_SOURCE_RESOURCES) / in_source}) {
        if (fs::exists(folder / marker, error)) {
            return folder;
        }
    }
    return {};
}

} // namespace

Result<Paths> find_paths(const std::optional<fs::path>& data_dir) {
    Paths paths;
    if (data_dir) {
        std::error_code error;
        paths.data = fs::absolute(*data_dir, error).lexically_normal();
        if (error || data_dir->empty()) {
            return fail(ErrorCode::io, "--data-dir needs the path of a folder");
        }
        paths.models = paths.data / "models";
        paths.cache = paths.data / "cache";
        paths.state = paths.data / "state";
    } else {
        auto data = base_folder("XDG_DATA_HOME", ".local/share");
        auto cache = base_folder("XDG_CACHE_HOME", ".cache");
        auto state = base_folder("XDG_STATE_HOME", ".local/state");
        if (!data || !cache) {
            return std::unexpected(data ? cache.error() : data.error());
        }
        paths.data = *data;
        paths.models = *data / "models";
        paths.cache = *cache;
        paths.state = state.value_or(fs::path());
    }
    if (auto made = create_all(paths); !made) {
        return std::unexpected(made.error());
    }
    // Everything works without: the program then remembers nothing of itself.
    if (!paths.state.empty() && !create_private_folder(paths.state)) {
        paths.state.clear();
    }
    paths.starter = find_resource("starter", "starter/model", "config.json");
    paths.samples = find_resource("samples", "samples", "question.txt");
    if (const auto catalog = find_resource("catalog", "catalog", "models.json"); !catalog.empty()) {
        paths.published_models = catalog / "models.json";
    }
    return paths;
}

} // namespace sotto::app
