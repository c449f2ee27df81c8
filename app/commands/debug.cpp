#include "app/answers/open_model.h"
#include "app/cli/command_list.h"
#include "app/documents/text_file.h"
#include "app/export/json_output.h"
#include "inference/engine/evaluation.h"
#include "inference/tokenizer/tokenizer.h"
#include "inference/tokenizer_files/open_tokenizer.h"

#include <cmath>
#include <format>
#include <memory>
#include <utility>
#include <vector>

namespace sotto::app {

namespace {

using inference::Tokenizer;

Result<std::unique_ptr<Tokenizer>>
open_chosen_tokenizer(CommandContext& context, const TokenizerChoice& choice, ExitStatus& status) {
    auto tokenizer = Result<std::unique_ptr<Tokenizer>>();
    if (!choice.file.empty()) {
        tokenizer = inference::open_tokenizer(choice.file);
    } else if (auto details = find_model(context, choice.model); !details) {
        status = context.report_model(details.error());
        return std::unexpected(std::move(details.error()));
    } else {
        tokenizer = inference::open_folder_tokenizer(details->summary.folder);
    }
    if (!tokenizer) {
        status = context.report(tokenizer.error());
    }
    return tokenizer;
}

// Each line of `text` is a JSON string; each line of the result its ids.
Result<std::string> tokenize_lines(const Tokenizer& tokenizer, inference::SpecialText special,
                                   std::string_view text) {
    std::string output;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        const auto line = parse_json_string(text.substr(0, end));
        if (!line) {
            return fail(ErrorCode::invalid_input,
                        std::format("line {} is not a JSON string", number));
        }
        output += ids_json(tokenizer.encode(*line, special));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return output;
}

} // namespace

ExitStatus run(const DebugTokenize& options, CommandContext& context) {
    ExitStatus status = ExitStatus::done;
    const auto tokenizer = open_chosen_tokenizer(context, options.tokenizer, status);
    if (!tokenizer) {
        return status;
    }
    const auto text = read_bytes(options.file);
    if (!text) {
        return context.report(text.error());
    }
    const auto special = options.tokenizer.special;
    if (options.unit == InputUnit::whole_file) {
        return context.print(ids_json((*tokenizer)->encode(*text, special)));
    }
    const auto lines = tokenize_lines(**tokenizer, special, *text);
    return lines ? context.print(*lines) : context.report(lines.error());
}

ExitStatus run(const DebugDetokenize& options, CommandContext& context) {
    ExitStatus status = ExitStatus::done;
    const auto tokenizer = open_chosen_tokenizer(context, options.tokenizer, status);
    if (!tokenizer) {
        return status;
    }
    std::string text = (*tokenizer)->decode(options.ids, options.tokenizer.special);
    if (context.wants_json()) {
        return context.print(text_json(text));
    }
    // The exact bytes for a pipe; a person also gets a line end.
    text += context.terminal().output_is_terminal() ? "\n" : "";
    return context.print(text);
}

ExitStatus run(const DebugLogits& options, CommandContext& context) {
    const auto details = find_model(context, options.model.name);
    if (!details) {
        return context.report_model(details.error());
    }
    const std::stop_token stop = context.stop_on_interrupt();
    const auto model = open_model(*details, options.model, place_of(context, *details), stop);
    if (!model) {
        return context.report(model.error());
    }
    const auto logits = inference::logits_of(*model->transformer, options.ids, stop);
    if (!logits) {
        return context.report(logits.error());
    }
    return context.print(logits_json(*logits, model->transformer->config().vocabulary_size));
}

ExitStatus run(const DebugPerplexity& options, CommandContext& context) {
    const auto details = find_model(context, options.model.name);
    if (!details) {
        return context.report_model(details.error());
    }
    const auto text = read_bytes(options.file);
    if (!text) {
        return context.report(text.error());
    }
    const auto tokenizer = inference::open_folder_tokenizer(details->summary.folder);
    if (!tokenizer) {
        return context.report(tokenizer.error());
    }
    const std::stop_token stop = context.stop_on_interrupt();
    const auto model = open_model(*details, options.model, place_of(context, *details), stop);
    if (!model) {
        return context.report(model.error());
    }
    const auto configured_bos = model->transformer->config().bos_token;
    const auto bos = configured_bos ? configured_bos : (*tokenizer)->bos();
    const auto measured =
        inference::perplexity_of(*model->transformer, (*tokenizer)->encode(*text), bos, stop);
    if (!measured) {
        return context.report(measured.error());
    }
    const auto tokens = static_cast<std::int64_t>(measured->tokens);
    return context.print(context.wants_json()
                             ? perplexity_json(measured->nll, tokens)
                             : std::format("Loss {:.4f} per token, perplexity {:.2f}, {} tokens.\n",
                                           measured->nll, std::exp(measured->nll), tokens));
}

} // namespace sotto::app
