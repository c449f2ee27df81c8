#include "app/commands/add_documents.h"

#include "app/answers/document_prefill.h"
#include "app/answers/extract_document.h"
#include "app/answers/token_count.h"
#include "app/cli/command_context.h"
#include "app/cli/command_options.h"
#include "app/cli/number_format.h"
#include "app/documents/folder_files.h"
#include "app/json/library_json.h"
#include "core/clock.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <chrono>
#include <format>
#include <memory>
#include <utility>
#include <vector>

namespace sotto::app {

namespace {

enum class Prefill { later, now };
struct AddOptions {
    std::string file; ///< or a folder, or "-" for standard input
    Recognition recognition = Recognition::refused;
    std::string model; ///< counts and reads the tokens; empty = the default model
    Prefill prefill = Prefill::later;
};

std::string prefill_text(const PrefillReport& report) {
    if (report.read_tokens < report.tokens) {
        return std::format("{} of {} tokens are read; run the same command again to continue.\n",
                           format_integer(report.read_tokens), format_integer(report.tokens));
    }
    return std::format("All {} tokens are read ({} of them earlier).\n",
                       format_integer(report.tokens), format_integer(report.reused_tokens));
}

// What is needed for each document.
struct Adding {
    AddOptions options;
    std::unique_ptr<inference::Tokenizer> tokenizer;
    SteadyClock clock;
};

// Adds one file. Errors: those of its text, of the library and of the model.
Result<AddedDocument> add_file(CommandContext& context, const Adding& adding,
                               const std::string& file) {
    const auto started_at = adding.clock.now();
    const auto document = extract_document(context, file, adding.options.recognition);
    if (!document) {
        return std::unexpected(document.error());
    }
    const auto id = context.wait_for(context.runtime().library(), [&document](Library& library) {
        return library.documents().add(*document);
    });
    if (!id) {
        return std::unexpected(id.error());
    }
    AddedDocument added{{{.id = *id,
                          .title = document->title,
                          .characters = count_code_points(document->text.view()),
                          .origin = document->origin,
                          .notes = document->notes},
                         count_tokens(adding.tokenizer.get(), document->text.view())},
                        {},
                        0};
    if (adding.options.prefill == Prefill::now) {
        auto report = prefill_document(context, adding.options.model, *id, *document);
        if (!report) {
            return std::unexpected(report.error());
        }
        added.prefill = *report;
        added.document.prepared_tokens = report->read_tokens;
    }
    added.seconds = std::chrono::duration<double>(adding.clock.now() - started_at).count();
    return added;
}

bool was_stopped(const AddedDocument& added) {
    return added.prefill && added.prefill->read_tokens < added.prefill->tokens;
}

std::string added_text(const AddedDocument& added) {
    const DocumentSummary& summary = added.document.summary;
    return std::format("Document {}: {}, {} characters, {}{}.\n{}", summary.id.value, summary.title,
                       format_integer(summary.characters), tokens_text(added.document.tokens),
                       origin_text(summary.origin),
                       added.prefill ? prefill_text(*added.prefill) : "");
}

ExitStatus report_failure(CommandContext& context, const Adding& adding, const Error& error) {
    return adding.options.prefill == Prefill::now && error.code == ErrorCode::not_found
               ? context.report_model(error)
               : context.report(error);
}

ExitStatus run_add_file(CommandContext& context, const Adding& adding) {
    const auto added = add_file(context, adding, adding.options.file);
    if (!added) {
        return report_failure(context, adding, added.error());
    }
    const ExitStatus printed =
        context.print(context.wants_json() ? added_document_json(*added) : added_text(*added));
    return was_stopped(*added) && printed == ExitStatus::done ? ExitStatus::interrupted : printed;
}

// What has become of the files of a folder.
struct FolderResult {
    std::vector<AddedDocument> added;
    std::vector<RefusedFile> refused;
    ExitStatus status = ExitStatus::done;
};

// Whether the other files can be read after this error.
bool is_of_file(const Error& error, ExitStatus status) {
    return status != ExitStatus::no_model &&
           (exit_status_of(error) == ExitStatus::refused || error.code == ErrorCode::not_found ||
            error.code == ErrorCode::io);
}

// Returns whether to go on.
bool add_next(CommandContext& context, const Adding& adding, const std::string& file,
              FolderResult& result) {
    auto added = add_file(context, adding, file);
    if (!added) {
        const ExitStatus status = report_failure(context, adding, added.error());
        const bool goes_on = is_of_file(added.error(), status);
        result.status = goes_on ? std::max(result.status, ExitStatus::refused) : status;
        result.refused.push_back({file, std::move(added.error().detail)});
        return goes_on;
    }
    result.added.push_back(*std::move(added));
    if (!context.wants_json()) {
        result.status = std::max(result.status, context.print(added_text(result.added.back())));
    }
    if (was_stopped(result.added.back())) {
        result.status = ExitStatus::interrupted;
        return false;
    }
    return true;
}

ExitStatus run_add_folder(CommandContext& context, const Adding& adding) {
    const auto files = files_of_folder(adding.options.file);
    if (!files) {
        return context.report(files.error());
    }
    FolderResult result;
    for (const std::string& file : *files) {
        if (!add_next(context, adding, file, result)) {
            break;
        }
    }
    if (context.wants_json()) {
        return std::max(result.status,
                        context.print(added_folder_json(result.added, result.refused)));
    }
    context.terminal().message(
        std::format("{} of {} files are added.", result.added.size(), files->size()));
    return result.status;
}

ExitStatus run_add(const AddOptions& options, CommandContext& context) {
    const Adding adding{options, find_tokenizer(context, options.model), {}};
    return is_folder(options.file) ? run_add_folder(context, adding)
                                   : run_add_file(context, adding);
}

} // namespace

std::string_view origin_text(TextOrigin origin) {
    return origin == TextOrigin::recognized ? ", recognized text" : "";
}

std::string tokens_text(const std::optional<std::int64_t>& tokens) {
    return tokens ? format_integer(*tokens) + " tokens" : "tokens unknown without a model";
}

void add_document_adding(CLI::App& group, Command& command) {
    CLI::App& add =
        *group.add_subcommand("add", "Save the text of a file, or of all files in a folder");
    auto& options = define_command(add, command, run_add);
    add.add_option("FILE", options.file,
                   "A file (text, PDF, Office, mail …) or a folder; - reads standard input")
        ->required();
    add.add_option("--model", options.model, "The model that counts the tokens")->type_name("NAME");
    add_recognition(add, options.recognition);
    add.add_flag_callback(
        "--prepare", [&options] { options.prefill = Prefill::now; },
        "Read it with the model now, so that questions about it are answered at once");
}

} // namespace sotto::app
