#include "app/cli/command_parsers.h"

namespace sotto::app {

namespace {

constexpr const char* kModelsExamples = R"(Examples:
  sotto models import ~/Downloads/MobileLLM-Pro
  sotto models import ~/Downloads/Llama-3.2-1B-Instruct --weights int8 --name llama
  sotto models use llama
  sotto models export llama /media/usb/llama.tar
  sotto models import /media/usb/llama.tar
  sotto models import /home/shared/llama --link)";

constexpr const char* kDebugExamples = R"(Examples:
  echo -n "Hello" | sotto debug tokenize --tokenizer tokenizer.model -
  sotto debug detokenize --model llama 9906,1917
  sotto debug logits --model llama --ids 128000,9906
  sotto debug perplexity --model llama text.txt)";

const std::map<std::string, WeightDtype> kWeightDtypes{
    {"int4", WeightDtype::int4}, {"int8", WeightDtype::int8}, {"f32", WeightDtype::f32}};

template <class Options>
void add_named_model_command(CLI::App& models, Command& command, const char* name,
                             const char* what) {
    CLI::App& app = *models.add_subcommand(name, what);
    auto& options = begin<Options>(app, command);
    app.add_option("NAME", options.name, "Name of the model")->required();
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

} // namespace

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
               "Form to keep the weights in (int4); a bundle keeps its own", kWeightDtypes);
    import.add_flag_callback(
        "--allow-no-tokenizer",
        [&options] { options.request.tokenizer = ImportRequest::Tokenizer::optional; },
        "Import even when the folder has no tokenizer");
    CLI::Option* const calibrate = import.add_flag_callback(
        "--calibrate",
        [&options] { options.request.calibration = ImportRequest::Calibration::always; },
        "Fit int4 weights to a built-in text, however long it takes (without it: when they were "
        "not trained for int4 and it takes no more than 20 minutes)");
    import
        .add_flag_callback(
            "--no-calibrate",
            [&options] { options.request.calibration = ImportRequest::Calibration::never; },
            "Round int4 weights to the nearest value")
        ->excludes(calibrate);
    import.add_flag_callback(
        "--link", [&options] { options.request.bundle_files = ImportRequest::BundleFiles::linked; },
        "Use the files of a bundle's folder where they lie, as hard links: no room is taken twice, "
        "and what changes one changes the other");
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

} // namespace sotto::app
