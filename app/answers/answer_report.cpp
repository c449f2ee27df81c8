#include "app/answers/answer_report.h"

#include "app/cli/number_format.h"

#include <format>
#include <utility>

namespace sotto::app {

namespace {

std::string turns_text(std::int64_t turns) {
    return turns == 1 ? "the oldest turn" : "the " + format_integer(turns) + " oldest turns";
}

} // namespace

std::vector<std::string> context_sentences(const ContextUse& use) {
    std::vector<std::string> sentences;
    const std::string tokens = format_integer(use.plan.documents);
    if (use.total_document_parts > 0) {
        sentences.push_back(std::format("Read: {} of {} parts ({} tokens).",
                                        format_integer(use.document_parts),
                                        format_integer(use.total_document_parts), tokens));
    } else if (use.plan.documents > 0) {
        sentences.push_back(std::format("Read in full ({} tokens).", tokens));
    }
    if (use.truncated_turns > 0) {
        sentences.push_back("Not in the context any more: " + turns_text(use.truncated_turns) +
                            ".");
    }
    if (use.summarized_turns > 0) {
        sentences.push_back("In the context as a summary: " + turns_text(use.summarized_turns) +
                            ".");
    }
    return sentences;
}

void show_context_use(CommandContext& context, const ContextUse& use) {
    for (const std::string& sentence : context_sentences(use)) {
        context.terminal().message(sentence);
    }
}

void show_citations(CommandContext& context, const std::vector<TitledCitation>& citations) {
    const auto lines = citation_lines(citations);
    if (lines.empty()) {
        return;
    }
    context.terminal().message("Read here:");
    for (const std::string& line : lines) {
        context.terminal().message("  " + line);
    }
}

std::vector<std::string> context_lines(const ContextPlan& plan) {
    const auto line = [](std::string_view what, std::int64_t tokens) {
        return std::format("  {:<22}{:>12}", what, format_integer(tokens));
    };
    return {"The context takes " + format_integer(plan.context) + " tokens:",
            line("instructions", plan.system),
            line("documents", plan.documents),
            line("earlier turns", plan.history),
            line("kept for the answer", plan.answer),
            line("free", plan.free())};
}

Error with_choices(Error error) {
    if (error.code == ErrorCode::context_too_long) {
        error.detail += "; use --when-full search to read only the parts that match the question, "
                        "or sotto summarize to read all of it part by part";
    }
    return error;
}

std::string progress_line(const Progress& progress) {
    switch (progress.phase) {
    case Phase::loading:
        return "Loading the model";
    case Phase::reading:
        return "Reading " + format_integer(progress.done) + " of " +
               format_integer(progress.total) + " tokens";
    case Phase::writing:
        break;
    }
    return "Writing";
}

std::string stats_line(const GenerationStats& stats) {
    std::string line = format_integer(stats.generated_tokens) + " tokens";
    if (stats.decode_tokens_per_second > 0) {
        line += std::format(" · {:.1f} tokens/s", stats.decode_tokens_per_second);
    }
    if (stats.reused_tokens > 0) {
        line += " · reused " + format_integer(stats.reused_tokens) + " of " +
                format_integer(stats.prompt_tokens) + " read";
    }
    if (stats.restored_tokens > 0) {
        line += std::format(" · restored in {:.2f} s", stats.restore_seconds);
    }
    if (stats.reason == FinishReason::length) {
        line += " · ended by the token limit";
    }
    return stats.reason == FinishReason::cancelled ? line + " · stopped" : line;
}

} // namespace sotto::app
