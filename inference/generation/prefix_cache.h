#pragma once

#include "core/error.h"
#include "core/ports/kv_store.h"
#include "inference/generation/loaded_model.h"
#include "inference/kv/kv_hash_chain.h"

#include <cstddef>
#include <limits>
#include <span>
#include <stop_token>

namespace sotto::inference {

/// A checkpoint is stored after this many tokens: at most so many are computed again after a crash.
inline constexpr std::size_t kCheckpointTokens = 4096;

/// Prefix caching for one request: finds the longest known prefix of its prompt in the session and
/// in the model's KV store, and saves new blocks and checkpoints there. Without a store it uses the
/// session only. Runs on: the inference thread.
class PrefixCache {
public:
    /// `model` outlives the object.
    explicit PrefixCache(LoadedModel& model)
        : model_(model), store_(model.kv_store()), chain_(model.kv_root()) {}

    struct CachedPrefix {
        std::size_t tokens = 0;          ///< tokens in the session
        std::size_t restored_tokens = 0; ///< all of them, if they come from the store
        double restore_seconds = 0;
    };
    /// Brings the session to the longest known prefix of the first `most` tokens of `prompt`. A
    /// store that fails counts as empty. Errors: cancelled, out_of_memory.
    Result<CachedPrefix> begin(std::span<const TokenId> prompt, std::size_t most,
                               const std::stop_token& stop);

    /// From what the prompt is computed: up to the first `prefix` tokens from the documents of
    /// `sources` alone. Call before anything is saved.
    void set_sources(KvSources sources, std::size_t prefix);

    /// Saves nothing beyond the first `tokens` tokens; nothing at all until this is called.
    void save_up_to(std::size_t tokens, KvRetention retention);

    /// Saves new whole blocks, and a checkpoint if one is due. Call between passes, when no token
    /// of the session can be rolled back any more.
    void save_blocks();
    /// Saves what is needed to resume exactly here.
    void save_checkpoint();
    /// Pins all blocks of the session.
    void pin();

private:
    struct Restored {
        std::size_t tokens = 0;
        std::size_t blocks = 0;
    };
    Result<Restored> find_and_restore(std::span<const TokenId> prompt, std::size_t most,
                                      std::size_t in_memory, const std::stop_token& stop);
    Status restore(std::span<const TokenId> prompt, const KvMatch& match,
                   const std::stop_token& stop);
    void save_checkpoint_here();
    [[nodiscard]] const KvSources& sources_of(std::size_t end) const;

    LoadedModel& model_;
    KvStore* store_;
    KvHashChain chain_;
    KvSources sources_;
    KvSources prefix_sources_; // of entries that end within the prefix
    std::size_t prefix_ = 0;
    std::size_t limit_ = 0;
    KvRetention retention_ = KvRetention::evictable;
    std::size_t saved_blocks_ = 0;
    std::size_t checkpoint_at_ = 0; // of the last stored one
};

} // namespace sotto::inference
