#pragma once

#include "core/error.h"
#include "core/ports/kv_store.h"
#include "inference/kv/kv_cache.h"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

// How a cache is stored, in entries:
//
// * a block: 256 tokens of all layers without a window, in layer order, each the bytes of its
//   KvBlock;
// * a checkpoint at position P: in layer order and block order, the tiles of 64 tokens with P's
//   unfinished block (layers without a window) or with the tokens that the next query sees (layers
//   with a window); head by head, the tiles of a head side by side.
//
// kKvFormatVersion is the version of this format.
namespace sotto::inference {

/// Bytes of a cache that are no longer written; the blocks live as long as `owner`.
struct KvBytes {
    std::vector<std::span<const std::byte>> bytes;
    std::shared_ptr<const void> owner;
};

/// Exports views of a cache without copying; the cache copies a block before it writes to it again.
/// Runs on: the inference thread; views may be read on any.
class KvExport {
public:
    /// `cache` outlives this object, but not the views.
    explicit KvExport(KvCache& cache) : cache_(cache) {}

    /// Whole block `index`. Empty if every layer has a window.
    [[nodiscard]] KvBytes block(std::size_t index) const;
    /// The checkpoint at the end of the sequence.
    [[nodiscard]] KvBytes checkpoint() const;

private:
    KvCache& cache_;
};

/// A cache that is filled with stored bytes. Runs on: the inference thread.
class KvImport {
public:
    /// Allocates a sequence of `length` tokens. Errors: out_of_memory.
    [[nodiscard]] static Result<KvImport> begin(const ModelConfig& config, KvDtype dtype,
                                                std::size_t length);

    /// Destination of the bytes of a whole block.
    [[nodiscard]] KvTarget block(std::size_t index) const;
    /// Destination of the bytes of the checkpoint at the end of the sequence.
    [[nodiscard]] KvTarget checkpoint() const;

    /// The cache, once all blocks and the checkpoint have been written; without a checkpoint that
    /// it needs, the cache would contain zeros.
    [[nodiscard]] std::unique_ptr<KvCache> finish() { return std::move(cache_); }

private:
    explicit KvImport(std::unique_ptr<KvCache> cache) : cache_(std::move(cache)) {}
    std::unique_ptr<KvCache> cache_;
};

/// Whether generation can resume after a whole block without a checkpoint: no layer has a window.
[[nodiscard]] bool resumes_at_blocks(const ModelConfig& config);

} // namespace sotto::inference
