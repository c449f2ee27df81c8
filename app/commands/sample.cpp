#include "app/answers/answer.h"
#include "app/cli/command_list.h"
#include "app/documents/text_file.h"

#include <cstdint>
#include <string>
#include <utility>

namespace sotto::app {

namespace {

// The answer is one sentence.
constexpr std::int64_t kSampleTokens = 128;

} // namespace

ExitStatus run_sample(CommandContext& context) {
    const auto& folder = context.paths().samples;
    if (folder.empty()) {
        return context.report(
            {ErrorCode::not_found, "the sample document is not installed; see sotto --help"});
    }
    auto document = read_document(folder / "community-garden.txt");
    auto question = read_document(folder / "question.txt");
    if (!document || !question) {
        return context.report(document ? question.error() : document.error());
    }
    std::string asked(question->text);
    asked.erase(asked.find_last_not_of('\n') + 1);
    const auto model = choose_model(context, {}, {});
    if (!model) {
        return context.report_model(model.error());
    }
    GenerateRequest request;
    request.model = model->choice;
    request.sampling = model->profile.sampling;
    request.sampling.temperature = 0; // the same answer every time
    request.max_tokens = kSampleTokens;
    if (!context.wants_json()) {
        const ExitStatus shown =
            context.print(std::string(document->text) + "\nQuestion: " + asked + "\nAnswer: ");
        if (shown != ExitStatus::done) {
            return shown;
        }
    }
    request.prompt = ChatPrompt{model->profile.system_prompt,
                                {std::move(*document)},
                                {ChatMessage{Role::user, std::move(asked), {}}}};
    const ExitStatus status = print_answer(context, *model, request, CitationList::hidden);
    return context.wants_json() || status != ExitStatus::done ? status : context.print("\n");
}

} // namespace sotto::app
