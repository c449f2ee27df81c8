#include "storage/kv/kv_database.h"

#include "storage/files/hash.h"
#include "storage/kv/kv_removal.h"
#include "storage/kv/kv_source_sets.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace sotto::storage {
namespace {

// A higher count of searches is damage: no program lives to reach it.
constexpr std::int64_t kMaxSearches = std::int64_t{1} << 40U;

std::unexpected<Error> not_cached() {
    return fail(ErrorCode::not_found, "this is not in the disk cache");
}

std::unexpected<Error> damaged() {
    return fail(ErrorCode::corrupt_data, "the database file is damaged");
}

// Whether the database as a whole is unusable, not only one entry. An error that SQLite cannot
// explain mostly comes from a damaged file, too.
bool means_damage(const Error& error) {
    return error.code == ErrorCode::corrupt_data || error.code == ErrorCode::internal;
}

} // namespace

Result<std::unique_ptr<KvDatabase>> KvDatabase::open(const std::filesystem::path& file,
                                                     const KvBudget& budget,
                                                     const KvFileSettings& settings) {
    auto opened = KvFile::open(file, settings);
    if (!opened) {
        return std::unexpected(opened.error());
    }
    auto connection = opened->connect();
    if (!connection) {
        return std::unexpected(connection.error());
    }
    auto hash = read_hash(*connection);
    if (!hash) {
        return std::unexpected(hash.error());
    }
    return std::unique_ptr<KvDatabase>(
        new KvDatabase(*std::move(opened), file, budget, *std::move(connection), *std::move(hash)));
}

KvDatabase::KvDatabase(KvFile file, std::filesystem::path path, const KvBudget& budget,
                       Connection connection, KvHash hash)
    : file_(std::move(file)), path_(std::move(path)), budget_(budget),
      connection_(std::make_unique<Connection>(std::move(connection))), hash_(std::move(hash)) {}

KvDatabase::~KvDatabase() {
    if (connection_) {
        static_cast<void>(flush_uses()); // on an error they count as unused
    }
}

Status KvDatabase::recreate() {
    touched_.clear();
    connection_.reset();
    Status status = file_.discard();
    if (!status) {
        return status;
    }
    auto connection = file_.connect();
    if (!connection) {
        return std::unexpected(connection.error());
    }
    auto hash = read_hash(*connection);
    if (!hash) {
        return std::unexpected(hash.error());
    }
    connection_ = std::make_unique<Connection>(*std::move(connection));
    hash_ = *std::move(hash);
    return {};
}

// Runs `work`; when that finds the database damaged, recreates it, empty.
template <class Work>
auto KvDatabase::guarded(Work work) -> decltype(work()) {
    if (!connection_) {
        return fail(ErrorCode::io, "the disk cache is damaged, and another program is using it");
    }
    auto result = work();
    if (!result && means_damage(result.error())) {
        if (Status status = recreate(); !status) {
            return std::unexpected(status.error());
        }
        return not_cached();
    }
    return result;
}

Result<KvMatch> KvDatabase::find(const KvQuery& query) {
    auto found = guarded([&] {
        Status flushed = flush_uses();
        if (!flushed && flushed.error().code == ErrorCode::busy) {
            flushed = {}; // another program is writing; what was used counts a little older
        }
        return flushed.and_then([&] { return entries().latest_use(); })
            .and_then([&](std::int64_t latest) -> Result<KvMatch> {
                if (latest < 0 || latest > kMaxSearches) {
                    return damaged();
                }
                current_use_ = latest + 1;
                return find_in(query);
            });
    });
    const bool is_empty = !found && found.error().code == ErrorCode::not_found;
    return is_empty ? Result<KvMatch>(KvMatch{}) : found;
}

