#include "inference/import/checksum.h"

#include <xxhash.h>

namespace sotto::inference {

std::uint64_t checksum_of(std::span<const std::byte> bytes) {
    return XXH3_64bits(bytes.data(), bytes.size());
}

} // namespace sotto::inference
