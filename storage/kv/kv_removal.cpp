#include "storage/kv/kv_removal.h"

#include "storage/kv/kv_entries.h"
#include "storage/kv/kv_source_sets.h"

namespace sotto::storage {
namespace {

// Calls `remove` in one transaction after the other, so that each journal stays small, until there
// is nothing left to remove.
template <class Remove>
Status remove_until_done(Connection& connection, Remove remove) {
    for (;;) {
        auto transaction = Transaction::begin(connection);
        if (!transaction) {
            return std::unexpected(transaction.error());
        }
        const auto removed = remove();
        if (!removed) {
            return std::unexpected(removed.error());
        }
        if (Status status = transaction->commit(); !status || !*removed) {
            return status;
        }
    }
}

} // namespace

Status remove_entries_of(Connection& connection, std::int64_t library, const KvRemoval& removal) {
    const KvSources shortened(removal.shortened.begin(), removal.shortened.end());
    KvSourceSets sets(connection, library);
    auto transaction = Transaction::begin(connection);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    return sets.set_removed(removal.gone)
        .and_then([&] { return sets.set_removed(shortened); })
        .and_then([&] { return transaction->commit(); })
        .and_then([&] {
            return remove_until_done(connection, [&] { return sets.remove_some_entries(); });
        })
        .and_then([&] { return sets.drop_removed_sets(); })
        .and_then([&] { return sets.unset_removed(shortened); })
        .and_then([&] { return connection.checkpoint(); });
}

Status remove_all_entries(Connection& connection, const KvHash& hash) {
    KvEntries entries(connection, hash);
    return remove_until_done(connection, [&] { return entries.remove_some(); })
        .and_then([&] { return KvSourceSets(connection, 0).drop_removed_sets(); })
        .and_then([&] { return connection.checkpoint(); });
}

} // namespace sotto::storage
