#include "app/commands/command_line.h"

#include "app/build_info.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace sotto::app {

namespace {

constexpr const char* kAskExamples = R"(Examples:
  sotto ask "Why is the sky blue?"
  sotto ask --document contract.txt "When does it end?"
  git log -5 | sotto ask --document - "Summarize these changes."
  sotto ask --raw --temperature 0 --max-tokens 50 "Once upon a time")";

constexpr const char* kChatExamples = R"(Examples:
  sotto chat
  sotto chat --conversation 12
  sotto chat --document handbook.md
In the chat: /help lists what can be typed, Ctrl-C ends an answer, Ctrl-D ends the chat.)";

constexpr const char* kModelsExamples = R"(Examples:
  sotto models import ~/Downloads/MobileLLM-Pro
  sotto models import ~/Downloads/Llama-3.2-1B-Instruct --weights int8 --name llama
  sotto models use llama
  sotto models export llama /media/usb/llama.tar
  sotto models import /media/usb/llama.tar)";

constexpr const char* kConversationsExamples = R"(Examples:
  sotto conversations list
  sotto conversations export 12 --format markdown > talk.md)";

constexpr const char* kDocumentsExamples = R"(Examples:
  sotto documents add notes.txt
  sotto documents text 3 | less)";

constexpr const char* kDebugExamples = R"(Examples:
  echo -n "Hello" | sotto debug tokenize --tokenizer tokenizer.model -
  sotto debug detokenize --model llama 9906,1917
  sotto debug logits --model llama --ids 128000,9906
  sotto debug perplexity --model llama text.txt)";

constexpr const char* kBenchExamples = R"(Examples:
  sotto bench --model llama --prompt 512,2048 --depth 0,8192
  sotto bench --shape mobilellm-pro --threads 2 --json)";

constexpr const char* kGeneralEnd =
    R"(Without a command: the window; the terminal chat where there is no display.
Exit status: 0 done, 1 failed, 2 wrong usage, 3 no model, 4 input refused, 130 interrupted.
Help for one command: sotto COMMAND --help)";

const std::map<std::string, KvForm> kKvForms{
    {"f32", KvForm::f32}, {"f16", KvForm::f16}, {"int8", KvForm::int8}};
const std::map<std::string, WeightForm> kWeightForms{
    {"int4", WeightForm::int4}, {"int8", WeightForm::int8}, {"f32", WeightForm::f32}};
const std::map<std::string, ExportFormat> kExportFormats{{"markdown", ExportFormat::markdown},
                                                         {"json", ExportFormat::json}};

// An option that takes one word of a list, and whose help names the words.
template <class Target, class Value>
void add_choice(CLI::App& app, const std::string& name, Target& target, const std::string& what,
                const std::map<std::string, Value>& words) {
    std::string list;
    for (const auto& [word, meaning] : words) {
        list += (list.empty() ? "" : "|") + word;
    }
    app.add_option_function<std::string>(
           name, [&target, words](const std::string& word) { target = words.at(word); }, what)
        ->check(CLI::Validator(
            [words, list, name](std::string& word) {
                return words.contains(word) ? std::string()
                                            : name + " is one of " + list + ", not " + word;
            },
            "", "choice"))
        ->type_name(list);
}

// A number within bounds, with a sentence when it is not.
template <class Number>
CLI::Validator between(Number low, Number high) {
    return CLI::Range(low, high).description("");
}

void add_model_name(CLI::App& app, ModelOptions& model) {
    app.add_option("--model", model.name, "Name of the model; without it the default one")
        ->type_name("NAME");
}

void add_model_options(CLI::App& app, ModelOptions& model) {
    add_model_name(app, model);
    add_choice(app, "--kv", model.kv, "Form of the cached keys and values; goes with the weights",
               kKvForms);
    app.add_option("--threads", model.threads, "Threads to compute with; one per performance core")
        ->check(between(1, 1024))
        ->type_name("N");
}

