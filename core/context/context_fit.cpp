#include "core/context/context_fit.h"

#include "core/context/passages.h"
#include "core/context/speakers.h"
#include "core/context/summary_plan.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace sotto {

namespace {

constexpr std::int64_t kBlocks = 4;          // that the room for turns is divided into
constexpr std::int64_t kSummaryTokens = 256; // limit for a summary of turns
constexpr std::int64_t kBytesPerToken = 4;   // estimate, to compare turns
constexpr std::int64_t kFrameTokens = 8;     // of a message around its text, for the same estimate
constexpr double kFirstSearchShare = 0.9;    // of the room, by the mean bytes per token
constexpr double kNextSearchShare = 0.8;     // of the try before, when that did not fit
constexpr int kSearchTries = 12;
// About six passages. More are no better (tests/quality, search-100k) and take longer to read.
constexpr std::int64_t kSearchedTokens = 1536;
constexpr std::string_view kSummaryTitle = "Our conversation so far";
constexpr std::string_view kSummaryLead = "What was said before, in short: ";

/// Passes on progress but no text, since a summary's text is not part of the answer.
class ProgressOnly final : public GenerateObserver {
public:
    explicit ProgressOnly(GenerateObserver& observer) : observer_(observer) {}
    void on_progress(const Progress& progress) override { observer_.on_progress(progress); }

private:
    GenerateObserver& observer_;
};

// The first message of each turn, which is one of the user. The question is not included.
std::vector<std::size_t> turn_beginnings(const std::vector<ChatMessage>& messages) {
    std::vector<std::size_t> beginnings;
    for (std::size_t i = 0; i + 1 < messages.size(); ++i) {
        if (i == 0 || messages[i].role == Role::user) {
            beginnings.push_back(i);
        }
    }
    return beginnings;
}

std::int64_t estimate_tokens(const ChatMessage& message) {
    return kFrameTokens + (message.token_ids.empty()
                               ? static_cast<std::int64_t>(message.text.size()) / kBytesPerToken
                               : static_cast<std::int64_t>(message.token_ids.size()));
}

std::string text_of_turns(std::span<const ChatMessage> messages) {
    std::string text;
    for (const ChatMessage& message : messages) {
        text += message.role == Role::user ? "User: " : "Assistant: ";
        text += quote_speakers(message.text).text + "\n\n";
    }
    return text;
}

/// Makes one prompt fit.
class Fitter {
public:
    /// `kept`: null = no summary is generated.
    Fitter(LanguageModel& model, const GenerateRequest& request, TurnSummary* kept,
           GenerateObserver& observer)
        : model_(model), request_(request), whole_(std::get<ChatPrompt>(request.prompt)),
          kept_(kept), observer_(observer) {
        fitted_.prompt = whole_;
        fitted_.tokens = request.tokens;
    }

    Result<FittedPrompt> count(OverflowPolicy overflow_policy) {
        auto status = plan_whole();
        if (!status) {
            return std::unexpected(std::move(status.error()));
        }
        FittedPrompt unfitted = fitted_;
        if (!fits() && (overflow_policy == OverflowPolicy::drop_oldest ||
                        overflow_policy == OverflowPolicy::summarize)) {
            if (status = truncate_turns(overflow_policy); !status) {
                return std::unexpected(std::move(status.error()));
            }
        }
        return fits() ? std::move(fitted_) : std::move(unfitted);
    }

    Result<FittedPrompt> run(OverflowPolicy overflow_policy) {
        auto status = plan_whole();
        if (status && !fits() && overflow_policy == OverflowPolicy::search &&
            !whole_.documents.empty()) {
            status = search();
        }
        if (status && !fits() && overflow_policy != OverflowPolicy::refuse) {
            status = truncate_turns(overflow_policy);
        }
        if (!status) {
            return std::unexpected(std::move(status.error()));
        }
        if (!fits()) {
            return std::unexpected(context_full_error(fitted_.use.plan));
        }
        return std::move(fitted_);
    }

private:
    [[nodiscard]] const ContextPlan& current() const { return fitted_.use.plan; }
    [[nodiscard]] bool fits() const { return current().fits(); }

    Status plan_whole() {
        if (fitted_.tokens == nullptr) {
            return plan();
        }
        fitted_.use.plan = make_plan(*fitted_.tokens, request_.max_tokens);
        return {};
    }

    Status plan() {
        return tokenize(model_, request_.model, fitted_.prompt, request_.stop, observer_)
            .transform([this](SharedTokens tokens) {
                fitted_.use.plan = make_plan(*tokens, request_.max_tokens);
                fitted_.tokens = std::move(tokens);
            });
    }

    // Replaces the documents by their parts with words of the question. Turns may keep half of the
    // room.
    Status search() {
        const ContextPlan full = current();
        const std::int64_t room = full.context - full.answer - full.system - full.question;
        const std::int64_t free = std::max(room - full.history, room / 2);
        if (full.documents <= free || free <= 0) {
            return {}; // the documents fit, or nothing would
        }
        const std::int64_t tokens = std::min(free, kSearchedTokens);
        std::size_t bytes = 0;
        for (const DocumentText& document : whole_.documents) {
            bytes += document.text.size();
        }
        double most = kFirstSearchShare * static_cast<double>(bytes) * static_cast<double>(tokens) /
                      static_cast<double>(full.documents);
        for (int i = 0; i < kSearchTries; ++i, most *= kNextSearchShare) {
            FoundParts found = find_parts(whole_.documents, whole_.messages.back().text,
                                          static_cast<std::size_t>(most));
            if (found.parts == 0) {
                return fail(ErrorCode::context_too_long,
                            "the documents do not fit the model's context, and no part of them has "
                            "a word of the question");
            }
            fitted_.use.document_parts = static_cast<std::int64_t>(found.parts);
            fitted_.use.total_document_parts = static_cast<std::int64_t>(found.total_parts);
            fitted_.prompt.documents = std::move(found.documents);
            if (auto status = plan(); !status || current().documents <= tokens) {
                return status;
            }
        }
        return {};
    }

