#include "storage/library/system_clock.h"

#include <chrono>

namespace sotto::storage {

UnixMilliseconds system_time() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

} // namespace sotto::storage
