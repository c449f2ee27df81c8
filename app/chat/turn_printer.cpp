#include "app/chat/turn_printer.h"

#include "app/answers/answer_report.h"

namespace sotto::app {

void TurnPrinter::on_progress(const Progress& progress) {
    if (answer_.empty()) { // the line is part of the answer afterwards
        context_.terminal().show_status(progress_line(progress));
    }
}

void TurnPrinter::on_text(std::string_view text) {
    answer_ += text;
    if (!context_.terminal().write(text)) {
        context_.runtime().chat().stop(); // nobody reads the rest
    }
}

void TurnPrinter::on_end(const TurnOutcome& outcome) {
    Terminal& terminal = context_.terminal();
    terminal.clear_status();
    if (!answer_.empty() && !terminal.output_is_closed()) {
        (void)terminal.write("\n"); // the next write reports a failure
    }
    outcome_ = outcome;
    context_.loop().quit();
}

} // namespace sotto::app
