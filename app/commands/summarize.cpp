#include "app/answers/answer.h"
#include "app/answers/extract_document.h"
#include "app/cli/command_list.h"
#include "app/cli/numbers.h"
#include "app/export/citation_list.h"
#include "app/export/json_output.h"
#include "app/runtime/model_choice.h"
#include "core/summaries/summary_service.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <format>
#include <memory>
#include <utility>
#include <vector>

namespace sotto::app {

namespace {

// "Part 3 of 43 · 6 % · 2 min 10 s left"; the last step puts the whole together.
std::string summary_progress_line(const SummaryProgress& progress) {
    if (progress.phase == Phase::loading) {
        return "Loading the model";
    }
    std::string line = progress.steps == 1
                           ? "Summarizing"
                           : std::format("Step {} of {}", with_separators(progress.step),
                                         with_separators(progress.steps));
    line += std::format(" · {:.0f} %", std::floor(100 * progress.share));
    if (progress.seconds_left) {
        line += " · " + duration_text(*progress.seconds_left) + " left";
    }
    return line;
}

std::string reading_sentence(const SummaryPrefill& reading) {
    if (reading.parts == 1) {
        return std::format("Read in full ({} tokens).", with_separators(reading.document_tokens));
    }
    std::string sentence = std::format(
        "The document has {} tokens and the model's context takes {}: it is read in {} parts",
        with_separators(reading.document_tokens), with_separators(reading.context_tokens),
        with_separators(reading.parts));
    if (reading.kept_parts > 0) {
        sentence += std::format(", of which {} are done", with_separators(reading.kept_parts));
    }
    return sentence + ".";
}

/// Shows a summary as it is made and ends the loop with it.
class SummaryPrinter final : public SummaryListener {
public:
    explicit SummaryPrinter(CommandContext& context) : context_(context) {}

    void on_prefill(const SummaryPrefill& reading) override {
        context_.terminal().message(reading_sentence(reading));
    }

    void on_progress(const SummaryProgress& progress) override {
        if (has_text_) { // from then on the line belongs to the summary
            return;
        }
        const std::string line = summary_progress_line(progress);
        context_.terminal().show_status(line);
        // Where no line can be rewritten, one for each tenth.
        const auto tenth = static_cast<int>(10 * progress.share);
        if (!context_.terminal().shows_status() && tenth > told_tenth_) {
            context_.terminal().message(line);
        }
        told_tenth_ = std::max(tenth, told_tenth_);
    }

    void on_text(std::string_view text) override {
        if (context_.wants_json() || !written_) {
            return;
        }
        has_text_ = true;
        written_ = context_.terminal().write(text);
        if (!written_) {
            context_.runtime().summaries().stop(); // nobody can see the rest
        }
    }

    void on_end(const SummaryOutcome& outcome) override {
        context_.terminal().clear_status();
        outcome_ = outcome;
        context_.loop().quit();
    }

    [[nodiscard]] const SummaryOutcome& outcome() const { return outcome_; }
    [[nodiscard]] const Status& written() const { return written_; }

private:
    CommandContext& context_;
    SummaryOutcome outcome_;
    Status written_;
    bool has_text_ = false;
    int told_tenth_ = 0;
};

Result<SummaryRequest> make_request(DocumentText document, const ChosenModel& model) {
    auto fingerprint = model_fingerprint(model.details.summary);
    if (!fingerprint) {
        return std::unexpected(std::move(fingerprint.error()));
    }
    return SummaryRequest{std::move(document), model.choice, *std::move(fingerprint),
                          model.profile};
}

ExitStatus print_end(CommandContext& context, const SummaryPrinter& printer,
                     const ChosenModel& model, const std::vector<DocumentText>& cited) {
    const SummaryOutcome& outcome = printer.outcome();
    if (!printer.written()) {
        return context.report(printer.written().error());
    }
    if (outcome.error) {
        return context.report(*outcome.error);
    }
    const GenerationStats& stats = outcome.generation.stats;
    const bool was_cancelled = stats.reason == FinishReason::cancelled;
    if (was_cancelled && outcome.generation.text.empty() && !context.wants_json()) {
        return context.report({ErrorCode::cancelled, "stopped"});
    }
    AnswerDetails details;
    if (!cited.empty()) {
        details.citations = cite(cited, outcome.generation.text);
    }
    ExitStatus status = ExitStatus::done;
    if (context.wants_json()) {
        status = context.print(to_json(outcome, model.details.summary.name, details));
    } else {
        status = context.terminal().output_is_terminal() ? context.print("\n") : status;
        show_citations(context, details.citations.value_or(std::vector<TitledCitation>()));
        context.terminal().quiet_message(stats_line(stats));
    }
    return was_cancelled && status == ExitStatus::done ? ExitStatus::interrupted : status;
}

} // namespace

ExitStatus run(const SummarizeOptions& options, CommandContext& context) {
    auto document = extract_document(context, options.file, options.recognition);
    if (!document) {
        return context.report(document.error());
    }
    AnswerOptions settings;
    settings.max_tokens = options.max_tokens;
    const auto model = choose_model(context, options.model, settings);
    if (!model) {
        return context.report_model(model.error());
    }
    const auto cited =
        options.with_citations ? std::vector{*document} : std::vector<DocumentText>();
    auto request = make_request(std::move(*document), *model);
    if (!request) {
        return context.report(request.error());
    }
    SummaryService& service = context.runtime().summaries();
    const auto printer = std::make_shared<SummaryPrinter>(context);
    if (auto begun = service.start(std::move(*request), printer); !begun) {
        return context.report(begun.error());
    }
    context.signals().set_handler(
        [&context, &service] { context.loop().post_always([&service] { service.stop(); }); });
    context.loop().run();
    context.signals().set_handler([] {}); // what is left to print is short
    return print_end(context, *printer, *model, cited);
}

} // namespace sotto::app
