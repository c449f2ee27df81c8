#include "app/answers/answer.h"

#include "app/answers/context_report.h"
#include "app/cli/numbers.h"
#include "app/export/json_output.h"
#include "app/runtime/model_choice.h"
#include "core/executor/generation_relay.h"

#include <format>
#include <memory>
#include <random>
#include <stop_token>
#include <variant>

namespace sotto::app {

namespace {

/// Shows an answer and its progress while they are made. Runs on: the command's loop.
class AnswerPrinter {
public:
    AnswerPrinter(CommandContext& context, Streaming streaming, std::stop_source stop)
        : context_(context), streaming_(streaming), stop_(std::move(stop)) {}

    void show(const GenerationUpdate& update) {
        if (update.progress && !has_text_) { // once there is text, the line belongs to the answer
            context_.terminal().show_status(progress_line(*update.progress));
        }
        if (update.text.empty() || streaming_ == Streaming::off || !written_) {
            return;
        }
        has_text_ = true;
        written_ = context_.terminal().write(update.text);
        if (!written_) {
            stop_.request_stop(); // nobody can see the rest
        }
    }

    /// Why writing to standard output failed, if it did.
    [[nodiscard]] const Status& written() const { return written_; }

private:
    CommandContext& context_;
    Streaming streaming_;
    std::stop_source stop_;
    Status written_;
    bool has_text_ = false;
};

void apply(const AnswerOptions& settings, Profile& profile) {
    SamplingOptions& sampling = profile.sampling;
    profile.system_prompt = settings.system.value_or(profile.system_prompt);
    profile.max_answer_tokens = settings.max_tokens.value_or(profile.max_answer_tokens);
    sampling.temperature = settings.temperature.value_or(sampling.temperature);
    sampling.top_k = settings.top_k.value_or(sampling.top_k);
    sampling.top_p = settings.top_p.value_or(sampling.top_p);
    sampling.min_p = settings.min_p.value_or(sampling.min_p);
    sampling.repetition_penalty = settings.repetition_penalty.value_or(sampling.repetition_penalty);
    sampling.seed = settings.seed ? *settings.seed : std::random_device{}();
}

// A raw prompt goes as it is; a chat is made to fit. A stop before the model read anything is an
// answer too. Runs on: the inference thread.
Result<Answered> ask_model(LanguageModel& model, const GenerateRequest& request,
                           OverflowPolicy overflow_policy, GenerateObserver& observer) {
    if (std::holds_alternative<RawPrompt>(request.prompt)) {
        return model.generate(request, observer).transform([](Generation made) {
            return Answered{std::move(made), std::nullopt};
        });
    }
    TurnSummary nothing_kept;
    auto made = answer_in_context(model, request, overflow_policy, nothing_kept, observer);
    if (!made && made.error().code == ErrorCode::cancelled) {
        Answered nothing;
        nothing.generation.stats.reason = FinishReason::cancelled;
        return nothing;
    }
    return std::move(made).transform(
        [](FittedAnswer fitted) { return Answered{std::move(fitted.generation), fitted.use}; });
}

} // namespace

Result<ChosenModel> choose_model(CommandContext& context, const ModelOptions& model,
                                 const AnswerOptions& answer) {
    auto details =
        context.wait_for(context.runtime().catalog(),
                         [name = model.name](ModelCatalog& catalog) { return catalog.find(name); });
    if (!details) {
        return std::unexpected(std::move(details.error()));
    }
    auto profile = recommended_profile(details->summary, default_profile());
    if (!profile) {
        return std::unexpected(std::move(profile.error()));
    }
    apply(answer, *profile);
    ModelChoice choice{details->summary.folder, model.kv, model.threads};
    return ChosenModel{std::move(*details), std::move(choice), std::move(*profile)};
}

std::string progress_line(const Progress& progress) {
    switch (progress.phase) {
    case Phase::loading:
        return "Loading the model";
    case Phase::reading:
        return "Reading " + with_separators(progress.done) + " of " +
               with_separators(progress.total) + " tokens";
    case Phase::writing:
        break;
    }
    return "Writing";
}

std::string stats_line(const GenerationStats& stats) {
    std::string line = with_separators(stats.generated_tokens) + " tokens";
    if (stats.decode_tokens_per_second > 0) {
        line += std::format(" · {:.1f} tokens/s", stats.decode_tokens_per_second);
    }
    if (stats.reused_tokens > 0) {
        line += " · reused " + with_separators(stats.reused_tokens) + " of " +
                with_separators(stats.prompt_tokens) + " read";
    }
    if (stats.restored_tokens > 0) {
        line += std::format(" · restored in {:.2f} s", stats.restore_seconds);
    }
    if (stats.reason == FinishReason::length) {
        line += " · ended by the token limit";
    }
    return stats.reason == FinishReason::cancelled ? line + " · stopped" : line;
}

Result<Answered> generate(CommandContext& context, GenerateRequest request, Streaming streaming,
                          OverflowPolicy overflow_policy) {
    std::stop_source stop;
    const std::stop_callback on_interrupt(context.stop_on_interrupt(),
                                          [stop]() mutable { stop.request_stop(); });
    request.stop = stop.get_token();
    const auto printer = std::make_shared<AnswerPrinter>(context, streaming, stop);
    const auto relay = std::make_shared<GenerationRelay>(
        context.loop(), [printer](const GenerationUpdate& update) { printer->show(update); });
    auto result = context.wait_for(context.runtime().model(),
                                   [&request, overflow_policy, relay](LanguageModel& model) {
                                       return ask_model(model, request, overflow_policy, *relay);
                                   });
    context.terminal().clear_status();
    if (!printer->written()) {
        return std::unexpected(printer->written().error());
    }
    return result;
}

ExitStatus print_answer(CommandContext& context, const ChosenModel& model,
                        const GenerateRequest& request, CitationList citations,
                        OverflowPolicy overflow_policy) {
    const Streaming streaming = context.wants_json() ? Streaming::off : Streaming::on;
    const auto* const chat = std::get_if<ChatPrompt>(&request.prompt);
    const bool has_documents = chat != nullptr && !chat->documents.empty();
    const auto made = generate(context, request, streaming, overflow_policy);
    if (!made) {
        return context.report(has_documents ? with_choices(made.error()) : made.error());
    }
    const Generation& answer = made->generation;
    AnswerDetails details;
    details.context = made->use;
    if (citations == CitationList::shown && has_documents) {
        details.citations = cite(chat->documents, answer.text);
    }
    ExitStatus status = ExitStatus::done;
    if (context.wants_json()) {
        status = context.print(to_json(answer, model.details.summary.name, details));
    } else if (context.terminal().output_is_terminal()) {
        status = context.print("\n");
    }
    if (!context.wants_json()) {
        if (details.context && citations == CitationList::shown) {
            show_context_use(context, *details.context);
        }
        show_citations(context, details.citations.value_or(std::vector<TitledCitation>()));
        context.terminal().quiet_message(stats_line(answer.stats));
    }
    const bool was_cancelled = answer.stats.reason == FinishReason::cancelled;
    return was_cancelled && status == ExitStatus::done ? ExitStatus::interrupted : status;
}

} // namespace sotto::app
