#include "inference/transformer/session.h"

#include <algorithm>

namespace sotto::inference {

Session::Session(Transformer& transformer)
    : transformer_(transformer), cache_(transformer.make_cache()) {}

std::size_t Session::common_prefix(std::span<const TokenId> text) const {
    const auto common = std::ranges::mismatch(tokens_, text).in1 - tokens_.begin();
    const auto length = static_cast<std::size_t>(common);
    return cache_->can_truncate(length) ? length : 0;
}

std::size_t Session::rewind_to(std::span<const TokenId> text) {
    const auto length = common_prefix(text);
    if (!cache_->truncate(length)) {
        reset();
        return 0;
    }
    tokens_.resize(length);
    return length;
}

void Session::restore(std::unique_ptr<KvCache> cache, std::span<const TokenId> tokens) {
    cache_ = std::move(cache);
    tokens_.assign(tokens.begin(), tokens.end());
}

Status Session::extend(std::span<const TokenId> tokens, LogitsFor logits_for,
                       std::span<float> logits, const std::stop_token& stop) {
    auto status = transformer_.forward(tokens, *cache_, logits_for, logits, stop);
    if (!status && status.error().code != ErrorCode::cancelled) {
        reset();
        return status;
    }
    // A stopped pass keeps the chunks that were completed.
    const auto done = cache_->length() - tokens_.size();
    tokens_.insert(tokens_.end(), tokens.begin(),
                   tokens.begin() + static_cast<std::ptrdiff_t>(done));
    return status;
}

Status Session::rollback_to(std::size_t length) {
    auto status = cache_->truncate(length);
    if (status) {
        tokens_.resize(length);
    }
    return status;
}

std::size_t Session::vocabulary_size() const {
    return transformer_.config().vocabulary_size;
}

void Session::reset() {
    cache_ = transformer_.make_cache();
    tokens_.clear();
}

} // namespace sotto::inference
