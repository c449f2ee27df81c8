#pragma once

#include "core/error.h"
#include "core/ports/kv_source.h"
#include "storage/kv/kv_hash.h"
#include "storage/sqlite/sqlite.h"

#include <cstdint>

namespace sotto::storage {

/// Overwrites and removes the entries of kv.db that were computed from what was removed from a
/// library, and records that first, so that nothing of it is saved any more. Killed meanwhile, the
/// next call with the same removal continues. Errors: as Connection.
[[nodiscard]] Status remove_entries_of(Connection& connection, std::int64_t library,
                                       const KvRemoval& removal);

/// Overwrites and removes all entries. Errors: as Connection.
[[nodiscard]] Status remove_all_entries(Connection& connection, const KvHash& hash);

} // namespace sotto::storage
