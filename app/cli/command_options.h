#pragma once

#include "app/cli/command.h"
#include "core/context/context_fit.h"
#include "core/ports/language_model.h"
#include "core/ports/text_extractor.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sotto::app {

// Options that several commands have. Each add_… declares them on a command's parser, which writes
// to the given variables; these live as long as the parser.

/// --model, --kv, --threads.
struct ModelOptions {
    std::string name; ///< empty = the default model
    std::optional<KvDtype> kv;
    std::optional<std::int32_t> threads;
};

/// How an answer is generated. What is not given is as the model's makers recommend, else as the
/// profile says.
struct AnswerOptions {
    std::optional<std::string> system;
    std::optional<std::int64_t> max_tokens;
    std::optional<float> temperature;
    std::optional<std::int32_t> top_k;
    std::optional<float> top_p;
    std::optional<float> min_p;
    std::optional<float> repetition_penalty;
    std::optional<std::uint64_t> seed;
};

/// Documents to read, by path or "-" for standard input.
struct DocumentOptions {
    std::vector<std::string> files;
    Recognition recognition = Recognition::refused; ///< --ocr
};

/// What to search for.
struct SearchOptions {
    std::vector<std::string> words; ///< the query, which the shell may have split at its spaces
    std::size_t limit = 20;
};

/// --model
void add_model_name(CLI::App& app, std::string& name);
/// --model, --kv, --threads
void add_model_options(CLI::App& app, ModelOptions& model);
/// --max-tokens. `help`: what is limited.
void add_max_tokens(CLI::App& app, std::optional<std::int64_t>& max_tokens,
                    const std::string& help);
/// --system
void add_system(CLI::App& app, AnswerOptions& answer);
/// --system, --max-tokens, sampling and --seed
void add_answer_options(CLI::App& app, AnswerOptions& answer);
/// --document, --ocr. `help`: what the files are for.
void add_document_options(CLI::App& app, DocumentOptions& documents, const std::string& help);
/// --when-full. `default_policy`: the word for the policy without this option.
void add_overflow_policy(CLI::App& app, OverflowPolicy& policy, const std::string& default_policy);
/// --think
void add_thinking(CLI::App& app, Thinking& thinking);
/// --ocr
void add_recognition(CLI::App& app, Recognition& recognition);
/// --no-citations
void add_no_citations(CLI::App& app, bool& with_citations);
/// QUERY, --limit
void add_search_options(CLI::App& app, SearchOptions& search);

} // namespace sotto::app
