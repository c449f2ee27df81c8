#pragma once

#include "core/context/context_fit.h"
#include "core/ids.h"
#include "core/ports/language_model.h"
#include "core/ports/model_catalog.h"
#include "core/ports/text_extractor.h"
#include "inference/tokenizer/tokenizer.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sotto::app {

/// Whether a command prints for a person or one JSON value for a program.
enum class OutputFormat { text, json };

/// --model, --kv, --threads.
struct ModelOptions {
    std::string name; ///< empty = the default model
    std::optional<KvDtype> kv;
    std::optional<std::int32_t> threads;
};

/// How the answer is written; nothing = as the model's makers recommend, else the profile.
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

enum class PromptKind { chat, raw };

/// Files, or "-" for standard input, and how they are read.
struct DocumentFiles {
    std::vector<std::string> names;
    Recognition recognition = Recognition::refused; ///< --ocr
};

struct AskOptions {
    ModelOptions model;
    AnswerOptions answer;
    PromptKind form = PromptKind::chat;
    DocumentFiles documents;
    bool with_citations = true; ///< where in them the answer was read
    OverflowPolicy overflow_policy = OverflowPolicy::refuse;
    std::string prompt; ///< "-" = standard input
};

struct ChatOptions {
    ModelOptions model;
    AnswerOptions answer;
    ConversationId conversation; ///< invalid = a new one
    DocumentFiles documents;
    bool with_citations = true; ///< where in the documents each answer was read
    OverflowPolicy overflow_policy = OverflowPolicy::drop_oldest;
};

struct SummarizeOptions {
    ModelOptions model;
    std::optional<std::int64_t> max_tokens;
    bool with_citations = true; ///< where in the document the summary was read
    std::string file;           ///< or "-" for standard input
    Recognition recognition = Recognition::refused;
};

struct ModelsImport {
    ImportRequest request;
};
struct ModelsList {};
struct ModelsInfo {
    std::string name;
};
struct ModelsVerify {
    std::string name;
};
struct ModelsUse {
    std::string name;
};
struct ModelsRemove {
    std::string name;
};
struct ModelsExport {
    std::string name;
    std::string path;
};

struct ConversationsList {};
struct ConversationsShow {
    ConversationId id;
};
struct ConversationsSearch {
    std::vector<std::string> words; ///< the query, which the shell may have cut at its spaces
    std::size_t limit = 20;
};
enum class ExportFormat { markdown, json, html };
struct ConversationsExport {
    ConversationId id;
    ExportFormat format = ExportFormat::markdown;
};
struct ConversationsImport {
    std::string file;
};
struct ConversationsRemove {
    ConversationId id;
};

struct DocumentsAdd {
    std::string file;
    Recognition recognition = Recognition::refused;
    std::string model; ///< whose tokens are counted
    enum class Reading { later, now } reading = Reading::later;
};
struct DocumentsList {};
struct DocumentsText {
    DocumentId id;
};
struct DocumentsSearch {
    std::vector<std::string> words;
    std::size_t limit = 20;
};
struct DocumentsRemove {
    DocumentId id;
};

struct LibraryBackup {
    std::string file;
};
struct LibraryRestore {
    std::string file;
};

/// Which tokenizer: that of a file, else that of a model.
struct TokenizerChoice {
    std::string model;
    std::string file; ///< a path; wins over the model
    inference::SpecialText special = inference::SpecialText::literal;
};
enum class InputUnit { whole_file, json_line };
struct DebugTokenize {
    TokenizerChoice tokenizer;
    InputUnit unit = InputUnit::whole_file;
    std::string file;
};
struct DebugDetokenize {
    TokenizerChoice tokenizer;
    std::vector<TokenId> ids;
};
struct DebugLogits {
    ModelOptions model;
    std::vector<TokenId> ids;
};
struct DebugPerplexity {
    ModelOptions model;
    std::string file;
};

struct Doctor {};

struct Bench {
    ModelOptions model;
    std::string shape; ///< a published shape with random weights; empty = a model
    std::vector<std::int64_t> prompt_tokens{512, 2048};
    std::vector<std::int64_t> depths{0};
    std::int64_t generate_tokens = 64;
    std::int64_t repeat = 3;
    bool with_lookup = false;  ///< also what prompt lookup gains and costs
    bool with_details = false; ///< also where the time goes, and how soon a stop takes effect
    bool with_restore = false; ///< also how fast what was read comes back from the disk
    std::vector<std::int64_t> restore_tokens; ///< empty = 8,192 and the depths
};

/// No command given: window, terminal chat or sample question, whatever the place allows.
struct NoCommand {};

using Command =
    std::variant<NoCommand, AskOptions, ChatOptions, SummarizeOptions, ModelsImport, ModelsList,
                 ModelsInfo, ModelsVerify, ModelsUse, ModelsRemove, ModelsExport, ConversationsList,
                 ConversationsShow, ConversationsSearch, ConversationsExport, ConversationsImport,
                 ConversationsRemove, DocumentsAdd, DocumentsList, DocumentsText, DocumentsSearch,
                 DocumentsRemove, LibraryBackup, LibraryRestore, DebugTokenize, DebugDetokenize,
                 DebugLogits, DebugPerplexity, Doctor, Bench>;

/// A whole command line.
struct CommandLine {
    std::optional<std::filesystem::path> data_dir;
    OutputFormat output = OutputFormat::text;
    Command command;
};

} // namespace sotto::app
