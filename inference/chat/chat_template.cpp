#include "inference/chat/chat_template.h"

#include "core/context/prompt.h"

#include <algorithm>
#include <string>
#include <utility>

namespace sotto::inference {

namespace {

/// The control tokens and words of a form that marks turns with tokens.
struct Marks {
    std::string_view open;      ///< before the role
    std::string_view close;     ///< after the role; empty = a line break stands there
    std::string_view end;       ///< after the text
    std::string_view gap;       ///< text between the role's mark and the text
    std::string_view between;   ///< text after `end`
    std::string_view assistant; ///< what the assistant is called
};

constexpr Marks kLlama4{"<|header_start|>", "<|header_end|>", "<|eot|>", "\n\n", "", "assistant"};
constexpr Marks kLlama3{
    "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "\n\n", "", "assistant"};
constexpr Marks kGemma{"<start_of_turn>", "", "<end_of_turn>", "\n", "\n", "model"};

const Marks& marks_of(ChatTemplateKind form) {
    switch (form) {
    case ChatTemplateKind::llama4:
        return kLlama4;
    case ChatTemplateKind::llama3:
        return kLlama3;
    case ChatTemplateKind::gemma:
    case ChatTemplateKind::plain:
        break;
    }
    return kGemma;
}

std::string trimmed(const std::string& text) {
    constexpr std::string_view kSpace = " \t\r\n\f\v";
    const auto first = text.find_first_not_of(kSpace);
    return first == std::string::npos
               ? std::string()
               : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

/// Collects the ids of a conversation, each text encoded literally.
class Writer {
public:
    explicit Writer(const Tokenizer& tokenizer) : tokenizer_(tokenizer) {
        if (const auto bos = tokenizer.bos()) {
            ids_.push_back(*bos);
        }
    }

    void text(const std::string& text) { append(tokenizer_.encode(text)); }

    void control(std::string_view spelling) {
        if (const auto id = tokenizer_.control_token(spelling)) {
            ids_.push_back(*id);
        }
    }

    void append(const std::vector<TokenId>& ids) {
        ids_.insert(ids_.end(), ids.begin(), ids.end());
    }

    /// Whether text in the middle gets its space from the tokenizer.
    [[nodiscard]] bool adds_space() const { return tokenizer_.drops_leading_space(); }

    std::vector<TokenId> take() { return std::move(ids_); }

private:
    const Tokenizer& tokenizer_;
    std::vector<TokenId> ids_;
};

/// One turn of a person: role and text are encoded as the one text they are between two marks.
void write_turn(Writer& writer, const Marks& marks, std::string_view role,
                const std::string& text) {
    writer.control(marks.open);
    if (marks.close.empty()) {
        writer.text(std::string(role) + std::string(marks.gap) + text);
    } else {
        writer.text(std::string(role));
        writer.control(marks.close);
        writer.text(std::string(marks.gap) + text);
    }
    writer.control(marks.end);
    if (!marks.between.empty()) {
        writer.text(std::string(marks.between));
    }
}

/// What the model reads last before it writes. An earlier answer follows exactly these ids too.
void open_answer(Writer& writer, const Marks& marks) {
    writer.control(marks.open);
    if (marks.close.empty()) {
        writer.text(std::string(marks.assistant) + std::string(marks.gap));
    } else {
        writer.text(std::string(marks.assistant));
        writer.control(marks.close);
        writer.text(std::string(marks.gap));
    }
}

void write_answer(Writer& writer, const Marks& marks, const ChatMessage& message) {
    open_answer(writer, marks);
    if (message.token_ids.empty()) {
        writer.text(message.text);
    } else {
        writer.append(message.token_ids);
    }
    writer.control(marks.end);
    if (!marks.between.empty()) {
        writer.text(std::string(marks.between));
    }
}

std::vector<TokenId> render_marked(const ChatPrompt& prompt, const Tokenizer& tokenizer,
                                   ChatTemplateKind form) {
    const Marks& marks = marks_of(form);
    Writer writer(tokenizer);
    std::string system = trimmed(compose_system_text(prompt));
    const bool leads_first_text = form == ChatTemplateKind::gemma;
    if (!system.empty() && !leads_first_text) {
        write_turn(writer, marks, "system", system);
        system.clear();
    }
    for (const ChatMessage& message : prompt.messages) {
        if (message.role == Role::assistant) {
            write_answer(writer, marks, message);
        } else if (message.role == Role::system && !leads_first_text) {
            write_turn(writer, marks, "system", trimmed(message.text));
        } else if (!system.empty()) {
            write_turn(writer, marks, "user", system + "\n\n" + message.text);
            system.clear();
        } else {
            write_turn(writer, marks, "user", message.text);
        }
    }
    open_answer(writer, marks);
    return writer.take();
}

std::vector<TokenId> render_plain(const ChatPrompt& prompt, const Tokenizer& tokenizer) {
    Writer writer(tokenizer);
    if (const std::string system = trimmed(compose_system_text(prompt)); !system.empty()) {
        writer.text(system + "\n\n");
    }
    for (const ChatMessage& message : prompt.messages) {
        if (message.role != Role::assistant) {
            writer.text((message.role == Role::user ? "User: " : "") + message.text + "\n");
            continue;
        }
        writer.text("Assistant:");
        if (!message.token_ids.empty()) {
            writer.append(message.token_ids);
        } else {
            writer.text((writer.adds_space() ? "" : " ") + message.text);
        }
        writer.text("\n");
    }
    writer.text("Assistant:");
    return writer.take();
}

} // namespace

ChatTemplateKind chat_template_kind_of(const Tokenizer& tokenizer) {
    for (const ChatTemplateKind form :
         {ChatTemplateKind::llama4, ChatTemplateKind::llama3, ChatTemplateKind::gemma}) {
        const Marks& marks = marks_of(form);
        const auto has = [&tokenizer](std::string_view spelling) {
            return spelling.empty() || tokenizer.control_token(spelling).has_value();
        };
        if (has(marks.open) && has(marks.close) && has(marks.end)) {
            return form;
        }
    }
    return ChatTemplateKind::plain;
}

Result<std::vector<TokenId>> render_chat(const ChatPrompt& prompt, const Tokenizer& tokenizer,
                                         ChatTemplateKind form) {
    if (prompt.messages.empty() || prompt.messages.back().role != Role::user) {
        return fail(ErrorCode::invalid_input, "a conversation must end with the user's message");
    }
    return form == ChatTemplateKind::plain ? render_plain(prompt, tokenizer)
                                           : render_marked(prompt, tokenizer, form);
}

Result<std::size_t> count_prefix(const ChatPrompt& prompt, std::span<const TokenId> rendered,
                                 const Tokenizer& tokenizer, ChatTemplateKind form) {
    // Another question, which has not even its first letter in common with this one.
    const auto first = std::ranges::find(prompt.messages, Role::user, &ChatMessage::role);
    const bool begins_alike = first != prompt.messages.end() && first->text.starts_with('a');
    const ChatPrompt other{
        prompt.system, prompt.documents, {ChatMessage{Role::user, begins_alike ? "0" : "a", {}}}};
    return render_chat(other, tokenizer, form).transform([&](const std::vector<TokenId>& ids) {
        const auto end = std::ranges::mismatch(rendered, ids).in1;
        return static_cast<std::size_t>(end - rendered.begin());
    });
}

Result<std::vector<TokenId>> render_prefix(const std::string& system,
                                           const std::vector<DocumentText>& documents,
                                           const Tokenizer& tokenizer, ChatTemplateKind form) {
    const ChatPrompt prompt{system, documents, {ChatMessage{Role::user, "0", {}}}};
    auto tokens = render_chat(prompt, tokenizer, form);
    if (!tokens) {
        return tokens;
    }
    const auto count = count_prefix(prompt, *tokens, tokenizer, form);
    if (!count) {
        return std::unexpected(count.error());
    }
    if (*count == 0) {
        return fail(ErrorCode::invalid_input, "there is nothing to read");
    }
    tokens->resize(*count);
    return tokens;
}

std::vector<TokenId> stop_tokens(const Tokenizer& tokenizer, ChatTemplateKind form) {
    std::vector<std::string_view> spellings;
    switch (form) {
    case ChatTemplateKind::llama4:
        spellings = {"<|end_of_text|>", "<|eot|>", "<|eom|>"};
        break;
    case ChatTemplateKind::llama3:
        spellings = {"<|end_of_text|>", "<|eot_id|>", "<|eom_id|>"};
        break;
    case ChatTemplateKind::gemma:
        spellings = {"<eos>", "<end_of_turn>"};
        break;
    case ChatTemplateKind::plain:
        spellings = {"<|end_of_text|>", "<|endoftext|>", "</s>", "<eos>"};
        break;
    }
    std::vector<TokenId> ids;
    for (const std::string_view spelling : spellings) {
        if (const auto id = tokenizer.control_token(spelling)) {
            ids.push_back(*id);
        }
    }
    return ids;
}

} // namespace sotto::inference
