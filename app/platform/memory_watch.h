#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace sotto::app {

/// Something that tells by a descriptor that memory becomes scarce.
struct PressureSource {
    int descriptor = -1;             ///< closed by the watch
    short events = 0;                ///< of poll(2) that tell it
    std::function<bool()> is_scarce; ///< asked at each event; nothing = every event means it
};

/// What the kernel offers: stalls for memory in our control group, or else in the whole system
/// (pressure stall information), and the moments in which our control group reaches its limit.
/// `root`: the folder in which proc and sys lie. Empty where there is none of it.
[[nodiscard]] std::vector<PressureSource>
find_pressure_sources(const std::filesystem::path& root = "/");

/// Calls back when memory becomes scarce, before the kernel ends programs. Its own thread sleeps
/// until the kernel wakes it; without sources there is no thread.
class MemoryWatch {
public:
    /// `on_scarce` runs on the watch's thread, and must return at once.
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
