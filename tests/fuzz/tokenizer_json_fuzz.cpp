#include "inference/tokenizer/tokenizer_json.h"
#include "tests/fuzz/json_mutator.h"
#include "tests/fuzz/tokenizer_checks.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

/// Input: a tokenizer.json.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view file(reinterpret_cast<const char*>(data), size);
    sotto::fuzz::check_tokenizer(sotto::inference::read_tokenizer_json(file));
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most_bytes, unsigned seed) {
    const std::string_view file(reinterpret_cast<const char*>(data), size);
    return sotto::fuzz::give_back(sotto::fuzz::mutate_json(file, most_bytes, seed), data,
                                  most_bytes);
}
