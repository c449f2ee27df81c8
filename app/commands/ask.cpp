#include "app/answers/answer.h"
#include "app/answers/asked_documents.h"
#include "app/answers/extract_document.h"
#include "app/answers/question_lines.h"
#include "app/cli/command.h"
#include "app/cli/command_context.h"
#include "app/cli/command_options.h"
#include "app/documents/text_file.h"

#include <optional>
#include <string>
#include <utility>

namespace sotto::app {

namespace {

constexpr const char* kExamples = R"(Examples:
  sotto ask "Why is the sky blue?"
  sotto ask --document contract.txt "When does it end?"
  git log -5 | sotto ask --document - "Summarize these changes."
  sotto ask --jsonl questions.jsonl > answers.jsonl
  sotto ask --raw --temperature 0 --max-tokens 50 "Once upon a time")";

enum class PromptKind { chat, raw };

struct Options {
    ModelOptions model;
    AnswerOptions answer;
    PromptKind kind = PromptKind::chat;
    Thinking thinking = Thinking::off;
    DocumentOptions documents;
    bool with_citations = true;
    OverflowPolicy overflow_policy = OverflowPolicy::refuse;
    std::string prompt;               ///< "-" = standard input
    std::optional<std::string> lines; ///< --jsonl; "-" = standard input
};

Status check(const Options& options) {
    if (auto inputs = check_inputs(options.documents, options.prompt); !inputs) {
        return inputs;
    }
    if (options.kind == PromptKind::raw && !options.documents.files.empty()) {
        return fail(ErrorCode::invalid_input,
                    "--raw continues the prompt as it is, so it cannot be used with --document");
    }
    return {};
}

ExitStatus run(const Options& options, CommandContext& context) {
    if (auto valid = check(options); !valid) {
        context.report(valid.error());
        return ExitStatus::wrong_usage;
    }
    if (options.lines) {
        return answer_question_lines({.model = options.model,
                                      .answer = options.answer,
                                      .documents = options.documents,
                                      .thinking = options.thinking,
                                      .with_citations = options.with_citations,
                                      .overflow_policy = options.overflow_policy,
                                      .file = *options.lines},
                                     context);
    }
    // A raw prompt may be empty.
    auto prompt = options.kind == PromptKind::raw && options.prompt.empty()
                      ? Result<std::string>("")
                      : read_prompt(options.prompt);
    if (!prompt) {
        return context.report(prompt.error());
    }
    auto documents =
        extract_documents(context, options.documents.files, options.documents.recognition);
    if (!documents) {
        return context.report(documents.error());
    }
    const auto model = choose_model(context, options.model, options.answer);
    if (!model) {
        return context.report_model(model.error());
    }
    auto sources = save_documents(context, *documents);
    if (!sources) {
        return context.report(sources.error());
    }
    GenerateRequest request;
    request.sources = *std::move(sources);
    request.model = model->choice;
    request.sampling = model->profile.sampling;
    request.max_tokens = model->profile.max_answer_tokens;
    if (options.kind == PromptKind::raw) {
        request.prompt = RawPrompt{std::move(*prompt)};
    } else {
        request.saving =
            model->profile.history == History::kept ? KvSaving::prefix : KvSaving::none;
        request.prompt = question_prompt(model->profile, std::move(*documents), std::move(*prompt),
                                         options.thinking);
    }
    return print_answer(context, *model, request,
                        options.with_citations ? CitationList::shown : CitationList::hidden,
                        options.overflow_policy);
}

} // namespace

void add_ask(CLI::App& root, Command& command) {
    CLI::App& app = *root.add_subcommand("ask", "Answer one question");
    auto& options = define_command(app, command, run);
    add_model_options(app, options.model);
    add_answer_options(app, options.answer);
    add_document_options(app, options.documents, "A file to read first");
    add_no_citations(app, options.with_citations);
    add_overflow_policy(app, options.overflow_policy, "refuse");
    auto* const raw = app.add_flag_callback(
        "--raw", [&options] { options.kind = PromptKind::raw; },
        "Continue the prompt as it is, without a chat template");
    add_thinking(app, options.thinking);
    auto* const prompt =
        app.add_option("PROMPT", options.prompt, "The question; - reads it from standard input");
    auto* const lines =
        app.add_option("--jsonl", options.lines,
                       "Answer each line of a file, {\"prompt\": …} with the optional keys system, "
                       "documents, max_tokens, temperature and seed, with a line of JSON; - reads "
                       "standard input")
            ->type_name("FILE")
            ->excludes(raw)
            ->excludes(prompt);
    app.parse_complete_callback([prompt, lines] {
        if (prompt->count() == 0 && lines->count() == 0) {
            throw CLI::RequiredError("PROMPT or --jsonl");
        }
    });
    app.footer(kExamples);
}

} // namespace sotto::app
