#include "app/answers/answer.h"

#include "app/answers/answer_report.h"
#include "app/json/answer_json.h"
#include "core/executor/generation_relay.h"

#include <memory>
#include <stop_token>
#include <variant>

namespace sotto::app {

namespace {

/// Prints an answer and its progress while it is generated. Runs on: the command's loop.
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
            stop_.request_stop(); // nobody reads the rest
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

// Sends a raw prompt unchanged and fits a chat to the context. A stop before the model has read
// anything gives an empty answer. Runs on: the inference thread.
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
        if (answer.text.empty() && !answer.thinking.empty()) {
            context.terminal().message("sotto: the model was still thinking; give it more room "
                                       "with --max-tokens");
        }
        show_citations(context, details.citations.value_or(std::vector<TitledCitation>()));
        context.terminal().quiet_message(stats_line(answer.stats));
    }
    const bool was_cancelled = answer.stats.reason == FinishReason::cancelled;
    return was_cancelled && status == ExitStatus::done ? ExitStatus::interrupted : status;
}

} // namespace sotto::app
