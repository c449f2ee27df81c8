#include "app/cli/command_parsers.h"

namespace sotto::app {

namespace {

constexpr const char* kConversationsExamples = R"(Examples:
  sotto conversations list
  sotto conversations search garden
  sotto conversations export 12 --format markdown > talk.md)";

constexpr const char* kLibraryExamples = R"(Examples:
  sotto library backup ~/sotto-backup.db
  sotto library restore ~/sotto-backup.db)";

constexpr const char* kDocumentsExamples = R"(Examples:
  sotto documents add notes.txt
  sotto documents add --prepare handbook.md
  sotto documents add --ocr scan.pdf
  sotto documents search '"gate code"'
  sotto documents text 3 | less)";

const std::map<std::string, ExportFormat> kExportFormats{{"markdown", ExportFormat::markdown},
                                                         {"json", ExportFormat::json},
                                                         {"html", ExportFormat::html}};

constexpr std::size_t kMaxHits = 1000;

template <class Options>
void add_search(CLI::App& group, Command& command, const char* what) {
    CLI::App& app = *group.add_subcommand("search", what);
    auto& options = begin<Options>(app, command);
    app.add_option("QUERY", options.words,
                   "Words that must all occur; \"words in quotation marks\" follow each other")
        ->required();
    app.add_option("--limit", options.limit, "How many hits at most (20)")
        ->check(between<std::size_t>(1, kMaxHits))
        ->type_name("N");
}

} // namespace

void add_conversations(CLI::App& root, Command& command) {
    CLI::App& group =
        *root.add_subcommand("conversations", "List, find, show and export conversations");
    group.require_subcommand(1);
    group.footer(kConversationsExamples);
    begin<ConversationsList>(*group.add_subcommand("list", "List them, the last used first"),
                             command);
    add_id_command<ConversationsShow>(group, command, "show", "Print one");
    add_search<ConversationsSearch>(group, command, "Find words in all messages");
    ConversationsExport* options = nullptr;
    CLI::App& app = add_id_command(group, command, "export", "Print one as a file", &options);
    add_choice(app, "--format", options->format, "Form of the file (markdown)", kExportFormats);
    CLI::App& import = *group.add_subcommand("import", "Add one that was exported as JSON");
    import
        .add_option("FILE", begin<ConversationsImport>(import, command).file,
                    "The file; - reads standard input")
        ->required();
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
    add_recognition(add, options.recognition);
    add.add_flag_callback(
        "--prepare", [&options] { options.reading = DocumentsAdd::Reading::now; },
        "Have the model read it now, so that questions about it are answered at once");
    begin<DocumentsList>(*group.add_subcommand("list", "List them"), command);
    add_id_command<DocumentsText>(group, command, "text", "Print the text of one");
    add_search<DocumentsSearch>(group, command, "Find words in all documents");
    add_id_command<DocumentsRemove>(group, command, "remove", "Delete one");
}

void add_library(CLI::App& root, Command& command) {
    CLI::App& group = *root.add_subcommand("library", "Back up all conversations and documents");
    group.require_subcommand(1);
    group.footer(kLibraryExamples);
    CLI::App& backup = *group.add_subcommand("backup", "Copy everything into one file");
    backup
        .add_option("FILE", begin<LibraryBackup>(backup, command).file,
                    "The copy; an older one is replaced")
        ->required();
    CLI::App& restore =
        *group.add_subcommand("restore", "Go back to a copy; what is there now is kept beside it");
    restore.add_option("FILE", begin<LibraryRestore>(restore, command).file, "The copy")
        ->required();
}

} // namespace sotto::app
