#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::fuzz {

/// Source of randomness of a mutator: the same seed and bytes give the same mutation.
class Mutation {
public:
    /// Mutates bytes blindly, to at most `max_bytes`.
    using ByteMutator = std::function<std::string(std::string_view bytes, std::size_t max_bytes)>;

    /// `change_bytes`: libFuzzer's, or flip_bytes.
    Mutation(std::uint32_t seed, ByteMutator change_bytes)
        : random_(seed), change_bytes_(std::move(change_bytes)) {
        random_.discard(2); // the first outputs of neighbouring seeds are similar
    }

    /// A number in [0, end). Precondition: end > 0.
    [[nodiscard]] std::size_t draw(std::size_t end) { return random_() % end; }

    /// True once in `times`, at random.
    [[nodiscard]] bool once_in(std::size_t times) { return draw(times) == 0; }

    /// A boundary value: near zero, a power of two, or the end of a type.
    [[nodiscard]] std::uint64_t limit();

    /// `bytes` after a blind mutation; at most `max_bytes`.
    [[nodiscard]] std::string bytes(std::string_view bytes, std::size_t max_bytes) {
        return change_bytes_(bytes, max_bytes);
    }

    /// The same, and not much longer than `bytes`.
    [[nodiscard]] std::string gemv_bytes(std::string_view bytes) {
        constexpr std::size_t kMaxGrowth = 64;
        return change_bytes_(bytes, bytes.size() + kMaxGrowth);
    }

    /// Drops, duplicates or moves one of `items`, or repeats a run of them.
    template <class Item>
    void rearrange(std::vector<Item>& items);

private:
    std::minstd_rand random_;
    ByteMutator change_bytes_;
};

/// A ByteMutator for builds without libFuzzer: one byte changed, dropped or duplicated.
[[nodiscard]] Mutation::ByteMutator flip_bytes(std::uint32_t seed);

template <class Item>
void Mutation::rearrange(std::vector<Item>& items) {
    if (items.empty()) {
        return;
    }
    const std::size_t at = draw(items.size());
    const auto here = items.begin() + static_cast<std::ptrdiff_t>(at);
    switch (draw(4)) {
    case 0:
        items.erase(here);
        break;
    case 1:
        items.insert(here, Item(*here));
        break;
    case 2:
        std::swap(*here, items[draw(items.size())]);
        break;
    default: {
        constexpr std::size_t kMaxTimes = 64;
        constexpr std::size_t kLongestRun = 16;
        const std::size_t length = 1 + draw(std::min(items.size() - at, kLongestRun));
        const std::vector<Item> run(here, here + static_cast<std::ptrdiff_t>(length));
        for (std::size_t times = draw(kMaxTimes); times > 0; --times) {
            items.insert(items.begin() + static_cast<std::ptrdiff_t>(at), run.begin(), run.end());
        }
    }
    }
}

} // namespace sotto::fuzz
