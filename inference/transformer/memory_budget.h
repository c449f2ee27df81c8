#pragma once

#include "core/error.h"
#include "core/ports/language_model.h"
#include "core/ports/model_catalog.h"
#include "inference/model/model_config.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>

// Whether there is memory for something, asked before it is taken: the kernel says no only by
// ending the program.
namespace sotto::inference {

/// What this process may still take. Unit: bytes.
struct MemoryState {
    std::int64_t available_bytes = 0; ///< without swapping, and within the limit below
    /// The tightest limit of our options group (version 2) and those above it, where there is one.
    std::optional<std::int64_t> limit_bytes;
};

/// Asks the kernel; pages of files that could be dropped count as available. `root`: the folder in
/// which proc and sys lie. Nothing when the kernel does not say.
[[nodiscard]] std::optional<MemoryState> read_memory_state(const std::filesystem::path& root = "/");

/// What a use of a model takes. Unit: bytes.
struct MemoryNeed {
    std::int64_t weights_bytes = 0; ///< packed; the same whether mapped or private
    std::int64_t kv_bytes = 0;
    std::int64_t scratch_bytes = 0; ///< activations, logits, tables

    [[nodiscard]] std::int64_t total() const { return weights_bytes + kv_bytes + scratch_bytes; }
};

/// The packed matrices of a model whose matrices are all of this dtype.
[[nodiscard]] std::int64_t packed_weights_bytes(const ModelConfig& config, WeightDtype dtype);

/// Keys and values of the first `tokens` tokens: layers with a window hold no more than it and the
/// blocks it touches.
[[nodiscard]] std::int64_t kv_cache_bytes(const ModelConfig& config, KvDtype dtype,
                                          std::size_t tokens);

/// All that a loaded model takes with `context_tokens` tokens in its cache.
[[nodiscard]] MemoryNeed estimate_memory(const ModelConfig& config, std::int64_t weights_bytes,
                                         KvDtype dtype, std::size_t context_tokens);

/// What the memory is for: chooses the words of the verdict.
enum class MemoryUse { model, prompt };

/// The verdict: success when `need` and a reserve for the rest of the program are available, or
/// when nothing is known. Errors: out_of_memory (says both numbers and what to do).
[[nodiscard]] Status check_memory(const MemoryNeed& need, const std::optional<MemoryState>& state,
                                  MemoryUse use);

} // namespace sotto::inference
