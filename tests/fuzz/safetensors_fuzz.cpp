#include "inference/model/safetensors.h"
#include "tests/fuzz/json_mutator.h"
#include "tests/fuzz/memory_file.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

namespace {

constexpr std::size_t kLengthBytes = 8;

std::string length_bytes(std::uint64_t length) {
    std::string bytes;
    for (std::size_t i = 0; i < kLengthBytes; ++i) {
        bytes += static_cast<char>(length >> (8 * i) & 0xFFU);
    }
    return bytes;
}

std::uint64_t length_in(std::string_view file) {
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < kLengthBytes; ++i) {
        length |= std::uint64_t{static_cast<std::uint8_t>(file[i])} << (8 * i);
    }
    return length;
}

} // namespace

/// Input: a whole file. What is accepted gives tensors that lie in it and fill its data section.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sotto::inference;
    static sotto::fuzz::MemoryFile memory;
    memory.fill({data, size});
    const auto file = SafetensorsFile::open(memory.path());
    if (!file) {
        return 0;
    }
    std::size_t covered = 0;
    unsigned sum = 0;
    for (const auto& [name, tensor] : file->tensors()) {
        covered += tensor.data.size();
        for (const std::byte value : tensor.data) {
            sum += std::to_integer<unsigned>(value);
        }
    }
    if (covered > size || (covered == 0 && sum != 0)) {
        std::abort();
    }
    return 0;
}

/// Changes the header and lets its length follow, or the length alone, or the data.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most_bytes, unsigned seed) {
    using namespace sotto::fuzz;
    const std::string_view file(reinterpret_cast<const char*>(data), size);
    if (size < kLengthBytes || most_bytes <= kLengthBytes || seed % 16 == 0) {
        return give_back(mutate_bytes(file, most_bytes), data, most_bytes);
    }
    const std::size_t room = most_bytes - kLengthBytes;
    const std::size_t length = std::min<std::uint64_t>(length_in(file), size - kLengthBytes);
    std::string header(file.substr(kLengthBytes, length));
    std::string section(file.substr(kLengthBytes + length));
    if (seed % 16 == 1) {
        section = mutate_bytes(section, std::max<std::size_t>(room - header.size(), 1));
    } else {
        header = mutate_json(header, std::max<std::size_t>(room - section.size(), 1), seed / 16);
    }
    return give_back(length_bytes(header.size()) + header + section, data, most_bytes);
}
