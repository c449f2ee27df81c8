#include "inference/generation/prefix_cache.h"

#include "inference/kv/kv_transfer.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace sotto::inference {

namespace {

// Fewer tokens are computed before anybody notices; besides, a checkpoint takes disk space.
constexpr std::size_t kLeastGain = 64;

// A damaged entry is found once and then purged; a store with more of them than this is given up.
constexpr int kMaxAttempts = 8;

} // namespace

Result<PrefixCache::CachedPrefix>
PrefixCache::begin(std::span<const TokenId> prompt, std::size_t most, const std::stop_token& stop) {
    auto& session = model_.session();
    const auto in_memory = session.common_prefix(prompt.first(most));
    if (store_ != nullptr && most >= in_memory + kLeastGain) {
        const auto began = std::chrono::steady_clock::now();
        const auto restored = find_and_restore(prompt, most, in_memory, stop);
        if (!restored) {
            return std::unexpected(restored.error());
        }
        if (restored->tokens > 0) {
            const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - began;
            return CachedPrefix{restored->tokens, restored->tokens, taken.count()};
        }
    }
    return CachedPrefix{session.rewind_to(prompt.first(most))};
}

// Restores nothing if the session holds as much.
Result<PrefixCache::Restored> PrefixCache::find_and_restore(std::span<const TokenId> prompt,
                                                            std::size_t most, std::size_t in_memory,
                                                            const std::stop_token& stop) {
    chain_.extend(prompt.first(most));
    const auto resume = resumes_at_blocks(model_.config())
                            ? KvQuery::Resume::at_blocks_and_checkpoints
                            : KvQuery::Resume::at_checkpoints;
    for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
        const auto match = store_->find(chain_.query(prompt, most, resume), stop);
        if (!match) {
            return match.error().code == ErrorCode::cancelled
                       ? Result<Restored>(std::unexpected(match.error()))
                       : Restored{};
        }
        saved_blocks_ = match->stored_blocks;
        if (match->tokens < in_memory + kLeastGain) {
            return Restored{};
        }
        const auto status = restore(prompt, *match, stop);
        if (status) {
            checkpoint_at_ = match->tokens;
            return Restored{match->tokens, match->blocks};
        }
        if (status.error().code == ErrorCode::cancelled ||
            status.error().code == ErrorCode::out_of_memory) {
            return std::unexpected(status.error());
        }
        in_memory = 0; // the session was reset to make room
    }
    saved_blocks_ = 0;
    return Restored{};
}

Status PrefixCache::restore(std::span<const TokenId> prompt, const KvMatch& match,
                            const std::stop_token& stop) {
    auto& session = model_.session();
    session.reset(); // there may be no memory for two
    if (auto room = model_.check_room_for(prompt.size()); !room) {
        return room;
    }
    auto made = KvImport::begin(model_.config(), model_.transformer().kv_dtype(), match.tokens);
    if (!made) {
        return std::unexpected(made.error());
    }
    for (std::size_t i = 0; i < match.blocks; ++i) {
        auto status = store_->read(chain_.block(prompt, i), made->block(i), stop);
        if (!status) {
            return status;
        }
    }
    if (match.checkpoint) {
        auto status = store_->read(*match.checkpoint, made->checkpoint(), stop);
        if (!status) {
            return status;
        }
    }
    session.restore(made->finish(), prompt.first(match.tokens));
    return {};
}

void PrefixCache::set_sources(KvSources sources, std::size_t prefix) {
    sources_ = std::move(sources);
    prefix_ = prefix;
    prefix_sources_.clear();
    std::ranges::copy_if(sources_, std::back_inserter(prefix_sources_), [](const KvSource& source) {
        return source.kind == KvSource::Kind::document;
    });
}

const KvSources& PrefixCache::sources_of(std::size_t end) const {
    return end <= prefix_ ? prefix_sources_ : sources_;
}

void PrefixCache::save_up_to(std::size_t tokens, KvRetention retention) {
    limit_ = tokens;
    retention_ = retention;
}

void PrefixCache::save_blocks() {
    const auto tokens = model_.session().tokens();
    if (store_ == nullptr || limit_ == 0) {
        return;
    }
    chain_.extend(tokens);
    const auto whole = std::min(tokens.size(), limit_) / kKvBlockTokens;
    KvExport blocks(model_.session().cache());
    for (; saved_blocks_ < whole; ++saved_blocks_) {
        KvBytes bytes = blocks.block(saved_blocks_);
        const std::size_t end = (saved_blocks_ + 1) * kKvBlockTokens;
        store_->save({.name = chain_.block(tokens, saved_blocks_),
                      .end = end,
                      .bytes = std::move(bytes.bytes),
                      .owner = std::move(bytes.owner),
                      .retention = retention_,
                      .sources = sources_of(end)});
    }
    if (tokens.size() <= limit_ &&
        tokens.size() / kCheckpointTokens > checkpoint_at_ / kCheckpointTokens) {
        save_checkpoint_here();
    }
}

void PrefixCache::save_checkpoint() {
    save_blocks();
    const auto length = model_.session().tokens().size();
    if (store_ != nullptr && length <= limit_ && length >= kLeastGain && length != checkpoint_at_) {
        save_checkpoint_here();
    }
}

void PrefixCache::save_checkpoint_here() {
    const auto tokens = model_.session().tokens();
    checkpoint_at_ = tokens.size();
    KvBytes bytes = KvExport(model_.session().cache()).checkpoint();
    if (bytes.bytes.empty()) {
        return; // whole blocks are enough
    }
    store_->save({.name = chain_.checkpoint(tokens),
                  .end = tokens.size(),
                  .bytes = std::move(bytes.bytes),
                  .owner = std::move(bytes.owner),
                  .retention = retention_,
                  .sources = sources_of(tokens.size())});
}

void PrefixCache::pin() {
    const auto tokens = model_.session().tokens();
    if (store_ == nullptr || tokens.empty()) {
        return;
    }
    chain_.extend(tokens);
    const auto whole = static_cast<std::ptrdiff_t>(tokens.size() / kKvBlockTokens);
    std::vector<KvKey> keys(chain_.blocks().begin(), chain_.blocks().begin() + whole);
    keys.push_back(chain_.checkpoint(tokens).key);
    store_->pin(std::move(keys));
}

} // namespace sotto::inference