Result<KvMatch> KvDatabase::find_in(const KvQuery& query) {
    auto transaction = Transaction::begin(*connection_, Transaction::Access::read);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    KvEntries rows = entries();
    const std::span<const TokenId> tokens = query.tokens;
    KvMatch match;
    for (std::size_t i = 0;; ++i) {
        const KvKey& parent = i == 0 ? query.root : query.blocks[i - 1];
        const auto rest = tokens.subspan(i * query.block_tokens);
        if (query.resume == KvQuery::Resume::at_blocks_and_checkpoints && i > 0) {
            match.tokens = i * query.block_tokens;
            match.blocks = i;
            match.checkpoint.reset();
        }
        const auto checkpoints = rows.checkpoints_after(parent);
        if (!checkpoints) {
            return std::unexpected(checkpoints.error());
        }
        for (const KvEntries::Checkpoint& checkpoint : *checkpoints) {
            const auto end = i * query.block_tokens + checkpoint.n_tokens;
            if (checkpoint.n_tokens > rest.size() || end < match.tokens || end == 0) {
                continue;
            }
            const auto own = rest.first(checkpoint.n_tokens);
            if (rows.is_named(checkpoint, parent, own)) {
                match.tokens = end;
                match.blocks = i;
                match.checkpoint =
                    KvName{KvEntryKind::checkpoint, {}, parent, {own.begin(), own.end()}};
            }
        }
        if (i == query.blocks.size()) {
            return match;
        }
        const auto own = rest.first(query.block_tokens);
        const auto row =
            rows.find({KvEntryKind::block, query.blocks[i], parent, {own.begin(), own.end()}});
        if (!row) {
            return std::unexpected(row.error());
        }
        if (!*row) {
            return match;
        }
        match.stored_blocks = i + 1;
    }
}

Status KvDatabase::read(const KvName& name, std::span<const std::span<std::byte>> to) {
    return guarded([&]() -> Status {
        auto state = Transaction::begin(*connection_, Transaction::Access::read);
        if (!state) {
            return std::unexpected(state.error());
        }
        KvEntries rows = entries();
        const auto row = rows.find(name);
        if (!row) {
            return std::unexpected(row.error());
        }
        if (!*row) {
            return not_cached();
        }
        Status status = rows.read(**row, to);
        const auto ended = std::move(*state).commit();
        status = status ? ended : status;
        if (status) {
            touched_.push_back((*row)->id);
        } else if (means_damage(status.error())) {
            // Removes only this entry, if the database can still be written.
            return rows.remove((*row)->id).and_then([]() -> Status { return not_cached(); });
        }
        return status;
    });
}

Status KvDatabase::save(const KvEntry& entry) {
    // A database found damaged has been recreated; the entry is saved in the new one.
    Status status = guarded([&] { return save_in(entry); });
    if (!status && status.error().code == ErrorCode::not_found) {
        status = guarded([&] { return save_in(entry); });
    }
    return status;
}

// Whether there is nothing to write: the entry is stored, with its sources.
Result<bool> KvDatabase::is_saved(const KvEntry& entry) {
    const auto state = Transaction::begin(*connection_, Transaction::Access::read);
    if (!state) {
        return std::unexpected(state.error());
    }
    const auto known = entries().find(entry.name);
    if (!known || !*known) {
        return known.transform([](const auto&) { return false; });
    }
    if (Status status = check_found(entry.name); !status) {
        return std::unexpected(status.error());
    }
    touched_.push_back((*known)->id);
    return KvSourceSets(*connection_, library_).has((*known)->id, entry.sources);
}

Status KvDatabase::save_in(const KvEntry& entry) {
    if (const auto saved = is_saved(entry); !saved || *saved) {
        return saved.transform([](bool) {});
    }
    buffer_.clear();
    for (const auto& part : entry.bytes) {
        buffer_.insert(buffer_.end(), part.begin(), part.end());
    }
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    return add_in(entry).and_then([&] { return transaction->commit(); });
}

