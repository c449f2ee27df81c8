#include "app/platform/memory_watch.h"

#include "inference/machine/control_group.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string_view>
#include <utility>

namespace sotto::app {

namespace {

namespace fs = std::filesystem;

// 0.2 s of stalls within 2 s; unprivileged processes may only use windows of multiples of 2 s.
constexpr std::string_view kTrigger = "some 200000 2000000";

// A descriptor that signals stalls as the trigger says; -1 when the kernel refuses.
int open_trigger(const fs::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) {
        return -1;
    }
    // Including the terminating zero.
    const auto size = static_cast<ssize_t>(kTrigger.size() + 1);
    if (::write(descriptor, kTrigger.data(), kTrigger.size() + 1) != size) {
        ::close(descriptor);
        return -1;
    }
    return descriptor;
}

// How often the group was throttled at its limits, or had a process killed.
std::int64_t count_limit_events(const fs::path& file) {
    std::int64_t sum = 0;
    for (const char* const event : {"high", "max", "oom"}) {
        sum += inference::read_keyed_number(file, event).value_or(0);
    }
    return sum;
}

PressureSource source_of_events(int descriptor, const fs::path& file) {
    return {descriptor, POLLPRI, [descriptor, file, seen = count_limit_events(file)]() mutable {
                char ignored = 0; // a read re-arms the notification
                static_cast<void>(::pread(descriptor, &ignored, 1, 0));
                const auto before = std::exchange(seen, count_limit_events(file));
                return seen > before;
            }};
}

} // namespace

std::vector<PressureSource> find_pressure_sources(const fs::path& root) {
    std::vector<PressureSource> sources;
    const auto group = inference::find_control_group(root);
    int trigger = group ? open_trigger(*group / "memory.pressure") : -1;
    if (trigger < 0) {
        trigger = open_trigger(root / "proc/pressure/memory");
    }
    if (trigger >= 0) {
        sources.push_back({trigger, POLLPRI, {}});
    }
    if (group) {
        const fs::path file = *group / "memory.events";
        const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor >= 0) {
            sources.push_back(source_of_events(descriptor, file));
        }
    }
    return sources;
}

MemoryWatch::MemoryWatch(std::vector<PressureSource> sources, std::function<void()> on_scarce)
    : sources_(std::move(sources)), on_scarce_(std::move(on_scarce)) {
    if (!sources_.empty()) {
        closing_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        thread_ = std::thread([this] { watch(); });
    }
}

MemoryWatch::~MemoryWatch() {
    if (thread_.joinable()) {
        static_cast<void>(::eventfd_write(closing_, 1));
        thread_.join();
        ::close(closing_);
    }
    for (const auto& source : sources_) {
        ::close(source.descriptor);
    }
}

void MemoryWatch::watch() {
    std::vector<pollfd> waited;
    for (const auto& source : sources_) {
        waited.push_back({source.descriptor, source.events, 0});
    }
    waited.push_back({closing_, POLLIN, 0});
    while (true) {
        if (::poll(waited.data(), waited.size(), -1) < 0 && errno != EINTR) {
            return;
        }
        if (waited.back().revents != 0) {
            return;
        }
        bool is_scarce = false;
        for (std::size_t i = 0; i < sources_.size(); ++i) {
            if ((waited[i].revents & sources_[i].events) != 0) {
                const auto& ask = sources_[i].is_scarce;
                is_scarce = (!ask || ask()) || is_scarce;
            } else if (waited[i].revents != 0) {
                waited[i].fd = -1; // the group was removed
            }
        }
        if (is_scarce) {
            on_scarce_();
        }
    }
}

} // namespace sotto::app
