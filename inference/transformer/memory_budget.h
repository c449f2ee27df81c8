#pragma once

#include "core/error.h"
#include "core/ports/language_model.h"
#include "core/ports/model_catalog.h"
#include "inference/model/model_config.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>

// Checks that there is enough memory before it is allocated: Linux refuses only by killing the
// process.
namespace sotto::inference {

/// Memory that this process can still allocate. Unit: bytes.
struct MemoryState {
    std::int64_t available_bytes = 0; ///< without swapping, and within limit_bytes
    /// The tightest limit of our control group (cgroup v2) and its ancestors, if there is one.
    std::optional<std::int64_t> limit_bytes;
};

/// Asks the kernel; reclaimable file pages count as available. `root`: the folder that contains
/// proc and sys. Nothing if the kernel does not tell.
[[nodiscard]] std::optional<MemoryState> read_memory_state(const std::filesystem::path& root = "/");

/// Memory needed for some use of a model. Unit: bytes.
struct MemoryNeed {
    std::int64_t weights_bytes = 0; ///< packed; the same whether mapped or private
    std::int64_t kv_bytes = 0;
    std::int64_t scratch_bytes = 0; ///< activations, logits, tables

    [[nodiscard]] std::int64_t total() const { return weights_bytes + kv_bytes + scratch_bytes; }
};

/// Size of a model's packed matrices if all are of this dtype.
[[nodiscard]] std::int64_t packed_weights_bytes(const ModelConfig& config, WeightDtype dtype);

/// Size of the KV cache of the first `tokens` tokens: layers with a window hold no more than the
/// blocks that the window touches.
[[nodiscard]] std::int64_t kv_cache_bytes(const ModelConfig& config, KvDtype dtype,
                                          std::size_t tokens);

/// Everything that a loaded model needs with `context_tokens` tokens in its cache.
[[nodiscard]] MemoryNeed estimate_memory(const ModelConfig& config, std::int64_t weights_bytes,
                                         KvDtype dtype, std::size_t context_tokens);

/// What the memory is needed for; determines the wording of the error.
enum class MemoryUse { model, prompt };

/// Succeeds if `need` and a reserve for the rest of the program are available, or if nothing is
/// known. Errors: out_of_memory (with both numbers and what to do).
[[nodiscard]] Status check_memory(const MemoryNeed& need, const std::optional<MemoryState>& state,
                                  MemoryUse use);

} // namespace sotto::inference
