#include "storage/text_hash.h"

#include <xxhash.h>

#include <bit>

namespace sotto::storage {

TextHash hash_text(std::string_view text) {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(text.data(), text.size()));
    return std::bit_cast<TextHash>(canonical.digest);
}

} // namespace sotto::storage
