#include "storage/kv/kv_entries.h"

#include "storage/files/hash.h"
#include "storage/sqlite/blob_stream.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace sotto::storage {
namespace {

std::span<const std::byte> blob_of(const KvKey& key) {
    return key.bytes;
}

std::span<const std::byte> blob_of(const std::vector<TokenId>& tokens) {
    return std::as_bytes(std::span(tokens));
}

std::unexpected<Error> damaged() {
    return fail(ErrorCode::corrupt_data, "the database file is damaged");
}

bool are_equal(std::span<const std::byte> a, std::span<const std::byte> b) {
    return std::ranges::equal(a, b);
}

std::optional<KvKey> to_key(std::span<const std::byte> blob) {
    KvKey key;
    if (blob.size() != key.bytes.size()) {
        return std::nullopt;
    }
    std::ranges::copy(blob, key.bytes.begin());
    return key;
}

} // namespace

Result<std::optional<KvEntries::Row>> KvEntries::find(const KvName& name) {
    auto rows = connection_.query(
        "SELECT id, kind, parent, tokens, checksum FROM entry WHERE key = ?1", blob_of(name.key));
    if (!rows) {
        return std::unexpected(rows.error());
    }
    std::optional<Row> found;
    Status status = rows->for_each([&](const Statement& row) {
        found = Row{.id = row.integer(0),
                    .checksum = row.integer(4),
                    .is_match = row.integer(1) == static_cast<std::int64_t>(name.kind) &&
                                are_equal(row.blob(2), blob_of(name.parent)) &&
                                are_equal(row.blob(3), blob_of(name.tokens))};
        return Status();
    });
    if (!status) {
        return std::unexpected(status.error());
    }
    return found;
}

Result<std::vector<KvName>> KvEntries::checkpoints_after(const KvKey& parent) {
    auto rows =
        connection_.query("SELECT key, parent, tokens FROM entry WHERE parent = ?1 AND kind = ?2",
                          blob_of(parent), static_cast<std::int64_t>(KvEntryKind::checkpoint));
    if (!rows) {
        return std::unexpected(rows.error());
    }
    std::vector<KvName> checkpoints;
    Status status = rows->for_each([&](const Statement& row) {
        const auto key = to_key(row.blob(0));
        const auto bytes = row.blob(2);
        if (key && to_key(row.blob(1)) == parent && bytes.size() % sizeof(TokenId) == 0) {
            KvName& checkpoint = checkpoints.emplace_back(KvEntryKind::checkpoint, *key, parent);
            checkpoint.tokens.resize(bytes.size() / sizeof(TokenId));
            if (!bytes.empty()) {
                std::memcpy(checkpoint.tokens.data(), bytes.data(), bytes.size());
            }
        }
        return Status();
    });
    if (!status) {
        return std::unexpected(status.error());
    }
    return checkpoints;
}

Status KvEntries::read(const Row& row, std::span<const std::span<std::byte>> to) {
    auto blob = BlobStream::open(connection_, "content", "bytes", row.id);
    if (!blob) {
        return blob.error().code == ErrorCode::not_found ? damaged()
                                                         : std::unexpected(blob.error());
    }
    const auto size = std::accumulate(to.begin(), to.end(), std::size_t{0},
                                      [](std::size_t sum, auto part) { return sum + part.size(); });
    if (blob->size() != size) {
        return damaged();
    }
    StreamingChecksum checksum;
    for (const auto& part : to) {
        if (Status status = blob->read(part); !status) {
            return status;
        }
        checksum.update(part);
    }
    if (checksum.value() != row.checksum) {
        return damaged();
    }
    return {};
}

Status KvEntries::add(const KvEntry& entry, std::span<const std::byte> bytes, std::int64_t checksum,
                      std::int64_t used) {
    const KvName& name = entry.name;
    return connection_
        .run("INSERT INTO entry (key, kind, parent, tokens, position, checksum, used, pinned) "
             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
             blob_of(name.key), static_cast<std::int64_t>(name.kind), blob_of(name.parent),
             blob_of(name.tokens), static_cast<std::int64_t>(entry.end), checksum, used,
             std::int64_t{entry.retention == KvRetention::pinned ? 1 : 0})
        .and_then([&] {
            return connection_.run("INSERT INTO content (id, bytes) VALUES (?1, ?2)",
                                   connection_.last_insert_id(), bytes);
        });
}

Status KvEntries::remove(std::int64_t id) {
    return connection_.run("DELETE FROM entry WHERE id = ?1", id);
}

Status KvEntries::remove_with_descendants(const KvKey& key) {
    return connection_.run("WITH RECURSIVE below (key) AS (VALUES (?1) UNION "
                           "SELECT entry.key FROM entry JOIN below ON entry.parent = below.key) "
                           "DELETE FROM entry WHERE key IN (SELECT key FROM below)",
                           blob_of(key));
}

Status KvEntries::remove_childless_ancestors(KvKey key) {
    for (;;) {
        auto rows = connection_.query("SELECT id, parent FROM entry AS own WHERE key = ?1 AND NOT "
                                      "EXISTS (SELECT 1 FROM entry WHERE parent = own.key)",
                                      blob_of(key));
        if (!rows) {
            return std::unexpected(rows.error());
        }
        std::optional<std::int64_t> childless;
        std::optional<KvKey> parent;
        Status status = rows->for_each([&](const Statement& row) {
            childless = row.integer(0);
            parent = to_key(row.blob(1));
            return Status();
        });
        if (!status || !childless) {
            return status;
        }
        if (status = remove(*childless); !status || !parent) {
            return status;
        }
        key = *parent;
    }
}

Result<bool> KvEntries::remove_oldest(std::int64_t used) {
    // Of one text the last entries go first: the rest cannot be used without its beginning.
    Status status = connection_.run(
        "DELETE FROM entry WHERE id = (SELECT id FROM entry WHERE pinned = 0 AND used < ?1 "
        "ORDER BY used, position DESC LIMIT 1)",
        used);
    if (!status) {
        return std::unexpected(status.error());
    }
    return connection_.changes() > 0;
}

Status KvEntries::set_used(std::int64_t id, std::int64_t used) {
    return connection_.run("UPDATE entry SET used = ?2 WHERE id = ?1", id, used);
}

Status KvEntries::pin(const KvKey& key) {
    return connection_.run("UPDATE entry SET pinned = 1 WHERE key = ?1", blob_of(key));
}

Result<std::int64_t> KvEntries::latest_use() {
    return connection_.read_integer("SELECT coalesce(max(used), 0) FROM (SELECT max(used) AS used "
                                    "FROM entry WHERE pinned = 0 UNION ALL SELECT max(used) FROM "
                                    "entry WHERE pinned = 1)");
}

Result<std::int64_t> KvEntries::count() {
    return connection_.read_integer("SELECT count(*) FROM entry");
}

Result<std::int64_t> KvEntries::used_bytes() {
    const auto page = connection_.read_integer("PRAGMA page_size");
    const auto all = connection_.read_integer("PRAGMA page_count");
    const auto free = connection_.read_integer("PRAGMA freelist_count");
    if (!page || !all || !free) {
        return std::unexpected(!page ? page.error() : !all ? all.error() : free.error());
    }
    return *page * (*all - *free);
}

} // namespace sotto::storage
