#include "app/answers/context_report.h"

#include "app/cli/numbers.h"

#include <format>
#include <utility>

namespace sotto::app {

namespace {

std::string turns_text(std::int64_t turns) {
    return turns == 1 ? "the oldest turn" : "the " + with_separators(turns) + " oldest turns";
}

} // namespace

std::vector<std::string> context_sentences(const ContextUse& use) {
    std::vector<std::string> sentences;
    const std::string tokens = with_separators(use.plan.documents);
    if (use.total_document_parts > 0) {
        sentences.push_back(std::format("Read: {} of {} parts ({} tokens).",
                                        with_separators(use.document_parts),
                                        with_separators(use.total_document_parts), tokens));
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

std::vector<std::string> context_lines(const ContextPlan& plan) {
    const auto line = [](std::string_view what, std::int64_t tokens) {
        return std::format("  {:<22}{:>12}", what, with_separators(tokens));
    };
    return {"The context takes " + with_separators(plan.context) + " tokens:",
            line("instructions", plan.system),
            line("documents", plan.documents),
            line("earlier turns", plan.history),
            line("kept for the answer", plan.answer),
            line("free", plan.free())};
}

Error with_choices(Error error) {
    if (error.code == ErrorCode::context_too_long) {
        error.detail += "; choose --when-full search to read the parts that have words of the "
                        "question, or sotto summarize, which reads all of it part by part";
    }
    return error;
}

} // namespace sotto::app
