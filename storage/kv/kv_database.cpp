#include "storage/kv/kv_database.h"

#include "storage/files/hash.h"

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
    return std::unique_ptr<KvDatabase>(
        new KvDatabase(*std::move(opened), file, budget, *std::move(connection)));
}

KvDatabase::KvDatabase(KvFile file, std::filesystem::path path, const KvBudget& budget,
                       Connection connection)
    : file_(std::move(file)), path_(std::move(path)), budget_(budget),
      connection_(std::make_unique<Connection>(std::move(connection))) {}

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
    connection_ = std::make_unique<Connection>(*std::move(connection));
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
        return flush_uses()
            .and_then([&] { return KvEntries(*connection_).latest_use(); })
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
    KvEntries entries(*connection_);
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
        auto checkpoints = entries.checkpoints_after(parent);
        if (!checkpoints) {
            return std::unexpected(checkpoints.error());
        }
        for (KvName& checkpoint : *checkpoints) {
            const auto end = i * query.block_tokens + checkpoint.tokens.size();
            const bool begins_rest =
                checkpoint.tokens.size() <= rest.size() &&
                std::ranges::equal(checkpoint.tokens, rest.first(checkpoint.tokens.size()));
            if (begins_rest && end >= match.tokens && end > 0) {
                match.tokens = end;
                match.blocks = i;
                match.checkpoint = std::move(checkpoint);
            }
        }
        if (i == query.blocks.size()) {
            return match;
        }
        const auto own = rest.first(query.block_tokens);
        const auto row =
            entries.find({KvEntryKind::block, query.blocks[i], parent, {own.begin(), own.end()}});
        if (!row) {
            return std::unexpected(row.error());
        }
        if (!*row || !(*row)->is_match) {
            return match;
        }
        match.stored_blocks = i + 1;
    }
}

Status KvDatabase::read(const KvName& name, std::span<const std::span<std::byte>> to) {
    return guarded([&]() -> Status {
        KvEntries entries(*connection_);
        const auto row = entries.find(name);
        if (!row) {
            return std::unexpected(row.error());
        }
        if (!*row || !(*row)->is_match) {
            return not_cached();
        }
        Status status = entries.read(**row, to);
        if (status) {
            touched_.push_back((*row)->id);
        } else if (means_damage(status.error())) {
            // Removes only this entry, if the database can still be written.
            return entries.remove((*row)->id).and_then([]() -> Status { return not_cached(); });
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

Status KvDatabase::save_in(const KvEntry& entry) {
    KvEntries entries(*connection_);
    const auto known = entries.find(entry.name);
    if (!known) {
        return std::unexpected(known.error());
    }
    if (*known) {
        touched_.push_back((*known)->id);
        return (*known)->is_match ? check_found(entry.name) : Status(damaged());
    }
    buffer_.clear();
    for (const auto& part : entry.bytes) {
        buffer_.insert(buffer_.end(), part.begin(), part.end());
    }
    StreamingChecksum checksum;
    checksum.update(buffer_);
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    return make_room(static_cast<std::int64_t>(buffer_.size()))
        .and_then([&] { return entries.add(entry, buffer_, checksum.value(), current_use_); })
        .and_then([&] { return transaction->commit(); });
}

// save() recognizes a checkpoint by its key, find() by its parent. With a damaged index of parents
// it would never be found and never be saved again.
Status KvDatabase::check_found(const KvName& name) {
    if (name.kind != KvEntryKind::checkpoint) {
        return {};
    }
    const auto checkpoints = KvEntries(*connection_).checkpoints_after(name.parent);
    if (!checkpoints) {
        return std::unexpected(checkpoints.error());
    }
    return std::ranges::contains(*checkpoints, name) ? Status() : Status(damaged());
}

// Runs within the caller's transaction.
Status KvDatabase::make_room(std::int64_t bytes) {
    KvEntries entries(*connection_);
    auto used = entries.used_bytes();
    if (!used) {
        return std::unexpected(used.error());
    }
    const auto limit = max_bytes(*used);
    while (*used + bytes > limit) {
        if (Status status = flush_uses_in(); !status) {
            return status;
        }
        const auto removed = entries.remove_oldest(current_use_);
        if (!removed) {
            return std::unexpected(removed.error());
        }
        if (!*removed) {
            return fail(ErrorCode::out_of_space,
                        "the disk cache is full; remove documents to make room");
        }
        used = entries.used_bytes();
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
    KvEntries entries(*connection_);
    for (const auto id : std::exchange(touched_, {})) {
        if (Status status = entries.set_used(id, current_use_); !status) {
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
        KvEntries entries(*connection_);
        for (const KvKey& key : keys) {
            if (Status status = entries.pin(key); !status) {
                return status;
            }
        }
        return transaction->commit();
    });
}

Status KvDatabase::purge(const KvQuery& query) {
    Status status = guarded([&] { return purge_in(query); });
    const bool is_empty = !status && status.error().code == ErrorCode::not_found;
    return is_empty ? Status() : status;
}

Status KvDatabase::purge_in(const KvQuery& query) {
    const auto match = find_in(query);
    if (!match) {
        return std::unexpected(match.error());
    }
    if (match->stored_blocks == 0 && !match->checkpoint) {
        return {};
    }
    // Keys and values reveal the text they were computed from, so they are overwritten.
    if (Status status = connection_->run_script("PRAGMA secure_delete = ON"); !status) {
        return status;
    }
    KvEntries entries(*connection_);
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) {
        return std::unexpected(transaction.error());
    }
    Status status;
    if (match->stored_blocks == 0) {
        status = entries.remove_with_descendants(match->checkpoint->key);
    } else {
        // The last block goes with its descendants, then the ancestors that are left childless.
        const KvKey& last = query.blocks[match->stored_blocks - 1];
        const KvKey parent =
            match->stored_blocks > 1 ? query.blocks[match->stored_blocks - 2] : query.root;
        status = entries.remove_with_descendants(last).and_then(
            [&] { return entries.remove_childless_ancestors(parent); });
    }
    status = status.and_then([&] { return transaction->commit(); });
    const Status restored = connection_->run_script("PRAGMA secure_delete = OFF");
    return status ? restored : status;
}

Result<std::int64_t> KvDatabase::count() {
    return guarded([&] { return KvEntries(*connection_).count(); });
}

Result<std::int64_t> KvDatabase::used_bytes() {
    return guarded([&] { return KvEntries(*connection_).used_bytes(); });
}

} // namespace sotto::storage
