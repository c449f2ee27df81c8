#pragma once

#include "core/error.h"
#include "core/ids.h"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace sotto {

/// Names a entry of keys and values: a hash of the model, of the entry before it and of its tokens.
/// Not cryptographic; whoever uses a entry compares its parent and its tokens as well.
struct KvKey {
    std::array<std::byte, 16> bytes{};
    friend auto operator<=>(const KvKey&, const KvKey&) = default;
};

/// What a entry holds.
enum class KvEntryKind : std::uint8_t {
    block = 0,      ///< the layers that see everything, for one block of tokens
    checkpoint = 1, ///< what is needed beside the blocks to go on exactly here
};

/// Which entry: `tokens` follow those of the entry `parent` (or begin the text after the model's
/// own key). A checkpoint has the tokens between the last whole block and where one goes on.
struct KvName {
    KvEntryKind kind = KvEntryKind::block;
    KvKey key;
    KvKey parent;
    std::vector<TokenId> tokens;
    friend bool operator==(const KvName&, const KvName&) = default;
};

/// Whether room may be made by removing a entry.
enum class KvRetention { evictable, pinned };

/// A entry on its way to the store. Nobody writes its bytes any more; `owner` keeps them alive.
struct KvEntry {
    KvName name;
    std::size_t end = 0; ///< tokens of the text up to the end of the entry
    std::vector<std::span<const std::byte>> bytes;
    std::shared_ptr<const void> owner;
    KvRetention retention = KvRetention::evictable;
};

/// Where the bytes of a entry go; `owner` keeps the memory alive for as long as it may be written.
struct KvTarget {
    std::vector<std::span<std::byte>> bytes;
    std::shared_ptr<void> owner;
};

/// What one would like to find: the beginning of a text, as names of its whole blocks.
struct KvQuery {
    KvKey root; ///< parent of the first block
    std::size_t block_tokens = 0;
    std::vector<KvKey> blocks;
    std::vector<TokenId> tokens; ///< `blocks.size()` whole blocks, and what follows them
    /// Whether one can go on after a block without a checkpoint.
    enum class Resume { at_checkpoints, at_blocks_and_checkpoints } resume = Resume::at_checkpoints;
};

/// The longest beginning that can be gone on from; nothing when `tokens` is 0.
struct KvMatch {
    std::size_t tokens = 0;
    std::size_t blocks = 0; ///< whole blocks of these
    std::optional<KvName> checkpoint;
    std::size_t stored_blocks = 0; ///< whole blocks that are there, with or without a checkpoint
};

/// Port to keys and values that outlive the program: a memo of what the model computed from a text.
/// Everything in it can be computed again, so whoever uses it may take any error for "not there".
/// Runs on: the inference thread.
class KvStore {
public:
    virtual ~KvStore() = default;

    /// The longest stored beginning of a text. Entries that are read or saved from here on to the
    /// next search are in use: they are not removed to make room. Errors: io, busy, cancelled.
    virtual Result<KvMatch> find(KvQuery query, const std::stop_token& stop) = 0;

    /// Fills the target with the bytes of a entry; waits for it. Errors: not_found (or another text
    /// under the same key), corrupt_data (the entry is then forgotten), io, busy, cancelled.
    virtual Status read(KvName name, KvTarget target, const std::stop_token& stop) = 0;

    /// Saves a entry some time soon, after those that were given before; one that is there already
    /// stays. What goes wrong is told once, elsewhere.
    virtual void save(KvEntry entry) = 0;

    /// Keeps entries that are there from being removed to make room.
    virtual void pin(std::vector<KvKey> keys) = 0;

    /// Removes what a search finds and all that follows it; overwrites it. Errors: io, busy,
    /// cancelled.
    virtual Status purge(KvQuery query, const std::stop_token& stop) = 0;
};

} // namespace sotto