// Runs within the caller's transaction, in which nobody else can save the same, and looks again.
Status KvDatabase::add_in(const KvEntry& entry) {
    KvSourceSets sets(*connection_, library_);
    if (const auto removed = sets.is_removed(entry.sources); !removed || *removed) {
        return removed.transform([](bool) {}); // it has just been removed from the library
    }
    const auto known = entries().find(entry.name);
    if (!known) {
        return std::unexpected(known.error());
    }
    if (*known) {
        return sets.add((*known)->id, entry.sources);
    }
    StreamingChecksum checksum;
    checksum.update(buffer_);
    return make_room(static_cast<std::int64_t>(buffer_.size()))
        .and_then([&] { return entries().add(entry, buffer_, checksum.value(), current_use_); })
        .and_then([&](std::int64_t id) { return sets.add(id, entry.sources); });
}

// save() recognizes a checkpoint by its name, find() by its parent. With a damaged index of parents
// it would never be found and never be saved again.
Status KvDatabase::check_found(const KvName& name) {
    if (name.kind != KvEntryKind::checkpoint) {
        return {};
    }
    const auto checkpoints = entries().checkpoints_after(name.parent);
    if (!checkpoints) {
        return std::unexpected(checkpoints.error());
    }
    const KvEntries rows = entries();
    const bool is_there = std::ranges::any_of(*checkpoints, [&](const auto& checkpoint) {
        return rows.is_named(checkpoint, name.parent, name.tokens);
    });
    return is_there ? Status() : Status(damaged());
}

// Runs within the caller's transaction.
Status KvDatabase::make_room(std::int64_t bytes) {
    KvEntries rows = entries();
    auto used = rows.used_bytes();
    if (!used) {
        return std::unexpected(used.error());
    }
    const auto limit = max_bytes(*used);
    while (*used + bytes > limit) {
        if (Status status = flush_uses_in(); !status) {
            return status;
        }
        const auto removed = rows.remove_oldest(current_use_);
        if (!removed) {
            return std::unexpected(removed.error());
        }
        if (!*removed) {
            return fail(ErrorCode::out_of_space,
                        "the disk cache is full; remove documents to make room");
        }
        used = rows.used_bytes();
        if (!used) {
            return std::unexpected(used.error());
        }
    }
    return {};
}

std::int64_t KvDatabase::max_bytes(std::int64_t used_bytes) const {
    std::error_code error;
    const auto space = std::filesystem::space(path_.parent_path(), error);
    if (error) {
        return budget_.max_bytes;
    }
    const auto reachable = static_cast<double>(space.available) + static_cast<double>(used_bytes);
    return std::min(budget_.max_bytes,
                    static_cast<std::int64_t>(reachable * budget_.share_of_disk));
}

Status KvDatabase::flush_uses() {
    if (touched_.empty()) {
        return {};
    }
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    return flush_uses_in().and_then([&] { return transaction->commit(); });
}

// Runs within the caller's transaction.
Status KvDatabase::flush_uses_in() {
    KvEntries rows = entries();
    for (const auto id : std::exchange(touched_, {})) {
        if (Status status = rows.set_used(id, current_use_); !status) {
            return status;
        }
    }
    return {};
}

Status KvDatabase::pin(std::span<const KvKey> keys) {
    return guarded([&]() -> Status {
        auto transaction = Transaction::begin(*connection_);
        if (!transaction) {
            return std::unexpected(transaction.error());
        }
        KvEntries rows = entries();
        for (const KvKey& key : keys) {
            if (Status status = rows.pin(key); !status) {
                return status;
            }
        }
        return transaction->commit();
    });
}

// A database found damaged has been recreated, without entries.
Status KvDatabase::purge(const KvRemoval& removal) {
    Status status = guarded([&] { return remove_entries_of(*connection_, library_, removal); });
    const bool is_empty = !status && status.error().code == ErrorCode::not_found;
    return is_empty ? Status() : status;
}

Status KvDatabase::clear() {
    Status status = guarded([&] { return remove_all_entries(*connection_, *hash_); });
    const bool is_empty = !status && status.error().code == ErrorCode::not_found;
    return is_empty ? Status() : status;
}

Result<std::int64_t> KvDatabase::count() {
    return guarded([&] { return entries().count(); });
}

Result<std::int64_t> KvDatabase::used_bytes() {
    return guarded([&] { return entries().used_bytes(); });
}

} // namespace sotto::storage
