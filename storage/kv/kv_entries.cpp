#include "storage/kv/kv_entries.h"

#include "storage/files/hash.h"
#include "storage/sqlite/blob_stream.h"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace sotto::storage {
namespace {

std::span<const std::byte> blob_of(const KvHash::Digest& digest) {
    return digest;
}

std::unexpected<Error> damaged() {
    return fail(ErrorCode::corrupt_data, "the database file is damaged");
}

} // namespace

Result<std::optional<KvEntries::Row>> KvEntries::find(const KvName& name) {
    const auto digest = hash_.name(name.kind, name.parent, name.tokens);
    auto rows =
        connection_.query("SELECT id, checksum FROM entry WHERE name = ?1", blob_of(digest));
    if (!rows) {
        return std::unexpected(rows.error());
    }
    std::optional<Row> found;
    Status status = rows->for_each([&](const Statement& row) {
        found = Row{.id = row.integer(0), .checksum = row.integer(1)};
        return Status();
    });
    if (!status) {
        return std::unexpected(status.error());
    }
    return found;
}

Result<std::vector<KvEntries::Checkpoint>> KvEntries::checkpoints_after(const KvKey& parent) {
    const auto link = hash_.link(parent);
    auto rows =
        connection_.query("SELECT name, n_tokens FROM entry WHERE parent = ?1 AND kind = ?2",
                          blob_of(link), static_cast<std::int64_t>(KvEntryKind::checkpoint));
    if (!rows) {
        return std::unexpected(rows.error());
    }
    std::vector<Checkpoint> checkpoints;
    Status status = rows->for_each([&](const Statement& row) {
        const auto name = row.blob(0);
        const std::int64_t n_tokens = row.integer(1);
        if (Checkpoint checkpoint; name.size() == checkpoint.name.size() && n_tokens >= 0) {
            std::ranges::copy(name, checkpoint.name.begin());
            checkpoint.n_tokens = static_cast<std::size_t>(n_tokens);
            checkpoints.push_back(checkpoint);
        }
        return Status();
    });
    if (!status) {
        return std::unexpected(status.error());
    }
    return checkpoints;
}

bool KvEntries::is_named(const Checkpoint& checkpoint, const KvKey& parent,
                         std::span<const TokenId> tokens) const {
    return checkpoint.n_tokens == tokens.size() &&
           checkpoint.name == hash_.name(KvEntryKind::checkpoint, parent, tokens);
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

Result<std::int64_t> KvEntries::add(const KvEntry& entry, std::span<const std::byte> bytes,
                                    std::int64_t checksum, std::int64_t used) {
    const KvName& name = entry.name;
    const auto digest = hash_.name(name.kind, name.parent, name.tokens);
    const auto link = hash_.link(name.key);
    const auto parent = hash_.link(name.parent);
    Status status = connection_.run(
        "INSERT INTO entry (name, link, kind, parent, n_tokens, position, checksum, used, pinned) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING",
        blob_of(digest), blob_of(link), static_cast<std::int64_t>(name.kind), blob_of(parent),
        std::ssize(name.tokens), static_cast<std::int64_t>(entry.end), checksum, used,
        std::int64_t{entry.retention == KvRetention::pinned ? 1 : 0});
    if (status && connection_.changes() == 0) {
        status = damaged();
    }
    if (!status) {
        return std::unexpected(status.error());
    }
    const std::int64_t id = connection_.last_insert_id();
    return connection_.run("INSERT INTO content (id, bytes) VALUES (?1, ?2)", id, bytes)
        .transform([&] { return id; });
}

Status KvEntries::remove(std::int64_t id) {
    return connection_.run("DELETE FROM entry WHERE id = ?1", id);
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

Result<bool> KvEntries::remove_some() {
    const Status status =
        connection_.run("DELETE FROM entry WHERE id IN (SELECT id FROM entry LIMIT 16)");
    if (!status) {
        return std::unexpected(status.error());
    }
    return connection_.changes() > 0;
}

Status KvEntries::set_used(std::int64_t id, std::int64_t used) {
    return connection_.run("UPDATE entry SET used = ?2 WHERE id = ?1", id, used);
}

Status KvEntries::pin(const KvKey& key) {
    const auto link = hash_.link(key);
    return connection_.run("UPDATE entry SET pinned = 1 WHERE link = ?1", blob_of(link));
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
