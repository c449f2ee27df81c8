// libFuzzer's entry points for one target: SOTTO_FUZZ_TARGET.

#include "tests/fuzz/heap_limit.h"
#include "tests/fuzz/target.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <ctime>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace {

std::string_view as_text(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

std::string libfuzzer_bytes(std::string_view bytes, std::size_t max_bytes) {
    std::string buffer(std::max({max_bytes, bytes.size(), std::size_t{1}}), '\0');
    std::ranges::copy(bytes, buffer.begin());
    buffer.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(buffer.data()), bytes.size(),
                                   buffer.size()));
    return buffer;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const sotto::fuzz::Target& target = sotto::fuzz::SOTTO_FUZZ_TARGET();
    const sotto::fuzz::HeapLimit limit(target.max_heap + size);
    // CPU time, not wall clock time: waiting for the CPU must not count against the input. Inputs
    // that never end are detected by libFuzzer.
    const std::clock_t begin = std::clock();
    static_cast<void>(target.run(as_text(data, size)));
    sotto::fuzz::require(std::clock() - begin < target.max_seconds * CLOCKS_PER_SEC,
                         "an input takes no more of the processor than its target allows");
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_bytes, unsigned seed) {
    sotto::fuzz::Mutation mutation(seed, libfuzzer_bytes);
    const std::string changed =
        sotto::fuzz::SOTTO_FUZZ_TARGET().mutate(as_text(data, size), max_bytes, mutation);
    const std::size_t kept = std::min(changed.size(), max_bytes);
    std::copy_n(changed.begin(), kept, data);
    return kept;
}
