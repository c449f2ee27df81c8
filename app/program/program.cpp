#include "app/program/program.h"

#include "app/cli/signal_watch.h"
#include "app/commands/default_command.h"
#include "app/platform/desktop_program.h"
#include "app/platform/machine.h"
#include "app/platform/paths.h"
#include "app/program/command_line.h"

#include <exception>
#include <new>

namespace sotto::app {

namespace {

ExitStatus run_command(const CommandLine& line, SignalWatch& signals) {
    auto paths = find_paths(line.data_dir);
    if (!paths) {
        Terminal().message("sotto: " + paths.error().detail);
        return exit_status_of(paths.error());
    }
    CommandContext context(std::move(*paths), line.output, signals);
    const ExitStatus status = line.command ? line.command(context) : run_default_command(context);
    return context.terminal().output_is_closed() && status == ExitStatus::interrupted
               ? ExitStatus::done
               : status;
}

ExitStatus end_without_command(const CommandLineEnd& end) {
    Terminal terminal;
    if (end.status != ExitStatus::done) {
        terminal.message("sotto: " + end.text);
        return end.status;
    }
    const auto written = terminal.write(end.text);
    return written || terminal.output_is_closed() ? ExitStatus::done : ExitStatus::failed;
}

} // namespace

ExitStatus run_program(int count, const char* const* arguments) {
    const auto line = parse_command_line(count, arguments);
    if (!line) {
        return end_without_command(line.error());
    }
    if (!line->command && line->output == OutputFormat::text) {
        start_desktop_program(line->data_dir); // returns only where no window can open
    }
    disable_core_dumps();
    give_large_memory_back();
    SignalWatch signals;
    try {
        return run_command(*line, signals);
    } catch (const std::bad_alloc&) {
        Terminal().message("sotto: there is not enough memory");
    } catch (const std::exception& exception) {
        Terminal().message(std::string("sotto: internal error: ") + exception.what());
    }
    return ExitStatus::failed;
}

} // namespace sotto::app
