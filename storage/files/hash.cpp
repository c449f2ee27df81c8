#include "storage/files/hash.h"

#include <xxhash.h>

#include <bit>
#include <new>

namespace sotto::storage {

TextHash hash_text(std::string_view text) {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(text.data(), text.size()));
    return std::bit_cast<TextHash>(canonical.digest);
}

void StreamingChecksum::Free::operator()(XXH3_state_s* state) const {
    XXH3_freeState(state);
}

StreamingChecksum::StreamingChecksum() : state_(XXH3_createState()) {
    if (!state_) {
        throw std::bad_alloc();
    }
    XXH3_64bits_reset(state_.get());
}

void StreamingChecksum::update(std::span<const std::byte> part) {
    XXH3_64bits_update(state_.get(), part.data(), part.size());
}

std::int64_t StreamingChecksum::value() const {
    return std::bit_cast<std::int64_t>(std::uint64_t{XXH3_64bits_digest(state_.get())});
}

} // namespace sotto::storage
