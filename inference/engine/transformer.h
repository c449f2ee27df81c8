#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "core/language_model.h"
#include "inference/model/model_config.h"
#include "inference/model/weights.h"

#include <cstddef>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace sotto::inference {

/// Keys and values of one sequence, grown block by block (256 tokens) as it gets longer. Layers
/// with a window keep only the blocks their window can still see.
class KvCache;

/// Which rows of logits a forward pass computes.
enum class LogitRows { none, last, all };

/// The forward pass of a decoder-only Transformer of any of our families. Immutable weights; the
/// scratch memory makes it usable by one thread at a time.
class Transformer {
public:
    /// `threads`: 1 or more; 0 = one per performance core. Errors: of the source; out_of_memory.
    [[nodiscard]] static Result<std::unique_ptr<Transformer>>
    create(const ModelConfig& config, WeightSource& weights, KvForm kv, int threads);

    ~Transformer();
    Transformer(const Transformer&) = delete;
    Transformer& operator=(const Transformer&) = delete;

    [[nodiscard]] const ModelConfig& config() const;
    [[nodiscard]] std::unique_ptr<KvCache> make_cache() const;

    /// Appends `tokens` to the sequence in `cache`, in chunks of at most `chunk_tokens`, and writes
    /// logits. Shape of `logits`: none → empty, last → [vocabulary_size], all → [tokens,
    /// vocabulary]. Errors: cancelled (the cache then holds the chunks that were finished),
    /// context_too_long, out_of_memory, invalid_input (an id outside the vocabulary).
    Status forward(std::span<const TokenId> tokens, KvCache& cache, LogitRows rows,
                   std::span<float> logits, const std::stop_token& stop,
                   std::size_t chunk_tokens = 128);

private:
    Transformer();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace sotto::inference
