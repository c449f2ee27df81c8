#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// Changes of JSON texts that keep them JSON for the most part, so that a fuzzer gets past the first
// character. Works on texts that are no JSON too.
namespace sotto::fuzz {

/// `text` with one change, drawn by `seed`: a value for another one of the text or for a number or
/// string at some limit, a member dropped, doubled, or put deep into brackets; or whatever
/// libFuzzer's own mutator does. At most `most_bytes`.
[[nodiscard]] std::string mutate_json(std::string_view text, std::size_t most_bytes,
                                      std::uint32_t seed);

/// What libFuzzer's own mutator makes of `bytes`. At most `most_bytes`.
[[nodiscard]] std::string mutate_bytes(std::string_view bytes, std::size_t most_bytes);

/// The body of LLVMFuzzerCustomMutator: puts `changed` into the fuzzer's buffer.
std::size_t give_back(std::string_view changed, std::uint8_t* data, std::size_t most_bytes);

} // namespace sotto::fuzz
