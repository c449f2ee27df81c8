#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "core/ports/kv_source.h"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace sotto {

/// The key of an entry: a hash of the model, of the entry before it, and of its tokens. A store
/// keeps keyed hashes of keys and tokens only.
struct KvKey {
    std::array<std::byte, 16> bytes{};
    friend auto operator<=>(const KvKey&, const KvKey&) = default;
};

/// What an entry holds.
enum class KvEntryKind : std::uint8_t {
    block = 0,      ///< keys and values of the full-attention layers, for one block of tokens
    checkpoint = 1, ///< what is needed beside the blocks to continue from here
};

/// Identifies an entry: its `tokens` follow those of the entry `parent`, or of the root key of the
/// model. A checkpoint has the tokens between the last whole block and its position.
struct KvName {
    KvEntryKind kind = KvEntryKind::block;
    KvKey key;
    KvKey parent;
    std::vector<TokenId> tokens;
    friend bool operator==(const KvName&, const KvName&) = default;
};

/// Whether an entry may be evicted.
enum class KvRetention { evictable, pinned };

/// An entry to save. Its bytes no longer change; `owner` keeps them alive.
struct KvEntry {
    KvName name;
    std::size_t end = 0; ///< tokens of the prompt up to the end of the entry
    std::vector<std::span<const std::byte>> bytes;
    std::shared_ptr<const void> owner;
    KvRetention retention = KvRetention::evictable;
    /// All of which the text up to the entry's end was made; removing one of them removes the
    /// entry, unless another text of other sources has the same tokens.
    KvSources sources = {}; // NOLINT(readability-redundant-member-init)
};

/// Where the bytes of an entry are written; `owner` keeps the memory alive.
struct KvTarget {
    std::vector<std::span<std::byte>> bytes;
    std::shared_ptr<void> owner;
};

/// A prompt whose longest stored prefix is looked for, as the keys of its whole blocks.
struct KvQuery {
    KvKey root; ///< parent of the first block
    std::size_t block_tokens = 0;
    std::vector<KvKey> blocks;
    std::vector<TokenId> tokens; ///< those of the whole blocks, and what follows
    /// Where the model can continue: after any block, or at checkpoints only.
    enum class Resume { at_checkpoints, at_blocks_and_checkpoints } resume = Resume::at_checkpoints;
};

/// The longest stored prefix that the model can continue from; none when `tokens` is 0.
struct KvMatch {
    std::size_t tokens = 0;
    std::size_t blocks = 0;           ///< whole blocks of these
    std::optional<KvName> checkpoint; ///< without its key, which a store does not keep
    std::size_t stored_blocks = 0;    ///< whole blocks found, with or without a checkpoint
};

/// Port to the stored keys and values of prompts. All of them can be computed again, so a caller
/// may treat any error as "not found". Runs on: the inference thread.
class KvStore {
public:
    virtual ~KvStore() = default;

    /// Finds the longest stored prefix. Entries that are read or saved until the next find() are
    /// not evicted. Errors: io, busy, cancelled.
    virtual Result<KvMatch> find(KvQuery query, const std::stop_token& stop) = 0;

    /// Reads the bytes of an entry and waits for them. Errors: not_found (also for other tokens
    /// under the same key), corrupt_data (the entry is then removed), io, busy, cancelled.
    virtual Status read(KvName name, KvTarget target, const std::stop_token& stop) = 0;

    /// Saves an entry soon, in the order of the calls, unless it is stored already. A failure is
    /// reported once, elsewhere.
    virtual void save(KvEntry entry) = 0;

    /// Protects stored entries from eviction.
    virtual void pin(std::vector<KvKey> keys) = 0;

    /// Called on the store's thread when a removal has ended.
    using Removed = std::move_only_function<void(const Status&)>;

    /// Overwrites and removes what was computed from these, whatever the model and the rest of the
    /// prompt, and saves nothing any more of what is gone. Errors: io, busy, out_of_space.
    virtual void purge(KvRemoval removal, Removed then) = 0;

    /// Overwrites and removes everything. Errors: as purge().
    virtual void clear(Removed then) = 0;
};

} // namespace sotto
