#include "inference/generation/answer.h"

#include "inference/generation/prompt_prefill.h"
#include "inference/generation/sampler.h"
#include "inference/generation/speculative_decoder.h"
#include "inference/generation/thinking_filter.h"

#include <algorithm>
#include <chrono>
#include <format>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace sotto::inference {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double rate(std::int64_t tokens, double seconds) {
    return tokens > 0 && seconds > 0 ? static_cast<double>(tokens) / seconds : 0;
}

// One answer in progress.
class Answer {
public:
    Answer(LoadedModel& model, const GenerateRequest& request, GenerateObserver& observer)
        : model_(model), request_(request), observer_(observer), sampler_(request.sampling),
          prefill_(model, observer, request.stop), decoder_(model.session(), model.speculation()),
          detokenizer_(model.tokenizer()) {}

    Result<Generation> run() {
        auto& stats = generation_.stats;
        auto tokens = request_.tokens ? Result<SharedTokens>(request_.tokens)
                                      : model_.tokenize(request_.prompt, request_.stop);
        if (!tokens && tokens.error().code == ErrorCode::cancelled) {
            stats.reason = FinishReason::cancelled;
            return std::move(generation_);
        }
        if (!tokens) {
            return std::unexpected(std::move(tokens.error()));
        }
        prompt_ = *std::move(tokens);
        if (const auto& own = model_.chat_template().own;
            own && own->has_thinking && std::holds_alternative<ChatPrompt>(request_.prompt)) {
            thinking_.emplace(prompt_->begins_thinking ? AnswerPart::thinking : AnswerPart::start);
        }
        const std::span<const TokenId> prompt = prompt_->ids;
        const auto context = model_.config().max_positions;
        if (prompt.size() + 1 > context) {
            return fail(ErrorCode::context_too_long,
                        std::format("the prompt has {} tokens, and with room for an answer the "
                                    "model's context takes {}",
                                    prompt.size(), context - 1));
        }
        stats.prompt_tokens = static_cast<std::int64_t>(prompt.size());
        limit_ = std::min(request_.max_tokens, static_cast<std::int64_t>(context - prompt.size()));
        if (limit_ <= 0) {
            stats.reason = FinishReason::length;
            return std::move(generation_);
        }
        auto status = prefill(prompt);
        if (status) {
            status = decode();
        }
        flush();
        if (const auto rolled_back = decoder_.finish(); status && !rolled_back) {
            status = rolled_back;
        }
        if (request_.saving == KvSaving::turn) {
            prefill_.prefix_cache().save_checkpoint(); // of what is complete, also after a stop
        }
        if (!status && status.error().code == ErrorCode::cancelled) {
            stats.reason = FinishReason::cancelled;
        } else if (!status) {
            return std::unexpected(status.error());
        }
        stats.generated_tokens = static_cast<std::int64_t>(generation_.token_ids.size());
        return std::move(generation_);
    }

private:
    Status prefill(std::span<const TokenId> prompt) {
        auto& stats = generation_.stats;
        const auto cached =
            prefill_.begin(prompt, prompt.size() - 1); // the last token is left for the logits
        if (!cached) {
            return std::unexpected(cached.error());
        }
        stats.reused_tokens = static_cast<std::int64_t>(cached->tokens);
        stats.restored_tokens = static_cast<std::int64_t>(cached->restored_tokens);
        stats.restore_seconds = cached->restore_seconds;
        const auto began = Clock::now();
        const auto last_chunk = (prompt.size() - 1) / kPrefillChunkTokens * kPrefillChunkTokens;
        auto status =
            prefill_prefix(prompt).and_then([&] { return prefill_.prefill_to(last_chunk); });
        if (!status) {
            return status;
        }
        prefill_.report_progress();
        status = decoder_.begin(prompt.subspan(prefill_.position()), request_.stop);
        if (!status) {
            return status;
        }
        prefill_.report_progress();
        stats.prefill_tokens_per_second =
            rate(static_cast<std::int64_t>(prompt.size() - cached->tokens), seconds_since(began));
        return {};
    }

