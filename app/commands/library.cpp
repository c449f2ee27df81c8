#include "app/cli/command.h"
#include "app/cli/command_context.h"
#include "app/cli/number_format.h"
#include "app/json/library_json.h"
#include "storage/kv/kv_file.h"
#include "storage/library/library_backup.h"

#include <filesystem>
#include <format>
#include <optional>
#include <string>
#include <system_error>

namespace sotto::app {

namespace {

constexpr const char* kExamples = R"(Examples:
  sotto library backup ~/sotto-backup.db
  sotto library restore ~/sotto-backup.db)";

struct Options {
    std::string file;
};

// Both commands use the library's file directly: the storage thread would hold it open.

ExitStatus run_backup(const Options& options, CommandContext& context) {
    const std::stop_token stop = context.stop_on_interrupt();
    const auto done = storage::back_up_library(context.paths().library_file(), options.file, stop);
    if (!done) {
        return context.report(done.error());
    }
    std::error_code error;
    const auto bytes = static_cast<std::int64_t>(std::filesystem::file_size(options.file, error));
    return context.print(context.wants_json()
                             ? backup_json(options.file, bytes)
                             : std::format("The library is saved in {} ({} bytes).\n", options.file,
                                           format_integer(bytes)));
}

ExitStatus run_restore(const Options& options, CommandContext& context) {
    const std::stop_token stop = context.stop_on_interrupt();
    const auto kept = storage::restore_library(options.file, context.paths().library_file(),
                                               storage::wall_clock_now, stop);
    if (!kept) {
        return context.report(kept.error());
    }
    // What was computed from the library before; if another program uses it, it is evicted later.
    if (auto cache = storage::KvFile::open(context.paths().kv_file())) {
        static_cast<void>(cache->discard());
    }
    std::optional<std::string> name;
    if (*kept) {
        name = (*kept)->string();
    }
    if (context.wants_json()) {
        return context.print(restored_json(name));
    }
    return context.print(name ? std::format("The library is restored; the one before it is kept in "
                                            "{}.\n",
                                            *name)
                              : std::string("The library is restored.\n"));
}

ExitStatus run_clear(CommandContext& context) {
    if (auto removed = context.remove(Everything{}); !removed) {
        return context.report(removed.error());
    }
    return context.print(context.wants_json() ? done_json("library", "removed")
                                              : "All conversations and documents are removed.\n");
}

} // namespace

void add_library(CLI::App& root, Command& command) {
    CLI::App& group = *root.add_subcommand("library", "Back up all conversations and documents");
    group.require_subcommand(1);
    group.footer(kExamples);
    CLI::App& backup = *group.add_subcommand("backup", "Copy everything into one file");
    backup
        .add_option("FILE", define_command(backup, command, run_backup).file,
                    "The copy; an existing file is replaced")
        ->required();
    CLI::App& clear = *group.add_subcommand("clear", "Delete all conversations and documents");
    clear.add_flag("--yes", "Yes, all of them")->required();
    define_command(clear, command, run_clear);
    CLI::App& restore =
        *group.add_subcommand("restore", "Restore a copy; the present library is kept beside it");
    restore.add_option("FILE", define_command(restore, command, run_restore).file, "The copy")
        ->required();
}

} // namespace sotto::app
