#include "tests/fuzz/target.h"

#include <cstdio>
#include <cstdlib>

namespace sotto::fuzz {

void require(bool is_kept, std::string_view promise) {
    if (!is_kept) {
        std::fprintf(stderr, "broken promise: %.*s\n", static_cast<int>(promise.size()),
                     promise.data());
        std::abort();
    }
}

} // namespace sotto::fuzz