    // Prefills instructions and documents up to the beginning of the question, so that another
    // question can continue exactly there. Done even if nothing is saved: the answer must not
    // depend on that.
    Status prefill_prefix(std::span<const TokenId> prompt) {
        auto& prefix_cache = prefill_.prefix_cache();
        const auto prefix = static_cast<std::size_t>(prompt_->prefix_tokens);
        // A summary of earlier turns comes before the first question, too.
        const auto* const chat = std::get_if<ChatPrompt>(&request_.prompt);
        const bool has_summary =
            chat != nullptr && !chat->messages.empty() && chat->messages.front().role != Role::user;
        prefix_cache.set_sources(request_.sources, has_summary ? 0 : prefix);
        if (request_.saving == KvSaving::turn) {
            prefix_cache.save_up_to(model_.config().max_positions, KvRetention::evictable);
        }
        const bool is_worth_it = prompt.size() - prefill_.position() >= kPrefillChunkTokens / 2;
        if (!is_worth_it || prefix <= prefill_.position() || prefix == prompt.size()) {
            return {};
        }
        if (request_.saving == KvSaving::prefix) {
            prefix_cache.save_up_to(prefix, KvRetention::evictable);
        }
        auto status = prefill_.prefill_to(prefix);
        if (status) {
            prefix_cache.save_checkpoint();
        }
        return status;
    }

    Status decode() {
        auto& stats = generation_.stats;
        Clock::time_point first;
        std::int64_t decoded = 0;
        const auto set_rate = [&] {
            stats.decode_tokens_per_second = rate(decoded, seconds_since(first));
        };
        observer_.on_progress({Phase::writing, 0, limit_});
        for (std::int64_t i = 0;; ++i) {
            const auto token = sampler_.sample(decoder_.logits().first(model_.sampleable_tokens()),
                                               decoder_.tokens());
            if (!token) {
                model_.session().reset();
                return fail(ErrorCode::corrupt_data,
                            "the model computes no valid numbers; its weights are damaged");
            }
            if (i == 0) {
                first = Clock::now();
                stats.first_token_seconds = seconds_since(start_);
            }
            if (model_.is_stop(*token)) {
                stats.reason = FinishReason::stop;
                break;
            }
            emit(*token);
            if (i + 1 == limit_) {
                stats.reason = FinishReason::length;
                break;
            }
            if (request_.stop.stop_requested()) {
                set_rate();
                return fail(ErrorCode::cancelled, "stopped");
            }
            const auto status =
                decoder_.advance(*token, static_cast<std::size_t>(limit_ - i - 1), request_.stop);
            if (!status) {
                set_rate();
                return status;
            }
            ++decoded;
        }
        set_rate();
        return {};
    }

    void emit(TokenId token) {
        generation_.token_ids.push_back(token);
        const auto text = detokenizer_.push(token);
        if (!thinking_) {
            return show(text);
        }
        // The marks of thinking may be control tokens, which have no text.
        show(thinking_->push(text));
        const std::string mark = model_.tokenizer().decode({&token, 1}, SpecialText::parse);
        if (text.empty() && ThinkingFilter::is_mark(mark)) {
            show(thinking_->push(mark));
        }
    }

    void show(const AnswerParts& parts) {
        if (!parts.thinking.empty()) {
            generation_.thinking += parts.thinking;
            observer_.on_thinking(parts.thinking);
        }
        if (!parts.answer.empty()) {
            show(parts.answer);
        }
    }

    void show(std::string_view text) {
        generation_.text += text;
        observer_.on_text(text);
    }

    // What the detokenizer and the filter still hold at the end.
    void flush() {
        const auto text = detokenizer_.finish();
        if (thinking_) {
            show(thinking_->push(text));
            show(thinking_->finish());
        } else if (!text.empty()) {
            show(text);
        }
    }

    LoadedModel& model_;
    const GenerateRequest& request_;
    GenerateObserver& observer_;
    Clock::time_point start_ = Clock::now();
    Sampler sampler_;
    PromptPrefill prefill_;
    SpeculativeDecoder decoder_;
    StreamDecoder detokenizer_;
    SharedTokens prompt_;
    std::optional<ThinkingFilter> thinking_; ///< of a model that may think
    std::int64_t limit_ = 0;
    Generation generation_;
};

} // namespace

Result<Generation> answer(LoadedModel& model, const GenerateRequest& request,
                          GenerateObserver& observer) {
    return Answer(model, request, observer).run();
}

} // namespace sotto::inference
