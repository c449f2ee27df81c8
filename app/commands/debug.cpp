#include "app/answers/asked_documents.h"
#include "app/answers/chosen_model.h"
#include "app/answers/extract_document.h"
#include "app/cli/command.h"
#include "app/cli/command_context.h"
#include "app/cli/command_options.h"
#include "app/documents/text_file.h"
#include "app/json/token_json.h"
#include "app/measurement/open_model.h"
#include "inference/engine/evaluation.h"
#include "inference/tokenizer/tokenizer.h"
#include "inference/tokenizer_files/open_tokenizer.h"

#include <cmath>
#include <format>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sotto::app {

namespace {

using inference::Tokenizer;

constexpr const char* kExamples = R"(Examples:
  echo -n "Hello" | sotto debug tokenize --tokenizer tokenizer.model -
  sotto debug detokenize --model llama 9906,1917
  sotto debug prompt --document notice.txt "When does it open?"
  sotto debug logits --model llama --ids 128000,9906
  sotto debug perplexity --model llama text.txt
  sotto debug divergence --model llama --base llama-f32 text.txt)";

/// Which tokenizer: that of a file, else that of a model.
struct TokenizerOptions {
    std::string model;
    std::string file; ///< tokenizer.model or tokenizer.json; takes precedence over the model
    inference::SpecialText special = inference::SpecialText::literal;
};

enum class InputUnit { whole_file, json_line };
struct TokenizeOptions {
    TokenizerOptions tokenizer;
    InputUnit unit = InputUnit::whole_file;
    std::string file;
};

struct DetokenizeOptions {
    TokenizerOptions tokenizer;
    std::vector<TokenId> ids;
};

struct PromptOptions {
    ModelOptions model;
    AnswerOptions answer; ///< only its system prompt
    DocumentOptions documents;
    Thinking thinking = Thinking::off;
    std::string prompt;
};

struct LogitsOptions {
    ModelOptions model;
    std::vector<TokenId> ids;
};

struct PerplexityOptions {
    ModelOptions model;
    std::string file;
};

struct DivergenceOptions {
    ModelOptions model;
    std::string base; ///< the name of the model that is taken for right
    std::string file;
};

