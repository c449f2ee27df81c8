#include "storage/library/wall_clock.h"

#include <chrono>

namespace sotto::storage {

UnixMilliseconds wall_clock_now() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

} // namespace sotto::storage
