#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "core/ports/language_model.h"
#include "inference/model/model_config.h"
#include "inference/model/weights.h"
#include "inference/transformer/load_options.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>

namespace sotto::inference {

class KvCache;
class OperatorProfiler;
struct PackedWeights;
enum class ActivationRounding : std::uint8_t;

/// Maximum number of tokens in a chunk, that is, in one pass through the layers.
inline constexpr std::size_t kMaxChunkTokens = 256;

/// The tokens for which a forward pass computes logits.
enum class LogitsFor { none, last, all };

/// The forward pass of a decoder-only transformer of any supported family. The weights are
/// immutable; because of its scratch memory, only one thread can use it at a time.
class Transformer {
public:
    /// Maps or packs the weights. `threads`: 1 or more; 0 = one per performance core. `weights`
    /// outlives the Transformer, which reads the embedding from it. Errors: those of the source;
    /// cancelled, corrupt_data, unsupported, out_of_memory (estimated before anything is allocated,
    /// or afterwards).
    [[nodiscard]] static Result<std::unique_ptr<Transformer>>
    create(const ModelConfig& config, WeightSource& weights, KvDtype kv, int threads,
           const LoadOptions& options = {});

    ~Transformer();
    Transformer(const Transformer&) = delete;
    Transformer& operator=(const Transformer&) = delete;

    [[nodiscard]] const ModelConfig& config() const;
    /// From now on uses the RoPE, its pairing and the weightless norms of `config`; the weights
    /// stay as they are. Precondition: everything else is as in config(). Errors: out_of_memory
    /// (nothing has changed).
    Status set_position_config(const ModelConfig& config);
    [[nodiscard]] KvDtype kv_dtype() const;
    [[nodiscard]] std::size_t threads() const;
    [[nodiscard]] std::unique_ptr<KvCache> make_cache() const;
    /// The packed weights of the linear layers, and where they came from.
    [[nodiscard]] const PackedWeights& packed_weights() const;
    /// How the inputs of the layers' matrices are rounded: as in the first layer.
    [[nodiscard]] ActivationRounding activation_rounding() const;

    /// Whether the forward pass is batch-invariant: up to kMaxVerifiedTokens tokens computed at
    /// once have the same logits, to the bit, as one at a time. Tested at the first call, which
    /// takes a few milliseconds.
    [[nodiscard]] bool can_verify_drafts();

    /// From now on each forward pass adds its times to `profiler`, which outlives this or the next
    /// call; nullptr = none (default).
    void set_profiler(OperatorProfiler* profiler);

    /// Appends `tokens` to the sequence in `cache`, in chunks of at most `chunk_tokens` (up to
    /// kMaxChunkTokens), and writes logits. Shape of `logits`: none → empty, last →
    /// [vocabulary_size], all → [tokens, vocabulary_size]. Errors: cancelled (the cache then holds
    /// the completed chunks), context_too_long, out_of_memory, invalid_input (an id outside the
    /// vocabulary); those of reading the embedding.
    Status forward(std::span<const TokenId> tokens, KvCache& cache, LogitsFor logits_for,
                   std::span<float> logits, const std::stop_token& stop,
                   std::size_t chunk_tokens = 128);

private:
    struct Impl;
    explicit Transformer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace sotto::inference
