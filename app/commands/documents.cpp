#include "app/answers/extract_document.h"
#include "app/answers/prepare.h"
#include "app/cli/command_list.h"
#include "app/cli/numbers.h"
#include "app/documents/text_file.h"
#include "app/export/json_output.h"
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

// The tokenizer of a model; nothing when there is no model or it has none: then tokens are unknown.
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

// The lines of a list, and the texts they stand for.
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

// What a person should know of a text before believing it.
std::string_view origin_text(TextOrigin origin) {
    return origin == TextOrigin::recognized ? ", recognized text" : "";
}

std::string tokens_text(const std::optional<std::int64_t>& tokens) {
    return tokens ? with_separators(*tokens) + " tokens" : "tokens unknown without a model";
}

std::string reading_text(const PrefillReport& report) {
    if (report.read_tokens < report.tokens) {
        return std::format("{} of {} tokens are read; the same command goes on from there.\n",
                           with_separators(report.read_tokens), with_separators(report.tokens));
    }
    return std::format("All {} tokens are read ({} of them before).\n",
                       with_separators(report.tokens), with_separators(report.reused_tokens));
}

} // namespace

ExitStatus run(const DocumentsAdd& options, CommandContext& context) {
    const SteadyClock clock;
    const auto begun = clock.now();
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
    std::optional<PrefillReport> reading;
    if (options.reading == DocumentsAdd::Reading::now) {
        auto report = prepare_document(context, options.model, *document);
        if (!report) {
            return report.error().code == ErrorCode::not_found
                       ? context.report_model(report.error())
                       : context.report(report.error());
        }
        reading = *report;
        line.prepared_tokens = report->read_tokens;
    }
    const double seconds = std::chrono::duration<double>(clock.now() - begun).count();
    const ExitStatus printed = context.print(
        context.wants_json()
            ? added_document_json(line, reading, seconds)
            : std::format("Document {}: {}, {} characters, {}{}.\n{}", id->value, document->title,
                          with_separators(line.summary.characters), tokens_text(line.tokens),
                          origin_text(document->origin), reading ? reading_text(*reading) : ""));
    const bool was_stopped = reading && reading->read_tokens < reading->tokens;
    return was_stopped && printed == ExitStatus::done ? ExitStatus::interrupted : printed;
}

ExitStatus run(const DocumentsList&, CommandContext& context) {
    auto listed = load_documents(context);
    if (!listed) {
        return context.report(listed.error());
    }
    auto& lines = listed->lines;
    const auto prepared = count_prepared(context, listed->texts);
    for (std::size_t i = 0; i < prepared.size(); ++i) {
        lines[i].prepared_tokens = prepared[i];
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
            read_tokens > 0 ? std::format(", {} read", with_separators(read_tokens)) : "";
        text += std::format("{:>5}  {}  ({} characters, {}{}{})\n", summary.id.value, summary.title,
                            with_separators(summary.characters), tokens_text(tokens), read,
                            origin_text(summary.origin));
    }
    return context.print(text);
}

ExitStatus run(const DocumentsText& options, CommandContext& context) {
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

ExitStatus run(const DocumentsRemove& options, CommandContext& context) {
    const auto document =
        context.wait_for(context.runtime().library(), [id = options.id](Library& library) {
            return library.documents().text(id);
        });
    if (document) {
        purge_prepared(context, *document);
    }
    const auto removed =
        context.wait_for(context.runtime().library(), [id = options.id](Library& library) {
            return library.documents().remove(id);
        });
    if (!removed) {
        return context.report(removed.error());
    }
    return context.print(context.wants_json()
                             ? done_json(options.id.value, "removed")
                             : std::format("Document {} is removed.\n", options.id.value));
}

} // namespace sotto::app
