#include "app/answers/answer.h"
#include "app/answers/extract_document.h"
#include "app/cli/command_list.h"
#include "app/documents/text_file.h"

#include <algorithm>
#include <utility>

namespace sotto::app {

namespace {

// The prompt itself, or what stands on standard input.
Result<std::string> read_prompt(const AskOptions& options) {
    if (options.prompt == "-") {
        auto bytes = read_bytes("-");
        return bytes ? clean_text(std::move(*bytes), "the prompt on standard input") : bytes;
    }
    if (options.form == PromptKind::raw && options.prompt.empty()) {
        return std::string();
    }
    return clean_text(options.prompt, "the prompt");
}

Result<std::vector<DocumentText>> read_documents(CommandContext& context,
                                                 const DocumentFiles& files) {
    std::vector<DocumentText> documents;
    for (const std::string& file : files.names) {
        auto document = extract_document(context, file, files.recognition);
        if (!document) {
            return std::unexpected(std::move(document.error()));
        }
        documents.push_back(std::move(*document));
    }
    return documents;
}

// In the library the next question about the same file finds it again.
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

Status check(const AskOptions& options) {
    const auto inputs =
        std::ranges::count(options.documents.names, "-") + (options.prompt == "-" ? 1 : 0);
    if (inputs > 1) {
        return fail(ErrorCode::invalid_input, "only one input can be - (standard input)");
    }
    if (options.form == PromptKind::raw && !options.documents.names.empty()) {
        return fail(ErrorCode::invalid_input,
                    "--raw continues a text as it stands, so it goes without --document");
    }
    return {};
}

} // namespace

ExitStatus run(const AskOptions& options, CommandContext& context) {
    if (auto sensible = check(options); !sensible) {
        context.report(sensible.error());
        return ExitStatus::wrong_usage;
    }
    auto prompt = read_prompt(options);
    if (!prompt) {
        return context.report(prompt.error());
    }
    auto documents = read_documents(context, options.documents);
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
    if (options.form == PromptKind::raw) {
        request.prompt = RawPrompt{std::move(*prompt)};
    } else {
        request.saving =
            model->profile.history == History::kept ? KvSaving::prefix : KvSaving::none;
        request.prompt = ChatPrompt{model->profile.system_prompt,
                                    std::move(*documents),
                                    {ChatMessage{Role::user, std::move(*prompt), {}}}};
    }
    return print_answer(context, *model, request,
                        options.with_citations ? CitationList::shown : CitationList::hidden,
                        options.overflow_policy);
}

} // namespace sotto::app
