#include "app/answers/answer.h"
#include "app/answers/extract_document.h"
#include "app/cli/command.h"
#include "app/cli/command_context.h"
#include "app/cli/command_options.h"
#include "app/documents/text_file.h"

#include <utility>

namespace sotto::app {

namespace {

constexpr const char* kExamples = R"(Examples:
  sotto ask "Why is the sky blue?"
  sotto ask --document contract.txt "When does it end?"
  git log -5 | sotto ask --document - "Summarize these changes."
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
    std::string prompt; ///< "-" = standard input
};

// In the library, so that the next question about the same file finds it.
Status save(CommandContext& context, const std::vector<DocumentText>& documents) {
    if (documents.empty()) {
        return {};
    }
    return context.wait_for(context.runtime().library(), [&documents](Library& library) -> Status {
        for (const DocumentText& document : documents) {
            if (auto added = library.documents().add(document); !added) {
                return std::unexpected(std::move(added.error()));
            }
        }
        return {};
    });
}

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
    // A raw prompt may be empty.
    auto prompt = options.kind == PromptKind::raw && options.prompt.empty()
                      ? Result<std::string>("")
                      : read_prompt(options.prompt);
    if (!prompt) {
        return context.report(prompt.error());
    }
    auto documents = extract_documents(context, options.documents);
    if (!documents) {
        return context.report(documents.error());
    }
    const auto model = choose_model(context, options.model, options.answer);
    if (!model) {
        return context.report_model(model.error());
    }
    if (auto saved = save(context, *documents); !saved) {
        return context.report(saved.error());
    }
    GenerateRequest request;
    request.model = model->choice;
    request.sampling = model->profile.sampling;
    request.max_tokens = model->profile.max_answer_tokens;
    if (options.kind == PromptKind::raw) {
        request.prompt = RawPrompt{std::move(*prompt)};
    } else {
        request.saving =
            model->profile.history == History::kept ? KvSaving::prefix : KvSaving::none;
        request.prompt = ChatPrompt{model->profile.system_prompt,
                                    std::move(*documents),
                                    {ChatMessage{Role::user, std::move(*prompt), {}}},
                                    options.thinking};
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
    app.add_flag_callback(
        "--raw", [&options] { options.kind = PromptKind::raw; },
        "Continue the prompt as it is, without a chat template");
    add_thinking(app, options.thinking);
    app.add_option("PROMPT", options.prompt, "The question; - reads it from standard input")
        ->required();
    app.footer(kExamples);
}

} // namespace sotto::app
