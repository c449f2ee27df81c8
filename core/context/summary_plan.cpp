#include "core/context/summary_plan.h"

#include "core/context/context_plan.h"

#include <algorithm>
#include <cstddef>
#include <format>
#include <map>
#include <utility>

namespace sotto {

namespace {

// Three to six pages: small enough to take less than a minute on a small machine and to lose little
// when the program is killed, large enough to keep a chapter's train of thought. A model with a
// short context was made for short texts.
constexpr std::int64_t kMinComfortableTokens = 2048;
constexpr std::int64_t kMaxComfortableTokens = 4096;
constexpr std::int64_t kComfortableShare = 16;
constexpr std::int64_t kMaxPartAnswerTokens = 256;
// With less room a summary would be a line, and a part a sentence or two.
constexpr std::int64_t kMinRoomTokens = 80;
// The room beside the frame is divided by this for the limit of a part's summary.
constexpr std::int64_t kPartAnswerShare = 5;

// Understood by small models as well as by large ones.
constexpr std::string_view kQuestion = "Summarize the document in a few sentences.";
// Raise it whenever prompt, cutting or joining change.
constexpr int kRecipeVersion = 1;

// A lead-in that at least every fourth summary has says nothing about its part.
constexpr std::size_t kLeadInShare = 4;
constexpr std::size_t kMaxLeadIn = 80;

// The first line up to a colon ("Here is a summary:"); empty when there is none.
std::string_view lead_in(std::string_view text) {
    text = text.substr(0, kMaxLeadIn);
    const auto colon = text.find_first_of(":\n");
    return colon != std::string_view::npos && text[colon] == ':' ? text.substr(0, colon + 1)
                                                                 : std::string_view();
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    const auto first = text.find_first_not_of(kSpace);
    return first == std::string_view::npos
               ? std::string_view()
               : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

} // namespace

Result<SummarySizes> plan_summary(std::int64_t context_tokens, std::int64_t frame_tokens,
                                  std::int64_t answer_tokens) {
    const std::int64_t room = context_tokens - frame_tokens;
    if (room < kMinRoomTokens) {
        return fail(ErrorCode::context_too_long,
                    std::format("the model's context of {} tokens is too small for a summary: the "
                                "instructions and the question alone take {}",
                                context_tokens, frame_tokens));
    }
    SummarySizes sizes;
    sizes.context = context_tokens;
    sizes.frame = frame_tokens;
    sizes.answer = answer_tokens;
    sizes.part_answer = std::min(kMaxPartAnswerTokens, room / kPartAnswerShare);
    const std::int64_t comfortable = std::clamp(context_tokens / kComfortableShare,
                                                kMinComfortableTokens, kMaxComfortableTokens);
    sizes.max_part = std::min(2 * comfortable, room - sizes.part_answer);
    // Text is cut by an estimate that may be off by a tenth.
    sizes.part = std::min(comfortable, sizes.max_part * 9 / 10);
    return sizes;
}

std::int64_t estimate_steps(std::int64_t parts, const SummarySizes& sizes) {
    const std::int64_t room =
        sizes.context - sizes.frame - answer_room(sizes.context, sizes.answer);
    std::int64_t steps = parts;
    while (parts > 1 && parts * sizes.part_answer > room) {
        parts = (parts * sizes.part_answer + sizes.part - 1) / sizes.part;
        steps += parts;
    }
    return steps + 1;
}

ChatPrompt summary_prompt(std::string_view system, std::string_view title, SharedText text,
                          std::int64_t level) {
    DocumentText document;
    document.title = title;
    if (level > 0) {
        document.title += ", summaries of its parts";
    }
    document.text = std::move(text);
    ChatMessage question;
    question.text = kQuestion;
    return {std::string(system), {std::move(document)}, {std::move(question)}};
}

std::string join_summaries(const std::vector<std::string>& summaries) {
    std::vector<std::string_view> texts;
    for (const std::string& summary : summaries) {
        if (const std::string_view text = trimmed(summary); !text.empty()) {
            texts.push_back(text);
        }
    }
    std::map<std::string_view, std::size_t> uses;
    for (const std::string_view text : texts) {
        ++uses[lead_in(text)];
    }
    std::string joined;
    for (const std::string_view text : texts) {
        const std::string_view lead = lead_in(text);
        const bool says_nothing = uses[lead] >= 2 && kLeadInShare * uses[lead] >= texts.size();
        joined += joined.empty() ? "" : "\n\n";
        joined += trimmed(text.substr(says_nothing ? lead.size() : 0));
    }
    return joined;
}

std::string summary_recipe(std::string_view system, std::int64_t level,
                           std::int64_t part_answer_tokens) {
    return std::format("{}/{}/{}/{}", kRecipeVersion, level == 0 ? "text" : "summaries",
                       part_answer_tokens, system);
}

} // namespace sotto
