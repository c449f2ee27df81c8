#include "app/runtime/load_marker.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <functional>
#include <system_error>

namespace sotto::app {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestPath = 4096;

// Calls `take` with the content of each marker whose program has ended, until it returns false.
void each_leftover(const fs::path& folder,
                   const std::function<bool(const fs::path&, std::string)>& take) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const int descriptor = ::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        if (descriptor < 0) {
            continue;
        }
        std::array<char, kLongestPath> text{};
        const ssize_t length = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0
                                   ? ::read(descriptor, text.data(), text.size())
                                   : -1;
        ::close(descriptor);
        if (length > 0 &&
            !take(entry.path(), std::string(text.data(), static_cast<std::size_t>(length)))) {
            return;
        }
    }
}

} // namespace

// A marker that cannot be written does not prevent the load.
void LoadMarker::on_load(const std::string& model) {
    on_loaded();
    if (folder_.empty()) {
        return;
    }
    std::error_code error;
    fs::create_directories(folder_, error);
    std::string pattern = (folder_ / "load-XXXXXX").string();
    descriptor_ = ::mkostemp(pattern.data(), O_CLOEXEC);
    if (descriptor_ < 0) {
        return;
    }
    file_ = pattern;
    model_ = model;
    const bool is_written =
        ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0 &&
        ::write(descriptor_, model.data(), model.size()) == static_cast<ssize_t>(model.size()) &&
        ::fsync(descriptor_) == 0;
    if (!is_written) {
        on_loaded();
    }
}

void LoadMarker::on_loaded() {
    if (descriptor_ >= 0) {
        ::unlink(file_.c_str());
        ::close(descriptor_);
        descriptor_ = -1;
        each_leftover(folder_, [this](const fs::path& file, const std::string& model) {
            std::error_code ignored;
            if (model == model_) {
                fs::remove(file, ignored);
            }
            return true;
        });
    }
}

std::string find_failed_load(const fs::path& folder) {
    std::string found;
    each_leftover(folder, [&found](const fs::path&, std::string model) {
        found = std::move(model);
        return false;
    });
    return found;
}

void drop_failed_loads(const fs::path& folder) {
    each_leftover(folder, [](const fs::path& file, const std::string&) {
        std::error_code ignored;
        fs::remove(file, ignored);
        return true;
    });
}

} // namespace sotto::app
