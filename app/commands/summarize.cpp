#include "app/answers/answer_report.h"
#include "app/answers/chosen_model.h"
#include "app/answers/extract_document.h"
#include "app/cli/command.h"
#include "app/cli/command_context.h"
#include "app/cli/command_options.h"
#include "app/cli/number_format.h"
#include "app/json/answer_json.h"
#include "app/json/citation_list.h"
#include "app/runtime/model_choice.h"
#include "core/summaries/summary_service.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <format>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sotto::app {

namespace {

constexpr const char* kExamples = R"(Examples:
  sotto summarize report.pdf
  sotto summarize --max-tokens 150 book.epub > summary.txt
A text that does not fit the model's context is read part by part. Finished parts are saved, so an
interrupted summary continues where it stopped.)";

struct Options {
    ModelOptions model;
    std::optional<std::int64_t> max_tokens;
    bool with_citations = true;
    std::string file; ///< or "-" for standard input
    Recognition recognition = Recognition::refused;
};

// "Step 3 of 43 · 6 % · 2 min 10 s left"; the last step combines the parts.
std::string summary_progress_line(const SummaryProgress& progress) {
    if (progress.phase == Phase::loading) {
        return "Loading the model";
    }
    std::string line = progress.steps == 1
                           ? "Summarizing"
                           : std::format("Step {} of {}", format_integer(progress.step),
                                         format_integer(progress.steps));
    line += std::format(" · {:.0f} %", std::floor(100 * progress.share));
    if (progress.seconds_left) {
        line += " · " + format_duration(*progress.seconds_left) + " left";
    }
    return line;
}

std::string reading_sentence(const SummaryPrefill& reading) {
    if (reading.parts == 1) {
        return std::format("Read in full ({} tokens).", format_integer(reading.document_tokens));
    }
    std::string sentence = std::format(
        "The document has {} tokens and the model's context takes {}: it is read in {} parts",
        format_integer(reading.document_tokens), format_integer(reading.context_tokens),
        format_integer(reading.parts));
    if (reading.kept_parts > 0) {
        sentence += std::format(", of which {} are done", format_integer(reading.kept_parts));
    }
    return sentence + ".";
}

/// Prints a summary while it is generated, and ends the loop with it.
class SummaryPrinter final : public SummaryListener {
public:
    explicit SummaryPrinter(CommandContext& context) : context_(context) {}

    void on_prefill(const SummaryPrefill& reading) override {
        context_.terminal().message(reading_sentence(reading));
    }

    void on_progress(const SummaryProgress& progress) override {
        if (has_text_) { // the line is part of the summary now
            return;
        }
        const std::string line = summary_progress_line(progress);
        context_.terminal().show_status(line);
        // Without a status line, one message for each 10 %.
        const auto tenth = static_cast<int>(10 * progress.share);
        if (!context_.terminal().shows_status() && tenth > reported_tenth_) {
            context_.terminal().message(line);
        }
        reported_tenth_ = std::max(tenth, reported_tenth_);
    }

    void on_text(std::string_view text) override {
        if (context_.wants_json() || !written_) {
            return;
        }
        has_text_ = true;
        written_ = context_.terminal().write(text);
        if (!written_) {
            context_.runtime().summaries().stop(); // nobody reads the rest
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
    int reported_tenth_ = 0;
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

ExitStatus run(const Options& options, CommandContext& context) {
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
    context.signals().set_handler([] {}); // the rest takes no time
    return print_end(context, *printer, *model, cited);
}

} // namespace

void add_summarize(CLI::App& root, Command& command) {
    CLI::App& app = *root.add_subcommand("summarize", "Summarize a document of any length");
    auto& options = define_command(app, command, run);
    add_model_options(app, options.model);
    add_max_tokens(app, options.max_tokens, "Longest summary, in tokens");
    add_no_citations(app, options.with_citations);
    add_recognition(app, options.recognition);
    app.add_option("FILE", options.file, "A file (text, PDF, Office …); - reads standard input")
        ->required();
    app.footer(kExamples);
}

} // namespace sotto::app
