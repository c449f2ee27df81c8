#include "app/commands/context.h"

namespace sotto::app {

Runtime& CommandContext::runtime() {
    if (!runtime_) {
        runtime_.emplace(paths_, loop_);
    }
    return *runtime_;
}

std::stop_token CommandContext::stop_on_interrupt() {
    std::stop_source stop;
    signals_.set_handler([stop]() mutable { stop.request_stop(); });
    return stop.get_token();
}

ExitStatus CommandContext::print(std::string_view text) {
    if (auto written = terminal_.write(text); !written) {
        return report(written.error());
    }
    return ExitStatus::done;
}

ExitStatus CommandContext::report(const Error& error) {
    if (terminal_.reader_is_gone()) {
        return ExitStatus::done; // who closes the output has read enough
    }
    terminal_.message(error.code == ErrorCode::cancelled ? "sotto: interrupted"
                                                         : "sotto: " + error.detail);
    return exit_status_of(error);
}

ExitStatus CommandContext::report_model(const Error& error) {
    const ExitStatus status = report(error);
    return error.code == ErrorCode::not_found ? ExitStatus::no_model : status;
}

} // namespace sotto::app