void add_answer_options(CLI::App& app, AnswerOptions& answer) {
    app.add_option("--system", answer.system, "Instructions that stand before the conversation")
        ->type_name("TEXT");
    app.add_option("--max-tokens", answer.max_tokens, "Longest answer, in tokens")
        ->check(between<std::int64_t>(1, 10'000'000))
        ->type_name("N");
    app.add_option("--temperature", answer.temperature, "0 = always the likeliest word")
        ->check(between(0.0F, 100.0F))
        ->type_name("T");
    app.add_option("--top-k", answer.top_k, "Choose among the K likeliest; 0 = all")
        ->check(between(0, 10'000'000))
        ->type_name("K");
    app.add_option("--top-p", answer.top_p, "Choose among the likeliest that sum up to P")
        ->check(between(0.0F, 1.0F))
        ->type_name("P");
    app.add_option("--min-p", answer.min_p, "Leave out what is less than P times the likeliest")
        ->check(between(0.0F, 1.0F))
        ->type_name("P");
    app.add_option("--repetition-penalty", answer.repetition_penalty, "1 = none")
        ->check(between(0.01F, 100.0F))
        ->type_name("R");
    app.add_option("--seed", answer.seed, "The same seed gives the same answer")->type_name("S");
}

// The options of one command, kept as long as the parser, and copied out when the command is
// chosen.
template <class Options>
Options& begin(CLI::App& app, Command& command) {
    auto options = std::make_shared<Options>();
    app.final_callback([options, &command] { command = *options; });
    return *options;
}

template <class Options>
void add_named_model_command(CLI::App& models, Command& command, const char* name,
                             const char* what) {
    CLI::App& app = *models.add_subcommand(name, what);
    auto& options = begin<Options>(app, command);
    app.add_option("NAME", options.name, "Name of the model")->required();
}

// A command about one stored thing, named by its number.
template <class Options>
CLI::App& add_id_command(CLI::App& group, Command& command, const char* name, const char* what,
                         Options** made = nullptr) {
    CLI::App& app = *group.add_subcommand(name, what);
    auto& options = begin<Options>(app, command);
    app.add_option("ID", options.id.value, "Its number, as the list shows it")
        ->required()
        ->check(between<std::int64_t>(1, INT64_MAX));
    if (made != nullptr) {
        *made = &options;
    }
    return app;
}

void add_ask(CLI::App& root, Command& command) {
    CLI::App& app = *root.add_subcommand("ask", "Answer one question");
    auto& options = begin<AskOptions>(app, command);
    add_model_options(app, options.model);
    add_answer_options(app, options.answer);
    app.add_option("--document", options.documents,
                   "A file to read first (text, PDF, Office …); may be repeated")
        ->type_name("FILE")
        ->allow_extra_args(false); // each takes one file: what follows is the prompt
    app.add_flag_callback(
        "--raw", [&options] { options.form = PromptForm::raw; },
        "Continue the text as it stands, without chat template");
    app.add_option("PROMPT", options.prompt, "The question; - reads it from standard input")
        ->required();
    app.footer(kAskExamples);
}

void add_chat(CLI::App& root, Command& command) {
    CLI::App& app = *root.add_subcommand("chat", "Talk in the terminal");
    auto& options = begin<ChatOptions>(app, command);
    add_model_options(app, options.model);
    add_answer_options(app, options.answer);
    app.add_option("--conversation", options.conversation.value, "Go on with a saved conversation")
        ->check(between<std::int64_t>(1, INT64_MAX))
        ->type_name("ID");
    app.add_option("--document", options.documents,
                   "A file to talk about (text, PDF, Office …); may be repeated")
        ->type_name("FILE")
        ->allow_extra_args(false); // each takes one file: what follows is the prompt
    app.footer(kChatExamples);
}

void add_models(CLI::App& root, Command& command) {
    CLI::App& group = *root.add_subcommand("models", "Import, list and check models");
    group.require_subcommand(1);
    group.footer(kModelsExamples);
    CLI::App& import =
        *group.add_subcommand("import", "Import a Hugging Face folder, a .gguf file or a bundle");
    auto& options = begin<ModelsImport>(import, command);
    import
        .add_option("PATH", options.request.path,
                    "The folder with config.json and the weights, the .gguf file, or what "
                    "models export wrote")
        ->required();
    import.add_option("--name", options.request.name, "What to call it; from the path without")
        ->type_name("NAME");
    add_choice(import, "--weights", options.request.weights,
               "Form to keep the weights in (int4); a bundle keeps its own", kWeightForms);
    import.add_flag_callback(
        "--allow-no-tokenizer",
        [&options] { options.request.tokenizer = ImportRequest::Tokenizer::optional; },
        "Import even when the folder has no tokenizer");
    CLI::Option* const calibrate = import.add_flag_callback(
        "--calibrate",
        [&options] { options.request.calibration = ImportRequest::Calibration::always; },
        "Fit int4 weights to a built-in text, however long it takes (without it: when they were "
        "not "
        "trained for int4 and it takes no more than 20 minutes)");
    import
        .add_flag_callback(
            "--no-calibrate",
            [&options] { options.request.calibration = ImportRequest::Calibration::never; },
            "Round int4 weights to the nearest value")
        ->excludes(calibrate);
    import.footer(kModelsExamples);
    begin<ModelsList>(*group.add_subcommand("list", "List the models"), command);
    add_named_model_command<ModelsInfo>(group, command, "info", "Show what is known about a model");
    add_named_model_command<ModelsVerify>(group, command, "verify",
                                          "Compare every file with its stored hash");
    add_named_model_command<ModelsUse>(group, command, "use", "Make a model the default");
    add_named_model_command<ModelsRemove>(group, command, "remove", "Delete an imported model");
    CLI::App& exported =
        *group.add_subcommand("export", "Write a model as a bundle for another device");
    auto& to = begin<ModelsExport>(exported, command);
    exported.add_option("NAME", to.name, "Name of the model")->required();
    exported.add_option("PATH", to.path, "A folder or .tar file that is not there yet")->required();
}

