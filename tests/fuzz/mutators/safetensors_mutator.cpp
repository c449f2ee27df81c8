#include "tests/fuzz/mutators/safetensors_mutator.h"

#include "tests/fuzz/mutators/json_mutator.h"
#include "tests/support/safetensors_text.h"

#include <algorithm>
#include <cstdint>

namespace sotto::fuzz {

namespace {

constexpr std::size_t kLengthBytes = 8;

std::uint64_t length_in(std::string_view file) {
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < kLengthBytes; ++i) {
        length |= std::uint64_t{static_cast<std::uint8_t>(file[i])} << (8 * i);
    }
    return length;
}

} // namespace

std::string mutate_safetensors(std::string_view file, std::size_t max_bytes, Mutation& mutation) {
    constexpr std::size_t kWays = 8;
    const std::size_t way = mutation.draw(kWays);
    if (file.size() < kLengthBytes || max_bytes < file.size() || way == 0) {
        return mutation.bytes(file, max_bytes);
    }
    const std::size_t room = max_bytes - file.size();
    const auto length =
        static_cast<std::size_t>(std::min<std::uint64_t>(length_in(file), file.size() - 8));
    std::string header(file.substr(kLengthBytes, length));
    std::string data(file.substr(kLengthBytes + length));
    if (way == 1) {
        data = mutation.bytes(data, data.size() + room);
    } else {
        header = mutate_json(header, header.size() + room, mutation);
    }
    return test::safetensors_text(header, data);
}

} // namespace sotto::fuzz
