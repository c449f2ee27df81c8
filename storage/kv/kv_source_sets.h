#pragma once

#include "core/error.h"
#include "core/ports/kv_source.h"
#include "storage/sqlite/sqlite.h"

#include <cstdint>
#include <span>
#include <string>

namespace sotto::storage {

/// From what the entries of kv.db were computed. Each text that an entry was saved for adds a set:
/// the conversation and the documents that the text was made of. An entry goes with the last of its
/// sets, and a set with the first of its sources; so what two conversations share stays until both
/// are removed, and what was read of two documents goes with either. Runs on: the connection's
/// thread. Errors of all: as Connection.
class KvSourceSets {
public:
    /// `library`: from which the sources are; several may share a cache folder. Owner: the caller
    /// keeps the connection alive.
    KvSourceSets(Connection& connection, std::int64_t library)
        : connection_(connection), library_(library) {}

    /// Whether one of the sources has been removed.
    [[nodiscard]] Result<bool> is_removed(std::span<const KvSource> sources);

    /// Whether the entry has this set; an empty set is never missing.
    [[nodiscard]] Result<bool> has(std::int64_t entry, std::span<const KvSource> sources);
    [[nodiscard]] Status add(std::int64_t entry, std::span<const KvSource> sources);

    /// Records that the sources are removed: no entry of theirs is saved any more.
    [[nodiscard]] Status set_removed(std::span<const KvSource> sources);
    [[nodiscard]] Status unset_removed(std::span<const KvSource> sources);
    /// Removes some entries that are left with removed sources only; false when there is none.
    [[nodiscard]] Result<bool> remove_some_entries();
    /// Drops the sets of removed sources, and those without an entry.
    [[nodiscard]] Status drop_removed_sets();

private:
    [[nodiscard]] std::string text_of(std::span<const KvSource> sources) const;

    Connection& connection_;
    std::int64_t library_;
};

} // namespace sotto::storage
