#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace sotto::app {

/// A descriptor that signals memory pressure.
struct PressureSource {
    int descriptor = -1;             ///< closed by the watch
    short events = 0;                ///< the events of poll(2) that signal it
    std::function<bool()> is_scarce; ///< checked at each event; empty = every event counts
};

/// The sources of this kernel: memory stalls (pressure stall information) of our control group, or
/// else of the whole system, and the events at which our control group reaches its limit. `root`:
/// the folder that contains proc and sys. Empty where the kernel has none of them.
[[nodiscard]] std::vector<PressureSource>
find_pressure_sources(const std::filesystem::path& root = "/");

/// Calls back under memory pressure, before the kernel kills processes. Its thread sleeps until the
/// kernel wakes it; without sources there is no thread.
class MemoryWatch {
public:
    /// `on_scarce` runs on the watch's thread and must return quickly.
    MemoryWatch(std::vector<PressureSource> sources, std::function<void()> on_scarce);
    ~MemoryWatch();
    MemoryWatch(const MemoryWatch&) = delete;
    MemoryWatch& operator=(const MemoryWatch&) = delete;

private:
    void watch();

    std::vector<PressureSource> sources_;
    std::function<void()> on_scarce_;
    int closing_ = -1;   // an eventfd
    std::thread thread_; // last: it uses all of the above
};

} // namespace sotto::app