void add_conversations(CLI::App& root, Command& command) {
    CLI::App& group = *root.add_subcommand("conversations", "List, show and export conversations");
    group.require_subcommand(1);
    group.footer(kConversationsExamples);
    begin<ConversationsList>(*group.add_subcommand("list", "List them, the last used first"),
                             command);
    add_id_command<ConversationsShow>(group, command, "show", "Print one");
    ConversationsExport* options = nullptr;
    CLI::App& app = add_id_command(group, command, "export", "Print one as a file", &options);
    add_choice(app, "--format", options->format, "Form of the file (markdown)", kExportFormats);
    add_id_command<ConversationsRemove>(group, command, "remove", "Delete one");
}

void add_documents(CLI::App& root, Command& command) {
    CLI::App& group = *root.add_subcommand("documents", "Keep texts to ask about");
    group.require_subcommand(1);
    group.footer(kDocumentsExamples);
    CLI::App& add = *group.add_subcommand("add", "Save the text of a file");
    auto& options = begin<DocumentsAdd>(add, command);
    add.add_option("FILE", options.file, "A file (text, PDF, Office …); - reads standard input")
        ->required();
    add.add_option("--model", options.model, "The model whose tokens are counted")
        ->type_name("NAME");
    begin<DocumentsList>(*group.add_subcommand("list", "List them"), command);
    add_id_command<DocumentsText>(group, command, "text", "Print the text of one");
    add_id_command<DocumentsRemove>(group, command, "remove", "Delete one");
}

void add_tokenizer_options(CLI::App& app, TokenizerChoice& choice) {
    auto* model = app.add_option("--model", choice.model, "Use this model's tokenizer");
    auto* file = app.add_option("--tokenizer", choice.file, "tokenizer.model or tokenizer.json");
    model->type_name("NAME");
    file->type_name("PATH")->excludes(model);
    app.add_flag_callback(
        "--special", [&choice] { choice.special = inference::SpecialText::parse; },
        "Text that spells a control token is that token");
}

CLI::Option* add_ids(CLI::App& app, const std::string& name, std::vector<TokenId>& ids) {
    return app.add_option(name, ids, "Token ids, with commas or spaces between")
        ->delimiter(',')
        ->check(between<TokenId>(0, INT32_MAX))
        ->type_name("IDS");
}

void add_debug(CLI::App& root, Command& command) {
    CLI::App& group = *root.add_subcommand("debug", "Look inside a model");
    group.require_subcommand(1);
    group.footer(kDebugExamples);

    CLI::App& tokenize = *group.add_subcommand("tokenize", "Token ids of a text");
    auto& to_ids = begin<DebugTokenize>(tokenize, command);
    add_tokenizer_options(tokenize, to_ids.tokenizer);
    tokenize.add_flag_callback(
        "--jsonl", [&to_ids] { to_ids.unit = InputUnit::json_line; },
        "Each line is a JSON string, each line printed its ids");
    tokenize.add_option("FILE", to_ids.file, "The text; - reads standard input")->required();

    CLI::App& detokenize = *group.add_subcommand("detokenize", "Text of token ids");
    auto& to_text = begin<DebugDetokenize>(detokenize, command);
    add_tokenizer_options(detokenize, to_text.tokenizer);
    add_ids(detokenize, "IDS", to_text.ids)->required();

    CLI::App& logits = *group.add_subcommand("logits", "Logits after each position");
    auto& logits_options = begin<DebugLogits>(logits, command);
    add_model_options(logits, logits_options.model);
    add_ids(logits, "--ids", logits_options.ids)->required();

    CLI::App& perplexity = *group.add_subcommand("perplexity", "Mean loss per token of a text");
    auto& perplexity_options = begin<DebugPerplexity>(perplexity, command);
    add_model_options(perplexity, perplexity_options.model);
    perplexity.add_option("FILE", perplexity_options.file, "The text; - reads standard input")
        ->required();
}

