#include "inference/chat/chat_marks.h"

#include "inference/chat/chat_template.h"

#include <algorithm>
#include <array>
#include <vector>

namespace sotto::inference {

namespace {

constexpr std::array<ChatMarks, 6> kMarks{{
    {.kind = ChatTemplateKind::llama4,
     .open = "<|header_start|>",
     .close = "<|header_end|>",
     .end = "<|eot|>",
     .gap = "\n\n",
     .between = "",
     .assistant = "assistant",
     .stops = {"<|end_of_text|>", "<|eot|>", "<|eom|>"}},
    {.kind = ChatTemplateKind::llama3,
     .open = "<|start_header_id|>",
     .close = "<|end_header_id|>",
     .end = "<|eot_id|>",
     .gap = "\n\n",
     .between = "",
     .assistant = "assistant",
     .strips_texts = true,
     .stops = {"<|end_of_text|>", "<|eot_id|>", "<|eom_id|>"}},
    {.kind = ChatTemplateKind::gemma,
     .open = "<start_of_turn>",
     .close = "",
     .end = "<end_of_turn>",
     .gap = "\n",
     .between = "\n",
     .assistant = "model",
     .strips_texts = true,
     .stops = {"<eos>", "<end_of_turn>"}},
    {.kind = ChatTemplateKind::chatml,
     .open = "<|im_start|>",
     .close = "",
     .end = "<|im_end|>",
     .gap = "\n",
     .between = "\n",
     .assistant = "assistant",
     .adds_bos = false,
     .stops = {"<|im_end|>", "<|endoftext|>"}},
    {.kind = ChatTemplateKind::granite,
     .open = "<|start_of_role|>",
     .close = "<|end_of_role|>",
     .end = "<|end_of_text|>",
     .gap = "",
     .between = "\n",
     .assistant = "assistant",
     .adds_bos = false,
     .stops = {"<|end_of_text|>"}},
    // Last, because every vocabulary can express it.
    {.kind = ChatTemplateKind::plain,
     .open = "",
     .close = "",
     .end = "",
     .gap = "",
     .between = "",
     .assistant = "Assistant",
     .stops = {"<|end_of_text|>", "<|endoftext|>", "</s>", "<eos>"}},
}};

bool has_marks(const Tokenizer& tokenizer, const ChatMarks& marks) {
    return std::ranges::all_of(
        std::array{marks.open, marks.close, marks.end}, [&](std::string_view spelling) {
            return spelling.empty() || tokenizer.control_token(spelling).has_value();
        });
}

} // namespace

const ChatMarks& chat_marks(ChatTemplateKind kind) {
    return *std::ranges::find(kMarks, kind, &ChatMarks::kind);
}

ChatTemplateKind chat_template_kind_of(const Tokenizer& tokenizer, ChatTemplateKind preferred) {
    if (has_marks(tokenizer, chat_marks(preferred)) && preferred != ChatTemplateKind::plain) {
        return preferred;
    }
    return std::ranges::find_if(kMarks,
                                [&](const ChatMarks& marks) { return has_marks(tokenizer, marks); })
        ->kind;
}

std::vector<TokenId> stop_tokens(const Tokenizer& tokenizer, const ChatTemplate& format) {
    std::vector<TokenId> ids;
    for (const std::string_view spelling : chat_marks(format.kind).stops) {
        if (const auto id = tokenizer.control_token(spelling); id && !spelling.empty()) {
            ids.push_back(*id);
        }
    }
    const auto own = format.own ? answer_end(*format.own, tokenizer) : std::nullopt;
    if (own && !std::ranges::contains(ids, *own)) {
        ids.push_back(*own);
    }
    return ids;
}

} // namespace sotto::inference
