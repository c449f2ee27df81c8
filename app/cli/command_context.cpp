#include "app/cli/command_context.h"

namespace sotto::app {

CommandContext::~CommandContext() {
    runtime_.reset();
    report_kv_notice();
}

Runtime& CommandContext::runtime() {
    if (!runtime_) {
        runtime_.emplace(paths_, loop_);
        kv_notice_ = runtime_->kv_notice();
    }
    return *runtime_;
}

void CommandContext::report_kv_notice() {
    if (const auto notice = kv_notice_ ? kv_notice_->take() : std::nullopt) {
        terminal_.message("sotto: what was read is not kept for later: " + notice->detail);
    }
}

std::stop_token CommandContext::stop_on_interrupt() {
    std::stop_source stop;
    signals_.set_handler([stop]() mutable { stop.request_stop(); });
    return stop.get_token();
}

Status CommandContext::remove(const RemovalTarget& target) {
    std::optional<Result<RemovalOutcome>> outcome;
    runtime().removals().remove(target, [this, &outcome](const Result<RemovalOutcome>& ended) {
        outcome = ended;
        loop_.quit();
    });
    loop_.run();
    if (!*outcome) {
        return std::unexpected(outcome->error());
    }
    if (const auto& left = (*outcome)->left) {
        terminal_.message("sotto: traces of it are overwritten when Sotto is used next: " +
                          left->detail);
    }
    return {};
}

ExitStatus CommandContext::print(std::string_view text) {
    if (auto written = terminal_.write(text); !written) {
        return report(written.error());
    }
    return ExitStatus::done;
}

ExitStatus CommandContext::report(const Error& error) {
    if (terminal_.output_is_closed()) {
        return ExitStatus::done; // whoever closed the output has seen enough
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
