#include "app/cli/program.h"

#include "app/cli/command_line.h"
#include "app/cli/command_list.h"
#include "app/cli/signal_watch.h"
#include "app/platform/desktop_program.h"
#include "app/platform/machine.h"

#include <exception>
#include <new>
#include <variant>

namespace sotto::app {

namespace {

ExitStatus run_command(const CommandLine& line, SignalWatch& signals) {
    auto paths = find_paths(line.data_dir);
    if (!paths) {
        Terminal().message("sotto: " + paths.error().detail);
        return exit_status_of(paths.error());
    }
    CommandContext context(std::move(*paths), line.output, signals);
    const ExitStatus status =
        std::visit([&context](const auto& options) { return run(options, context); }, line.command);
    return context.terminal().reader_is_gone() && status == ExitStatus::interrupted
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
    return written || terminal.reader_is_gone() ? ExitStatus::done : ExitStatus::failed;
}

} // namespace

ExitStatus run(const NoCommand&, CommandContext& context) {
    const Terminal& terminal = context.terminal();
    if (terminal.input_is_terminal() && terminal.output_is_terminal() && !context.wants_json()) {
        return run(ChatOptions{}, context);
    }
    return run_sample(context);
}

ExitStatus run_program(int count, const char* const* arguments) {
    const auto line = parse_command_line(count, arguments);
    if (!line) {
        return end_without_command(line.error());
    }
    if (std::holds_alternative<NoCommand>(line->command) && line->output == OutputFormat::text) {
        start_desktop_program(line->data_dir); // returns only when there is no window to open
    }
    give_large_memory_back();
    SignalWatch signals;
    try {
        return run_command(*line, signals);
    } catch (const std::bad_alloc&) {
        Terminal().message("sotto: there is not enough memory");
    } catch (const std::exception& exception) {
        Terminal().message(std::string("sotto: something went wrong inside: ") + exception.what());
    }
    return ExitStatus::failed;
}

} // namespace sotto::app
