#include "inference/generation/prompt_prefill.h"

#include <algorithm>
#include <chrono>
#include <format>

namespace sotto::inference {

Result<PrefixCache::CachedPrefix> PromptPrefill::begin(std::span<const TokenId> prompt,
                                                       std::size_t most) {
    prompt_ = prompt;
    auto cached = prefix_cache_.begin(prompt, most, stop_);
    if (cached) {
        if (auto room = model_.check_room_for(prompt.size()); !room) {
            return std::unexpected(room.error());
        }
    }
    return cached;
}

Status PromptPrefill::prefill_to(std::size_t end) {
    while (position() < end) {
        report_progress();
        const auto done = position();
        const auto count = std::min(kPrefillChunkTokens - done % kPrefillChunkTokens, end - done);
        auto status =
            model_.session().extend(prompt_.subspan(done, count), LogitsFor::none, {}, stop_);
        if (!status) {
            return status;
        }
        prefix_cache_.save_blocks();
    }
    return {};
}

void PromptPrefill::report_progress() const {
    observer_.on_progress({Phase::reading, static_cast<std::int64_t>(position()),
                           static_cast<std::int64_t>(prompt_.size())});
}

Result<PrefillReport> prefill(LoadedModel& model, const PrefillRequest& request,
                              GenerateObserver& observer) {
    const auto prefix = model.render_prefix(request.system, request.documents, request.stop);
    if (!prefix) {
        return std::unexpected(prefix.error());
    }
    const auto context = model.config().max_positions;
    if (prefix->size() + 1 > context) {
        return fail(ErrorCode::context_too_long,
                    std::format("the document has {} tokens, and the model's context takes {}",
                                prefix->size(), context));
    }
    PrefillReport report;
    report.tokens = static_cast<std::int64_t>(prefix->size());
    PromptPrefill prompt_prefill(model, observer, request.stop);
    auto cached = prompt_prefill.begin(*prefix, prefix->size());
    Status status = cached ? Status() : std::unexpected(cached.error());
    if (cached) {
        prompt_prefill.prefix_cache().set_sources(request.sources, prefix->size());
        prompt_prefill.prefix_cache().save_up_to(prefix->size(), KvRetention::pinned);
        report.reused_tokens = static_cast<std::int64_t>(cached->tokens);
        const auto began = std::chrono::steady_clock::now();
        status = prompt_prefill.prefill_to(prefix->size());
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - began;
        report.read_tokens = static_cast<std::int64_t>(prompt_prefill.position());
        const auto computed = static_cast<double>(report.read_tokens - report.reused_tokens);
        report.tokens_per_second = taken.count() > 0 ? computed / taken.count() : 0;
        prompt_prefill.report_progress();
        prompt_prefill.prefix_cache().save_checkpoint();
        prompt_prefill.prefix_cache().pin();
    }
    if (!status && status.error().code != ErrorCode::cancelled) {
        return std::unexpected(status.error());
    }
    return report;
}

} // namespace sotto::inference
