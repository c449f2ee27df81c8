#include "app/cli/command_list.h"
#include "app/cli/numbers.h"
#include "app/export/json_output.h"
#include "storage/library/library_backup.h"

#include <filesystem>
#include <format>
#include <optional>
#include <system_error>

namespace sotto::app {

// Both work on the library's file, not through the storage thread, which would hold it open.

ExitStatus run(const LibraryBackup& options, CommandContext& context) {
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
                                           with_separators(bytes)));
}

ExitStatus run(const LibraryRestore& options, CommandContext& context) {
    const std::stop_token stop = context.stop_on_interrupt();
    const auto kept = storage::restore_library(options.file, context.paths().library_file(),
                                               storage::wall_clock_now, stop);
    if (!kept) {
        return context.report(kept.error());
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

} // namespace sotto::app
