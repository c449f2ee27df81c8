#pragma once

#include "core/error.h"
#include "core/ports/kv_store.h"
#include "inference/kv/kv_cache.h"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

// A cache's bytes on their way to a store and back, in entries:
//
// * a block entry: the 256 tokens of one whole block, for each layer without a window in their
//   order the bytes of its KvBlock;
// * a checkpoint entry at position P: for each layer in their order and each of its blocks in
// theirs, the
//   tiles of 64 tokens that hold P's open block (layers without a window) or the tokens that the
//   next query still sees (layers with one); head by head, in each the tiles side by side.
//
// kKvFormatVersion counts the ways in which these bytes were laid out.
namespace sotto::inference {

/// Bytes of a cache that nobody writes any more; the blocks live as long as `owner`.
struct KvBytes {
    std::vector<std::span<const std::byte>> bytes;
    std::shared_ptr<const void> owner;
};

/// Gives out views of a cache, without copying; the cache takes copies of what it later writes.
/// Runs on: the inference thread; the views may be read on any.
class KvExport {
public:
    /// `cache` outlives the object, but not what it gave out.
    explicit KvExport(KvCache& cache) : cache_(cache) {}

    /// The whole block `index`. Nothing when no layer is without a window.
    [[nodiscard]] KvBytes block(std::size_t index) const;
    /// The checkpoint at the sequence's end.
    [[nodiscard]] KvBytes checkpoint() const;

private:
    KvCache& cache_;
};

/// A cache that is filled with stored bytes. Runs on: the inference thread.
class KvImport {
public:
    /// Room for a sequence of `length` tokens. Errors: out_of_memory.
    [[nodiscard]] static Result<KvImport> begin(const ModelConfig& config, KvDtype dtype,
                                                std::size_t length);

    /// Where the bytes of a whole block go.
    [[nodiscard]] KvTarget block(std::size_t index) const;
    /// Where the bytes of the checkpoint at the sequence's end go.
    [[nodiscard]] KvTarget checkpoint() const;

    /// The cache, when all blocks and the checkpoint have been written; without a checkpoint that
    /// is needed it would hold zeros.
    [[nodiscard]] std::unique_ptr<KvCache> finish() { return std::move(cache_); }

private:
    explicit KvImport(std::unique_ptr<KvCache> cache) : cache_(std::move(cache)) {}
    std::unique_ptr<KvCache> cache_;
};

/// Whether one can go on after a whole block without a checkpoint: no layer has a window.
[[nodiscard]] bool resumes_at_blocks(const ModelConfig& config);

} // namespace sotto::inference