Result<std::unique_ptr<Tokenizer>> open_chosen_tokenizer(CommandContext& context,
                                                         const TokenizerOptions& options,
                                                         ExitStatus& status) {
    auto tokenizer = Result<std::unique_ptr<Tokenizer>>();
    if (!options.file.empty()) {
        tokenizer = inference::open_tokenizer(options.file);
    } else if (auto details = find_model(context, options.model); !details) {
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

// Each line of `text` is a JSON string; each line of the result has its ids.
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

ExitStatus run_tokenize(const TokenizeOptions& options, CommandContext& context) {
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

ExitStatus run_detokenize(const DetokenizeOptions& options, CommandContext& context) {
    ExitStatus status = ExitStatus::done;
    const auto tokenizer = open_chosen_tokenizer(context, options.tokenizer, status);
    if (!tokenizer) {
        return status;
    }
    std::string text = (*tokenizer)->decode(options.ids, options.tokenizer.special);
    if (context.wants_json()) {
        return context.print(text_json(text));
    }
    // A pipe gets the exact bytes, a terminal also a line feed.
    text += context.terminal().output_is_terminal() ? "\n" : "";
    return context.print(text);
}

ExitStatus run_prompt(const PromptOptions& options, CommandContext& context) {
    if (auto inputs = check_inputs(options.documents, options.prompt); !inputs) {
        context.report(inputs.error());
        return ExitStatus::wrong_usage;
    }
    auto prompt = read_prompt(options.prompt);
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
    const auto tokenizer = inference::open_folder_tokenizer(model->choice.folder);
    if (!tokenizer) {
        return context.report(tokenizer.error());
    }
    TokenizeRequest request{
        .model = model->choice, .prompts = {}, .stop = context.stop_on_interrupt()};
    request.prompts.push_back(question_prompt(model->profile, std::move(*documents),
                                              std::move(*prompt), options.thinking));
    const auto tokens =
        context.wait_for(context.runtime().model(), [&request](LanguageModel& language_model) {
            GenerateObserver nobody;
            return language_model.tokenize(request, nobody);
        });
    if (!tokens) {
        return context.report(tokens.error());
    }
    const std::vector<TokenId>& ids = tokens->front()->ids;
    const std::string text = (*tokenizer)->decode(ids, inference::SpecialText::parse);
    return context.print(context.wants_json() ? prompt_json(text, ids) : text + "\n");
}

ExitStatus run_logits(const LogitsOptions& options, CommandContext& context) {
    const auto details = find_model(context, options.model.name);
    if (!details) {
        return context.report_model(details.error());
    }
    const std::stop_token stop = context.stop_on_interrupt();
    const auto model =
        open_model(*details, options.model, packed_place_of(context, *details), stop);
    if (!model) {
        return context.report(model.error());
    }
    const auto logits = inference::logits_of(*model->transformer, options.ids, stop);
    if (!logits) {
        return context.report(logits.error());
    }
    return context.print(logits_json(*logits, model->transformer->config().vocabulary_size));
}

ExitStatus run_perplexity(const PerplexityOptions& options, CommandContext& context) {
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
    const auto model =
        open_model(*details, options.model, packed_place_of(context, *details), stop);
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

// Opens the model to measure and the base to measure it by, one after the other.
ExitStatus run_divergence(const DivergenceOptions& options, CommandContext& context) {
    const auto text = read_bytes(options.file);
    if (!text) {
        return context.report(text.error());
    }
    const std::stop_token stop = context.stop_on_interrupt();
    ModelOptions base_options = options.model;
    base_options.name = options.base;
    base_options.kv = KvDtype::f32;
    std::vector<OpenModel> opened;
    std::vector<TokenId> tokens;
    for (const ModelOptions& one : {base_options, options.model}) {
        const auto details = find_model(context, one.name);
        if (!details) {
            return context.report_model(details.error());
        }
        auto model = open_model(*details, one, packed_place_of(context, *details), stop);
        if (!model) {
            return context.report(model.error());
        }
        if (opened.empty()) {
            const auto tokenizer = inference::open_folder_tokenizer(details->summary.folder);
            if (!tokenizer) {
                return context.report(tokenizer.error());
            }
            tokens = (*tokenizer)->encode(*text);
        }
        opened.push_back(*std::move(model));
    }
    const auto measured = inference::divergence_of(*opened.front().transformer,
                                                   *opened.back().transformer, tokens, stop);
    if (!measured) {
        return context.report(measured.error());
    }
    return context.print(
        context.wants_json()
            ? divergence_json(*measured)
            : std::format("KL divergence {:.5f} nats (median {:.5f}, 99 % below {:.4f}), the same "
                          "likeliest token at {:.1f} % of {} positions.\n",
                          measured->mean, measured->median, measured->p99, 100 * measured->same_top,
                          measured->tokens));
}

void add_tokenizer_options(CLI::App& app, TokenizerOptions& options) {
    auto* const model = app.add_option("--model", options.model, "Use this model's tokenizer");
    auto* const file =
        app.add_option("--tokenizer", options.file, "tokenizer.model or tokenizer.json");
    model->type_name("NAME");
    file->type_name("PATH")->excludes(model);
    app.add_flag_callback(
        "--special", [&options] { options.special = inference::SpecialText::parse; },
        "Parse the text of special tokens as these tokens");
}

CLI::Option* add_ids(CLI::App& app, const std::string& name, std::vector<TokenId>& ids) {
    return app.add_option(name, ids, "Token ids, separated by commas or spaces")
        ->delimiter(',')
        ->check(between<TokenId>(0, INT32_MAX))
        ->type_name("IDS");
}

void add_tokenize(CLI::App& group, Command& command) {
    CLI::App& app = *group.add_subcommand("tokenize", "Token ids of a text");
    auto& options = define_command(app, command, run_tokenize);
    add_tokenizer_options(app, options.tokenizer);
    app.add_flag_callback(
        "--jsonl", [&options] { options.unit = InputUnit::json_line; },
        "Each input line is a JSON string, each output line its ids");
    app.add_option("FILE", options.file, "The text; - reads standard input")->required();
}

void add_detokenize(CLI::App& group, Command& command) {
    CLI::App& app = *group.add_subcommand("detokenize", "Text of token ids");
    auto& options = define_command(app, command, run_detokenize);
    add_tokenizer_options(app, options.tokenizer);
    add_ids(app, "IDS", options.ids)->required();
}

void add_prompt(CLI::App& group, Command& command) {
    CLI::App& app = *group.add_subcommand("prompt", "What the model reads for a question");
    auto& options = define_command(app, command, run_prompt);
    add_model_options(app, options.model);
    add_system(app, options.answer);
    add_document_options(app, options.documents, "A file to read first");
    add_thinking(app, options.thinking);
    app.add_option("PROMPT", options.prompt, "The question; - reads it from standard input")
        ->required();
}

void add_logits(CLI::App& group, Command& command) {
    CLI::App& app = *group.add_subcommand("logits", "Logits after each position");
    auto& options = define_command(app, command, run_logits);
    add_model_options(app, options.model);
    add_ids(app, "--ids", options.ids)->required();
}

void add_perplexity(CLI::App& group, Command& command) {
    CLI::App& app = *group.add_subcommand("perplexity", "Mean loss per token of a text");
    auto& options = define_command(app, command, run_perplexity);
    add_model_options(app, options.model);
    app.add_option("FILE", options.file, "The text; - reads standard input")->required();
}

void add_divergence(CLI::App& group, Command& command) {
    CLI::App& app = *group.add_subcommand(
        "divergence", "KL divergence of a model from another, such as the same in f32");
    auto& options = define_command(app, command, run_divergence);
    add_model_options(app, options.model);
    app.add_option("--base", options.base, "The model to compare with, computed with f32 KV")
        ->required()
        ->type_name("NAME");
    app.add_option("FILE", options.file, "The text; - reads standard input")->required();
}

} // namespace

void add_debug(CLI::App& root, Command& command) {
    CLI::App& group = *root.add_subcommand("debug", "Inspect a model");
    group.require_subcommand(1);
    group.footer(kExamples);
    add_tokenize(group, command);
    add_detokenize(group, command);
    add_prompt(group, command);
    add_logits(group, command);
    add_perplexity(group, command);
    add_divergence(group, command);
}

} // namespace sotto::app