    // The number of oldest turns to drop, so that whole blocks of the room become free.
    [[nodiscard]] std::size_t turns_to_drop(const std::vector<std::size_t>& turns,
                                            std::int64_t extra) const {
        const ContextPlan& full = current();
        const std::int64_t room =
            full.context - full.answer - full.system - full.documents - full.question;
        const std::int64_t block = std::max<std::int64_t>(room / kBlocks, 1);
        const std::int64_t wanted = (extra - full.free() + block - 1) / block * block;
        const auto& messages = whole_.messages;
        std::int64_t all = 0;
        for (std::size_t i = 0; i + 1 < messages.size(); ++i) {
            all += estimate_tokens(messages[i]);
        }
        std::int64_t gone = 0;
        std::size_t turn = 0;
        for (; turn < turns.size() && gone * full.history < wanted * all; ++turn) {
            const std::size_t end = turn + 1 < turns.size() ? turns[turn + 1] : messages.size() - 1;
            for (std::size_t i = turns[turn]; i < end; ++i) {
                gone += estimate_tokens(messages[i]);
            }
        }
        return turn;
    }

    Status truncate_turns(OverflowPolicy overflow_policy) {
        const auto turns = turn_beginnings(whole_.messages);
        if (turns.empty()) {
            return {};
        }
        const std::int64_t extra =
            overflow_policy == OverflowPolicy::summarize ? kSummaryTokens : 0;
        for (auto gone = turns_to_drop(turns, extra); gone <= turns.size(); ++gone) {
            const std::size_t first =
                gone < turns.size() ? turns[gone] : whole_.messages.size() - 1;
            fitted_.prompt.messages.assign(whole_.messages.begin() +
                                               static_cast<std::ptrdiff_t>(first),
                                           whole_.messages.end());
            fitted_.use.truncated_turns = static_cast<std::int64_t>(gone);
            fitted_.use.summarized_turns = 0;
            if (overflow_policy == OverflowPolicy::summarize) {
                if (auto status = put_summary_before(first, gone); !status) {
                    return status;
                }
            }
            if (auto status = plan(); !status || fits()) {
                return status;
            }
        }
        return {};
    }

    // Replaces the first messages by a summary, if the model can make one.
    Status put_summary_before(std::size_t first, std::size_t turns) {
        if (kept_ == nullptr) {
            fitted_.use.truncated_turns = 0;
            fitted_.use.summarized_turns = static_cast<std::int64_t>(turns);
            return {};
        }
        const std::string text = text_of_turns(std::span(whole_.messages).first(first));
        if (kept_->turns != text) {
            auto summary = summarize(text);
            if (!summary) {
                return std::unexpected(std::move(summary.error()));
            }
            *kept_ = {text, *std::move(summary)};
        }
        if (!kept_->text.empty()) {
            ChatMessage message;
            message.role = Role::system;
            message.text = std::string(kSummaryLead) + kept_->text;
            fitted_.prompt.messages.insert(fitted_.prompt.messages.begin(), std::move(message));
            fitted_.use.truncated_turns = 0;
            fitted_.use.summarized_turns = static_cast<std::int64_t>(turns);
        }
        return {};
    }

    // Empty when the turns are too long even for that.
    Result<std::string> summarize(const std::string& turns) {
        GenerateRequest request;
        request.model = request_.model;
        request.prompt = summary_prompt(whole_.system, kSummaryTitle, turns, 0);
        request.sampling = request_.sampling;
        request.sampling.temperature = 0;
        request.max_tokens = kSummaryTokens;
        request.stop = request_.stop;
        ProgressOnly observer(observer_);
        auto made = model_.generate(request, observer);
        if (!made && made.error().code == ErrorCode::context_too_long) {
            return std::string();
        }
        if (!made) {
            return std::unexpected(std::move(made.error()));
        }
        if (made->stats.reason == FinishReason::cancelled) {
            return fail(ErrorCode::cancelled, "stopped");
        }
        return std::move(made->text);
    }

    LanguageModel& model_;
    const GenerateRequest& request_;
    const ChatPrompt& whole_;
    TurnSummary* kept_;
    GenerateObserver& observer_;
    FittedPrompt fitted_;
};

} // namespace

Result<FittedPrompt> fit_context(LanguageModel& model, const GenerateRequest& request,
                                 OverflowPolicy overflow_policy, TurnSummary& kept,
                                 GenerateObserver& observer) {
    return Fitter(model, request, &kept, observer).run(overflow_policy);
}

Result<FittedPrompt> count_fit(LanguageModel& model, const GenerateRequest& request,
                               OverflowPolicy overflow_policy, GenerateObserver& observer) {
    return Fitter(model, request, nullptr, observer).count(overflow_policy);
}

Result<FittedAnswer> answer_in_context(LanguageModel& model, const GenerateRequest& request,
                                       OverflowPolicy overflow_policy, TurnSummary& kept,
                                       GenerateObserver& observer) {
    auto fitted = fit_context(model, request, overflow_policy, kept, observer);
    if (!fitted) {
        return std::unexpected(std::move(fitted.error()));
    }
    GenerateRequest fitting = request;
    fitting.prompt = std::move(fitted->prompt);
    fitting.tokens = std::move(fitted->tokens);
    return model.generate(fitting, observer).transform([&fitted](Generation made) {
        return FittedAnswer{std::move(made), fitted->use};
    });
}

} // namespace sotto
