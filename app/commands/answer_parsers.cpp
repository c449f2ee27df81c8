#include "app/cli/command_parsers.h"

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

constexpr const char* kSummarizeExamples = R"(Examples:
  sotto summarize report.pdf
  sotto summarize --max-tokens 150 book.epub > summary.txt
A text that does not fit the model's context is read part by part; what was done is kept, so an
interrupted summary goes on where it was.)";

constexpr const char* kBenchExamples = R"(Examples:
  sotto bench --model llama --prompt 512,2048 --depth 0,8192
  sotto bench --shape mobilellm-pro --threads 2 --json)";

const std::map<std::string, KvDtype> kKvDtypes{
    {"f32", KvDtype::f32}, {"f16", KvDtype::f16}, {"int8", KvDtype::int8}};

const std::map<std::string, OverflowPolicy> kOverflowPolicy{
    {"refuse", OverflowPolicy::refuse},
    {"drop-oldest", OverflowPolicy::drop_oldest},
    {"summarize", OverflowPolicy::summarize},
    {"search", OverflowPolicy::search}};

void add_document_files(CLI::App& app, DocumentFiles& files, const std::string& what) {
    app.add_option("--document", files.names, what + " (text, PDF, Office …); may be repeated")
        ->type_name("FILE")
        ->allow_extra_args(false); // each takes one file: what follows is the prompt
    add_recognition(app, files.recognition);
}

} // namespace

void add_model_name(CLI::App& app, ModelOptions& model) {
    app.add_option("--model", model.name, "Name of the model; without it the default one")
        ->type_name("NAME");
}

void add_model_options(CLI::App& app, ModelOptions& model) {
    add_model_name(app, model);
    add_choice(app, "--kv", model.kv, "Form of the cached keys and values; goes with the weights",
               kKvDtypes);
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

void add_overflow_policy(CLI::App& app, OverflowPolicy& overflow_policy,
                         const std::string& otherwise) {
    add_choice(app, "--when-full", overflow_policy,
               "What to do when not all fits the context: leave out or summarize the oldest turns, "
               "or read the parts of the documents that have words of the question (" +
                   otherwise + ")",
               kOverflowPolicy);
}

void add_recognition(CLI::App& app, Recognition& recognition) {
    app.add_flag_callback(
        "--ocr", [&recognition] { recognition = Recognition::allowed; },
        "Recognize the text of scanned pages and pictures, by tesseract; this takes seconds a "
        "page");
}

void add_no_citations(CLI::App& app, bool& with_citations) {
    app.add_flag_callback(
        "--no-citations", [&with_citations] { with_citations = false; },
        "Do not say where in the document it was read");
}

void add_ask(CLI::App& root, Command& command) {
    CLI::App& app = *root.add_subcommand("ask", "Answer one question");
    auto& options = begin<AskOptions>(app, command);
    add_model_options(app, options.model);
    add_answer_options(app, options.answer);
    add_document_files(app, options.documents, "A file to read first");
    add_no_citations(app, options.with_citations);
    add_overflow_policy(app, options.overflow_policy, "refuse");
    app.add_flag_callback(
        "--raw", [&options] { options.form = PromptKind::raw; },
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
    add_document_files(app, options.documents, "A file to talk about");
    add_no_citations(app, options.with_citations);
    add_overflow_policy(app, options.overflow_policy, "drop-oldest");
    app.footer(kChatExamples);
}

void add_summarize(CLI::App& root, Command& command) {
    CLI::App& app = *root.add_subcommand("summarize", "Summarize a document of any length");
    auto& options = begin<SummarizeOptions>(app, command);
    add_model_options(app, options.model);
    app.add_option("--max-tokens", options.max_tokens, "Longest summary, in tokens")
        ->check(between<std::int64_t>(1, 10'000'000))
        ->type_name("N");
    add_no_citations(app, options.with_citations);
    add_recognition(app, options.recognition);
    app.add_option("FILE", options.file, "A file (text, PDF, Office …); - reads standard input")
        ->required();
    app.footer(kSummarizeExamples);
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
    app.add_flag("--restore", options.with_restore,
                 "Also how fast 8,192 tokens and the depths come back from the disk");
    app.add_option("--restore-tokens", options.restore_tokens, "Other lengths for --restore")
        ->delimiter(',')
        ->check(between<std::int64_t>(1, 10'000'000))
        ->type_name("N,N");
    app.footer(kBenchExamples);
}

} // namespace sotto::app