void add_doctor(CLI::App& root, Command& command) {
    begin<Doctor>(*root.add_subcommand("doctor", "What this machine can do"), command);
}

void add_bench(CLI::App& root, Command& command) {
    CLI::App& app = *root.add_subcommand("bench", "Measure speed and memory");
    auto& options = begin<Bench>(app, command);
    add_model_options(app, options.model);
    app.add_option("--shape", options.shape, "Random int4 weights of a published shape")
        ->check(CLI::IsMember({"mobilellm-pro", "llama-3.2-1b", "gemma-3-1b"}))
        ->type_name("mobilellm-pro|llama-3.2-1b|gemma-3-1b")
        ->excludes(app.get_option("--model"));
    app.add_option("--prompt", options.prompt_tokens, "Prompt lengths, in tokens (512,2048)")
        ->delimiter(',')
        ->check(between<std::int64_t>(1, 10'000'000))
        ->type_name("N,N");
    app.add_option("--depth", options.depths, "Tokens that stand before (0)")
        ->delimiter(',')
        ->check(between<std::int64_t>(0, 10'000'000))
        ->type_name("N,N");
    app.add_option("--generate", options.generate_tokens, "Tokens to write (64)")
        ->check(between<std::int64_t>(1, 10'000'000))
        ->type_name("N");
    app.add_option("--repeat", options.repeat, "Runs of each test (3)")
        ->check(between<std::int64_t>(1, 1000))
        ->type_name("R");
    app.add_flag("--lookup", options.with_lookup,
                 "Also what guessing from the prompt gains, and what it costs at worst");
    app.add_flag("--details", options.with_details,
                 "Also where the time goes, and how soon a stop takes effect");
    app.footer(kBenchExamples);
}

// One sentence: CLI11 puts some of its messages on several lines.
std::string as_sentence(std::string text) {
    for (char& character : text) {
        character = character == '\n' ? ' ' : character;
    }
    while (text.ends_with(' ') || text.ends_with('.')) {
        text.pop_back();
    }
    return text;
}

std::string name_of_deepest(const CLI::App& root) {
    std::string name = "sotto";
    for (const CLI::App* app = &root; !app->get_subcommands().empty();) {
        app = app->get_subcommands().front();
        name += " " + app->get_name();
    }
    return name;
}

} // namespace

std::expected<CommandLine, CommandLineEnd> parse_command_line(int count,
                                                              const char* const* arguments) {
    CLI::App root("Sotto: a private assistant that lives on this device", "sotto");
    CommandLine line;
    // Room for one command: a word after it is its argument, even when it spells another command.
    root.require_subcommand(0, 1);
    root.fallthrough();
    root.set_version_flag("--version", version_text());
    std::string data_dir;
    CLI::Option* data_dir_option =
        root.add_option("--data-dir", data_dir, "Keep everything in this folder")->type_name("DIR");
    root.add_flag_callback(
        "--json", [&line] { line.output = OutputForm::json; },
        "One JSON value on standard output, messages on standard error");
    root.footer(kGeneralEnd);
    add_ask(root, line.command);
    add_chat(root, line.command);
    add_models(root, line.command);
    add_conversations(root, line.command);
    add_documents(root, line.command);
    add_bench(root, line.command);
    add_doctor(root, line.command);
    add_debug(root, line.command);
    try {
        root.parse(count, arguments);
    } catch (const CLI::CallForHelp&) {
        return std::unexpected(CommandLineEnd{ExitStatus::done, root.help()});
    } catch (const CLI::CallForVersion& version) {
        return std::unexpected(
            CommandLineEnd{ExitStatus::done, version.what() + std::string("\n")});
    } catch (const CLI::ParseError& error) {
        return std::unexpected(
            CommandLineEnd{ExitStatus::wrong_usage, as_sentence(error.what()) + "; see " +
                                                        name_of_deepest(root) + " --help"});
    }
    if (data_dir_option->count() > 0) {
        line.data_dir = data_dir;
    }
    return line;
}

} // namespace sotto::app
