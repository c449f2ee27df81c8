#include "core/context/summary_plan.h"

#include "core/context/context_plan.h"

#include <algorithm>
#include <cstddef>
#include <format>
#include <map>
#include <utility>

namespace sotto {

namespace {

// Three to six pages: small enough that a part takes less than a minute on a small machine and that
// little is lost by a kill, large enough that a chapter's thread is not cut to pieces. A model with
// a short context was made for short texts.
constexpr std::int64_t kLeastComfortableTokens = 2048;
constexpr std::int64_t kMaxComfortableTokens = 4096;
constexpr std::int64_t kComfortableShare = 16;
constexpr std::int64_t kMaxPartAnswerTokens = 256;
// Below this a summary would be a line or less, and parts a sentence or two.
constexpr std::int64_t kLeastRoomTokens = 80;
// A part's summary has at most this share of what is left beside the frame.
constexpr std::int64_t kPartAnswerShare = 5;

// Small models and large ones understand it alike.
constexpr std::string_view kQuestion = "Summarize the document in a few sentences.";
// To be raised whenever the prompt, the cutting or the joining changes.
constexpr int kRecipeVersion = 1;

// Words that at least every fourth summary begins with say nothing about its part.
constexpr std::size_t kLeadInShare = 4;
constexpr std::size_t kLongestLeadIn = 80;

// The words up to a colon in a text's first line ("Here is a summary:"); empty when there are none.
std::string_view lead_in(std::string_view text) {
    text = text.substr(0, kLongestLeadIn);
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
    if (room < kLeastRoomTokens) {
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
                                                kLeastComfortableTokens, kMaxComfortableTokens);
    sizes.part_most = std::min(2 * comfortable, room - sizes.part_answer);
    // Parts are made by an estimate, which may miss by a tenth.
    sizes.part = std::min(comfortable, sizes.part_most * 9 / 10);
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

ChatPrompt summary_prompt(std::string_view system, std::string_view title, std::string text,
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
