#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "core/ports/language_model.h"
#include "inference/model/model_config.h"
#include "inference/model/weights.h"
#include "inference/transformer/load_options.h"

#include <cstddef>
#include <memory>
#include <span>
#include <stop_token>

namespace sotto::inference {

class KvCache;
class OperatorProfiler;
struct PackedWeights;

/// Most tokens that go through the layers at once.
inline constexpr std::size_t kMaxChunkTokens = 256;

/// Which rows of logits a forward pass computes.
enum class LogitsFor { none, last, all };

/// The forward pass of a decoder-only Transformer of any of our families. Immutable weights; the
/// scratch memory makes it usable by one thread at a time.
class Transformer {
public:
    /// Maps or packs the weights. `threads`: 1 or more; 0 = one per performance core. `weights`
    /// outlives the Transformer, which reads the rows of the embedding from it.
    /// Errors: of the source; cancelled, corrupt_data, unsupported, out_of_memory (a verdict before
    /// anything is taken, or afterwards).
    [[nodiscard]] static Result<std::unique_ptr<Transformer>>
    create(const ModelConfig& config, WeightSource& weights, KvDtype kv, int threads,
           const LoadOptions& options = {});

    ~Transformer();
    Transformer(const Transformer&) = delete;
    Transformer& operator=(const Transformer&) = delete;

    [[nodiscard]] const ModelConfig& config() const;
    /// From now on computes with these rotary embeddings, pairing and weightless norms, at no cost:
    /// the weights stay. Precondition: all else is as in config(). Errors: out_of_memory (nothing
    /// has changed).
    Status set_position_config(const ModelConfig& config);
    [[nodiscard]] KvDtype kv_dtype() const;
    [[nodiscard]] std::size_t threads() const;
    [[nodiscard]] std::unique_ptr<KvCache> make_cache() const;
    /// What the linear layers read, and how this start came by it.
    [[nodiscard]] const PackedWeights& packed_weights() const;

    /// Whether up to kMaxVerifiedTokens tokens that are computed at once have logits with the bits
    /// that they have one at a time. Tried out, some milliseconds, when it is first asked.
    [[nodiscard]] bool can_verify_drafts();

    /// From now on each forward pass adds to `profiler`, which outlives this or the next call;
    /// nullptr = none, as at first.
    void set_profiler(OperatorProfiler* profiler);

    /// Appends `tokens` to the sequence in `cache`, in chunks of at most `chunk_tokens` (at most
    /// kMaxChunkTokens), and writes logits. Shape of `logits`: none → empty, last →
    /// [vocabulary_size], all → [tokens, vocabulary]. Errors: cancelled (the cache then holds the
    /// chunks that were finished), context_too_long, out_of_memory, invalid_input (an id outside
    /// the vocabulary); of reading the embedding.
    Status forward(std::span<const TokenId> tokens, KvCache& cache, LogitsFor logits_for,
                   std::span<float> logits, const std::stop_token& stop,
                   std::size_t chunk_tokens = 128);

private:
    struct Impl;
    explicit Transformer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace sotto::inference
