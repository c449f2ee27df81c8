#include "app/answers/question_lines.h"

#include "app/answers/answer.h"
#include "app/answers/asked_documents.h"
#include "app/answers/chosen_model.h"
#include "app/documents/text_file.h"
#include "app/json/answer_json.h"
#include "app/json/question_json.h"

#include <algorithm>
#include <cstddef>
#include <format>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sotto::app {

namespace {

/// Answers questions one after the other. Runs on: the main thread.
class LineAnswerer {
public:
    LineAnswerer(CommandContext& context, const QuestionLineOptions& options,
                 const ChosenModel& model)
        : context_(context), options_(options), model_(model) {}

    // The answer as a line of JSON. Errors: what the line gets instead.
    Result<std::string> answer(std::string_view line) {
        auto question = parse_question(line);
        if (!question) {
            return std::unexpected(std::move(question.error()));
        }
        auto request = make_request(*std::move(question));
        if (!request) {
            return std::unexpected(std::move(request.error()));
        }
        auto made = generate(context_, *request, Streaming::off, options_.overflow_policy);
        if (!made) {
            return std::unexpected(std::move(made.error()));
        }
        AnswerDetails details;
        details.context = made->use;
        const auto& documents = std::get<ChatPrompt>(request->prompt).documents;
        if (options_.with_citations && !documents.empty()) {
            details.citations = cite(documents, made->generation.text);
        }
        was_interrupted_ = made->generation.stats.reason == FinishReason::cancelled;
        return to_json(made->generation, model_.details.summary.name, details);
    }

    [[nodiscard]] bool was_interrupted() const { return was_interrupted_; }

private:
    Result<GenerateRequest> make_request(Question question) {
        auto prompt = clean_text(std::move(question.prompt), "the prompt");
        if (!prompt) {
            return std::unexpected(std::move(prompt.error()));
        }
        if (auto read = read_documents(question.documents.value_or(options_.documents.files));
            !read) {
            return std::unexpected(std::move(read.error()));
        }
        AnswerOptions answer = options_.answer;
        answer.system = question.system ? std::move(question.system) : answer.system;
        answer.max_tokens = question.max_tokens ? question.max_tokens : answer.max_tokens;
        answer.temperature = question.temperature ? question.temperature : answer.temperature;
        answer.seed = question.seed ? question.seed : answer.seed;
        const Profile profile = profile_for(context_, model_.details.summary, answer);
        GenerateRequest request;
        request.model = model_.choice;
        request.sampling = profile.sampling;
        request.max_tokens = profile.max_answer_tokens;
        request.saving = profile.history == History::kept ? KvSaving::prefix : KvSaving::none;
        request.sources = sources_;
        request.prompt =
            question_prompt(profile, documents_, std::move(*prompt), options_.thinking);
        return request;
    }

    // Questions about the same files usually follow each other: their texts are extracted once.
    Status read_documents(const std::vector<std::string>& files) {
        if (files == files_) {
            return {};
        }
        if (std::ranges::contains(files, "-")) {
            return fail(ErrorCode::invalid_input,
                        "documents of --jsonl are files, not standard input");
        }
        auto documents = extract_documents(context_, files, options_.documents.recognition);
        if (!documents) {
            return std::unexpected(std::move(documents.error()));
        }
        auto saved = save_documents(context_, *documents);
        if (!saved) {
            return std::unexpected(std::move(saved.error()));
        }
        sources_ = *std::move(saved);
        documents_ = *std::move(documents);
        files_ = files;
        return {};
    }

    CommandContext& context_;
    const QuestionLineOptions& options_;
    const ChosenModel& model_;
    std::vector<std::string> files_;
    std::vector<DocumentText> documents_;
    KvSources sources_;
    bool was_interrupted_ = false;
};

} // namespace

ExitStatus answer_question_lines(const QuestionLineOptions& options, CommandContext& context) {
    const auto bytes = read_bytes(options.file);
    if (!bytes) {
        return context.report(bytes.error());
    }
    const auto model = choose_model(context, options.model, options.answer);
    if (!model) {
        return context.report_model(model.error());
    }
    LineAnswerer answerer(context, options, *model);
    ExitStatus status = ExitStatus::done;
    std::string_view rest = *bytes;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
            continue;
        }
        auto answer = answerer.answer(line);
        if (!answer) {
            Error error = std::move(answer.error());
            error.detail = std::format("line {}: {}", number, error.detail);
            const ExitStatus failed = context.report(error);
            status = status == ExitStatus::done ? failed : status;
            answer = error_json(error);
        }
        if (const ExitStatus printed = context.print(*answer); printed != ExitStatus::done) {
            return printed;
        }
        if (answerer.was_interrupted() || status == ExitStatus::interrupted) {
            return ExitStatus::interrupted;
        }
        if (context.terminal().output_is_closed()) {
            return status;
        }
    }
    return status;
}

} // namespace sotto::app
