#include "app/cli/command_options.h"

#include <string>

namespace sotto::app {

namespace {

const std::map<std::string, KvDtype> kKvDtypes{
    {"f32", KvDtype::f32}, {"f16", KvDtype::f16}, {"int8", KvDtype::int8}};

const std::map<std::string, OverflowPolicy> kOverflowPolicies{
    {"refuse", OverflowPolicy::refuse},
    {"drop-oldest", OverflowPolicy::drop_oldest},
    {"summarize", OverflowPolicy::summarize},
    {"search", OverflowPolicy::search}};

// CLI11's own range lets NaN through.
CLI::Validator between_numbers(float low, float high) {
    return CLI::Validator(
        [low, high](std::string& text) {
            float number = 0;
            const bool is_within =
                CLI::detail::lexical_cast(text, number) && number >= low && number <= high;
            return is_within ? std::string()
                             : "Value " + text + " not in range [" + CLI::detail::to_string(low) +
                                   " - " + CLI::detail::to_string(high) + "]";
        },
        "", "range");
}

constexpr std::int64_t kMaxTokens = 10'000'000;
constexpr std::size_t kMaxHits = 1000;

} // namespace

void add_model_name(CLI::App& app, std::string& name) {
    app.add_option("--model", name, "Name of the model (the default model)")->type_name("NAME");
}

void add_model_options(CLI::App& app, ModelOptions& model) {
    add_model_name(app, model.name);
    add_choice(app, "--kv", model.kv,
               "Data type of cached keys and values (int8; f32 with f32 weights)", kKvDtypes);
    app.add_option("--threads", model.threads, "Threads to compute with (one per performance core)")
        ->check(between(1, 1024))
        ->type_name("N");
}

void add_max_tokens(CLI::App& app, std::optional<std::int64_t>& max_tokens,
                    const std::string& help) {
    app.add_option("--max-tokens", max_tokens, help)
        ->check(between<std::int64_t>(1, kMaxTokens))
        ->type_name("N");
}

void add_system(CLI::App& app, AnswerOptions& answer) {
    app.add_option("--system", answer.system, "System prompt: instructions before the conversation")
        ->type_name("TEXT");
}

void add_answer_options(CLI::App& app, AnswerOptions& answer) {
    add_system(app, answer);
    add_max_tokens(app, answer.max_tokens, "Longest answer, in tokens");
    app.add_option("--temperature", answer.temperature, "0 = always the most likely token")
        ->check(between_numbers(0, 100))
        ->type_name("T");
    app.add_option("--top-k", answer.top_k, "Sample from the K most likely tokens; 0 = all")
        ->check(between(0, 10'000'000))
        ->type_name("K");
    app.add_option("--top-p", answer.top_p,
                   "Sample from the most likely tokens whose probabilities add up to P")
        ->check(between_numbers(0, 1))
        ->type_name("P");
    app.add_option("--min-p", answer.min_p,
                   "Drop tokens less probable than P times the most likely one")
        ->check(between_numbers(0, 1))
        ->type_name("P");
    app.add_option("--repetition-penalty", answer.repetition_penalty, "1 = none")
        ->check(between_numbers(0.01F, 100))
        ->type_name("R");
    app.add_option("--seed", answer.seed, "The same seed gives the same answer")->type_name("S");
}

void add_document_options(CLI::App& app, DocumentOptions& documents, const std::string& help) {
    app.add_option("--document", documents.files, help + " (text, PDF, Office …); may be repeated")
        ->type_name("FILE")
        ->allow_extra_args(false); // each takes one file: what follows is the prompt
    add_recognition(app, documents.recognition);
}

void add_overflow_policy(CLI::App& app, OverflowPolicy& policy, const std::string& default_policy) {
    add_choice(app, "--when-full", policy,
               "What to do when the context is too small: refuse, drop or summarize the oldest "
               "turns, or read only the parts of the documents that match the question (" +
                   default_policy + ")",
               kOverflowPolicies);
}

void add_recognition(CLI::App& app, Recognition& recognition) {
    app.add_flag_callback(
        "--ocr", [&recognition] { recognition = Recognition::allowed; },
        "Recognize the text of scanned pages and pictures with Tesseract; takes seconds a page");
}

void add_thinking(CLI::App& app, Thinking& thinking) {
    app.add_flag_callback(
        "--think", [&thinking] { thinking = Thinking::allowed; },
        "Let a model that can do so think before it answers");
}

void add_no_citations(CLI::App& app, bool& with_citations) {
    app.add_flag_callback(
        "--no-citations", [&with_citations] { with_citations = false; },
        "Do not list the passages that the answer comes from");
}

void add_search_options(CLI::App& app, SearchOptions& search) {
    app.add_option("QUERY", search.words,
                   "Words that must all occur; \"words in quotation marks\" form a phrase")
        ->required();
    app.add_option("--limit", search.limit, "Maximum number of hits (20)")
        ->check(between<std::size_t>(1, kMaxHits))
        ->type_name("N");
}

} // namespace sotto::app
