#pragma once

#include "app/cli/command_context.h"
#include "core/chat/chat_service.h"

#include <optional>
#include <string>
#include <string_view>

namespace sotto::app {

/// Prints one turn of a chat while it is generated, and ends the loop with it.
class TurnPrinter final : public TurnListener {
public:
    explicit TurnPrinter(CommandContext& context) : context_(context) {}

    void on_saved(const TurnStart& start) override { start_ = start; }
    void on_progress(const Progress& progress) override;
    void on_text(std::string_view text) override;
    void on_end(const TurnOutcome& outcome) override;

    /// Invalid ids when nothing was saved.
    [[nodiscard]] const TurnStart& start() const { return start_; }
    [[nodiscard]] const std::string& answer() const { return answer_; }
    [[nodiscard]] const std::optional<TurnOutcome>& outcome() const { return outcome_; }

private:
    CommandContext& context_;
    TurnStart start_;
    std::string answer_;
    std::optional<TurnOutcome> outcome_;
};

} // namespace sotto::app
