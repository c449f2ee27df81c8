#include "app/answers/document_prefill.h"
#include "app/answers/extract_document.h"
#include "app/cli/command.h"
#include "app/cli/command_context.h"
#include "app/cli/command_options.h"
#include "app/cli/number_format.h"
#include "app/commands/search.h"
#include "app/documents/text_file.h"
#include "app/json/library_json.h"
#include "app/json/token_json.h"
#include "core/clock.h"
#include "core/text/utf8.h"
#include "inference/tokenizer/tokenizer.h"
#include "inference/tokenizer_files/open_tokenizer.h"

#include <chrono>
#include <format>
#include <memory>
#include <utility>

namespace sotto::app {

namespace {

constexpr const char* kExamples = R"(Examples:
  sotto documents add notes.txt
  sotto documents add --prepare handbook.md
  sotto documents add --ocr scan.pdf
  sotto documents search '"gate code"'
  sotto documents text 3 | less)";

enum class Prefill { later, now };
struct AddOptions {
    std::string file; ///< or "-" for standard input
    Recognition recognition = Recognition::refused;
    std::string model; ///< counts and reads the tokens; empty = the default model
    Prefill prefill = Prefill::later;
};

struct IdOptions {
    DocumentId id;
};

// The tokenizer of a model; null when there is no model or it has no tokenizer.
std::unique_ptr<inference::Tokenizer> find_tokenizer(CommandContext& context,
                                                     const std::string& model) {
    const auto details =
        context.wait_for(context.runtime().catalog(),
                         [&model](ModelCatalog& catalog) { return catalog.find(model); });
    if (!details) {
        return nullptr;
    }
    auto tokenizer = inference::open_folder_tokenizer(details->summary.folder);
    return tokenizer ? std::move(*tokenizer) : nullptr;
}

std::optional<std::int64_t> count_tokens(const inference::Tokenizer* tokenizer,
                                         std::string_view text) {
    if (tokenizer == nullptr) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(tokenizer->encode(text).size());
}

// The lines of the list, and the text of each document.
struct ListedDocuments {
    std::vector<DocumentLine> lines;
    std::vector<DocumentText> texts;
};

Result<ListedDocuments> load_documents(CommandContext& context) {
    const std::shared_ptr<inference::Tokenizer> tokenizer = find_tokenizer(context, "");
    return context.wait_for(
        context.runtime().library(), [tokenizer](Library& library) -> Result<ListedDocuments> {
            auto documents = library.documents().list();
            if (!documents) {
                return std::unexpected(std::move(documents.error()));
            }
            ListedDocuments listed;
            for (DocumentSummary& summary : *documents) {
                auto document = library.documents().text(summary.id);
                if (!document) {
                    return std::unexpected(std::move(document.error()));
                }
                const auto tokens = count_tokens(tokenizer.get(), document->text);
                listed.lines.push_back({std::move(summary), tokens});
                listed.texts.push_back(*std::move(document));
            }
            return listed;
        });
}

// Recognized text may have mistakes.
std::string_view origin_text(TextOrigin origin) {
    return origin == TextOrigin::recognized ? ", recognized text" : "";
}

std::string tokens_text(const std::optional<std::int64_t>& tokens) {
    return tokens ? format_integer(*tokens) + " tokens" : "tokens unknown without a model";
}

std::string prefill_text(const PrefillReport& report) {
    if (report.read_tokens < report.tokens) {
        return std::format("{} of {} tokens are read; run the same command again to continue.\n",
                           format_integer(report.read_tokens), format_integer(report.tokens));
    }
    return std::format("All {} tokens are read ({} of them earlier).\n",
                       format_integer(report.tokens), format_integer(report.reused_tokens));
}

ExitStatus run_add(const AddOptions& options, CommandContext& context) {
    const SteadyClock clock;
    const auto started_at = clock.now();
    const auto document = extract_document(context, options.file, options.recognition);
    if (!document) {
        return context.report(document.error());
    }
    const auto id = context.wait_for(context.runtime().library(), [&document](Library& library) {
        return library.documents().add(*document);
    });
    if (!id) {
        return context.report(id.error());
    }
    const auto tokenizer = find_tokenizer(context, options.model);
    DocumentLine line{{.id = *id,
                       .title = document->title,
                       .characters = count_code_points(document->text),
                       .origin = document->origin},
                      count_tokens(tokenizer.get(), document->text)};
    std::optional<PrefillReport> prefill;
    if (options.prefill == Prefill::now) {
        auto report = prefill_document(context, options.model, *id, *document);
        if (!report) {
            return report.error().code == ErrorCode::not_found
                       ? context.report_model(report.error())
                       : context.report(report.error());
        }
        prefill = *report;
        line.prepared_tokens = report->read_tokens;
    }
    const double seconds = std::chrono::duration<double>(clock.now() - started_at).count();
    const ExitStatus printed = context.print(
        context.wants_json()
            ? added_document_json(line, prefill, seconds)
            : std::format("Document {}: {}, {} characters, {}{}.\n{}", id->value, document->title,
                          format_integer(line.summary.characters), tokens_text(line.tokens),
                          origin_text(document->origin), prefill ? prefill_text(*prefill) : ""));
    const bool was_stopped = prefill && prefill->read_tokens < prefill->tokens;
    return was_stopped && printed == ExitStatus::done ? ExitStatus::interrupted : printed;
}

ExitStatus run_list(CommandContext& context) {
    auto listed = load_documents(context);
    if (!listed) {
        return context.report(listed.error());
    }
    auto& lines = listed->lines;
    const auto cached = count_cached_tokens(context, listed->texts);
    for (std::size_t i = 0; i < cached.size(); ++i) {
        lines[i].prepared_tokens = cached[i];
    }
    if (context.wants_json()) {
        return context.print(to_json(lines));
    }
    if (lines.empty()) {
        context.terminal().message(
            "There is no document yet; add one with: sotto documents add FILE");
    }
    std::string text;
    for (const auto& [summary, tokens, read_tokens] : lines) {
        const std::string read =
            read_tokens > 0 ? std::format(", {} read", format_integer(read_tokens)) : "";
        text += std::format("{:>5}  {}  ({} characters, {}{}{})\n", summary.id.value, summary.title,
                            format_integer(summary.characters), tokens_text(tokens), read,
                            origin_text(summary.origin));
    }
    return context.print(text);
}

ExitStatus run_text(const IdOptions& options, CommandContext& context) {
    const auto document =
        context.wait_for(context.runtime().library(), [id = options.id](Library& library) {
            return library.documents().text(id);
        });
    if (!document) {
        return context.report(document.error());
    }
    return context.print(context.wants_json() ? text_json(document->text)
                                              : std::string(document->text));
}

ExitStatus run_remove(const IdOptions& options, CommandContext& context) {
    if (auto removed = context.remove(options.id); !removed) {
        return context.report(removed.error());
    }
    return context.print(context.wants_json()
                             ? done_json(options.id.value, "removed")
                             : std::format("Document {} is removed.\n", options.id.value));
}

} // namespace

void add_documents(CLI::App& root, Command& command) {
    CLI::App& group = *root.add_subcommand("documents", "Keep documents to ask about");
    group.require_subcommand(1);
    group.footer(kExamples);
    CLI::App& add = *group.add_subcommand("add", "Save the text of a file");
    auto& options = define_command(add, command, run_add);
    add.add_option("FILE", options.file, "A file (text, PDF, Office …); - reads standard input")
        ->required();
    add.add_option("--model", options.model, "The model that counts the tokens")->type_name("NAME");
    add_recognition(add, options.recognition);
    add.add_flag_callback(
        "--prepare", [&options] { options.prefill = Prefill::now; },
        "Read it with the model now, so that questions about it are answered at once");
    define_command(*group.add_subcommand("list", "List them"), command, run_list);
    CLI::App& text = *group.add_subcommand("text", "Print the text of one");
    add_id(text, define_command(text, command, run_text).id);
    add_document_search(group, command);
    CLI::App& remove = *group.add_subcommand("remove", "Delete one");
    add_id(remove, define_command(remove, command, run_remove).id);
}

} // namespace sotto::app
