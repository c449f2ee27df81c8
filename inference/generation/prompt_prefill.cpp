#include "inference/generation/prompt_prefill.h"

#include <algorithm>
#include <chrono>
#include <format>

namespace sotto::inference {

Result<KvReuse::Begun> PromptPrefill::begin(std::span<const TokenId> prompt, std::size_t most) {
    prompt_ = prompt;
    auto begun = reuse_.begin(prompt, most, stop_);
    if (begun) {
        if (auto room = model_.check_room_for(prompt.size()); !room) {
            return std::unexpected(room.error());
        }
    }
    return begun;
}

Status PromptPrefill::read_to(std::size_t end) {
    while (position() < end) {
        tell_progress();
        const auto done = position();
        const auto count = std::min(kPromptSlice - done % kPromptSlice, end - done);
        auto status =
            model_.session().extend(prompt_.subspan(done, count), LogitRows::none, {}, stop_);
        if (!status) {
            return status;
        }
        reuse_.save_blocks();
    }
    return {};
}

void PromptPrefill::tell_progress() const {
    observer_.on_progress({Phase::reading, static_cast<std::int64_t>(position()),
                           static_cast<std::int64_t>(prompt_.size())});
}

Result<PrefillReport> prefill(LoadedModel& model, const PrefillRequest& request,
                              GenerateObserver& observer) {
    const auto prefix = model.render_prefix(request.system, request.documents);
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
    PromptPrefill reader(model, observer, request.stop);
    auto begun = reader.begin(*prefix, prefix->size());
    Status status = begun ? Status() : std::unexpected(begun.error());
    if (begun) {
        reader.reuse().save_up_to(prefix->size(), KvRetention::pinned);
        report.reused_tokens = static_cast<std::int64_t>(begun->tokens);
        const auto began = std::chrono::steady_clock::now();
        status = reader.read_to(prefix->size());
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - began;
        report.read_tokens = static_cast<std::int64_t>(reader.position());
        const auto computed = static_cast<double>(report.read_tokens - report.reused_tokens);
        report.tokens_per_second = taken.count() > 0 ? computed / taken.count() : 0;
        reader.tell_progress();
        reader.reuse().save_checkpoint();
        reader.reuse().pin();
    }
    if (!status && status.error().code != ErrorCode::cancelled) {
        return std::unexpected(status.error());
    }
    return report;
}

} // namespace sotto::inference
