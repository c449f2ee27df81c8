#include "tests/fuzz/mutators/mutation.h"

#include <array>

namespace sotto::fuzz {

std::uint64_t Mutation::limit() {
    constexpr std::array<std::uint64_t, 6> kSteps{0, 1, 2, 3, 31, 256};
    const std::uint64_t power = std::uint64_t{1} << draw(64);
    const std::uint64_t step = kSteps[draw(kSteps.size())];
    switch (draw(4)) {
    case 0:
        return step;
    case 1:
        return power + step;
    case 2:
        return power - step;
    default:
        return ~step;
    }
}

Mutation::ByteMutator flip_bytes(std::uint32_t seed) {
    return
        [random = std::minstd_rand(seed)](std::string_view bytes, std::size_t max_bytes) mutable {
            std::string changed(bytes.substr(0, max_bytes));
            if (changed.empty()) {
                return changed;
            }
            const std::size_t at = random() % changed.size();
            switch (random() % 3) {
            case 0:
                changed[at] = static_cast<char>(random());
                break;
            case 1:
                changed.erase(at, 1);
                break;
            default:
                changed.insert(at, 1, changed[at]);
                changed.resize(std::min(changed.size(), max_bytes));
            }
            return changed;
        };
}

} // namespace sotto::fuzz
