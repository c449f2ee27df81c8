#include "inference/chat/chat_template.h"

#include "core/context/speakers.h"
#include "inference/chat/chat_marks.h"
#include "inference/chat/chat_writer.h"
#include "inference/chat/prompt_messages.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <numeric>
#include <string>
#include <utility>

namespace sotto::inference {

namespace {

/// Begins with BOS, where the kind does.
ChatWriter begin_chat(TextEncoder& encoder, const ChatMarks& marks, const std::stop_token& stop) {
    ChatWriter writer(encoder, stop);
    if (const auto bos = encoder.tokenizer().bos(); bos && marks.adds_bos) {
        writer.append(*bos);
    }
    return writer;
}

/// One turn of a person: role and text are encoded as the one text they are between two marks.
/// `document_ends`: in the text.
void write_turn(ChatWriter& writer, const ChatMarks& marks, std::string_view role,
                std::string_view text, std::vector<std::size_t> document_ends = {}) {
    writer.control(marks.open);
    std::string before(role);
    if (!marks.close.empty()) {
        writer.text(std::exchange(before, {}));
        writer.control(marks.close);
    }
    before += marks.gap;
    const std::size_t shift = before.size();
    before.reserve(shift + text.size());
    before += text;
    for (std::size_t& end : document_ends) {
        end += shift;
    }
    writer.text_with_documents(std::move(before), document_ends);
    writer.control(marks.end);
    if (!marks.between.empty()) {
        writer.text(std::string(marks.between));
    }
}

/// What the model reads last before it writes. An earlier answer follows exactly these ids too.
void open_answer(ChatWriter& writer, const ChatMarks& marks) {
    writer.control(marks.open);
    if (marks.close.empty()) {
        writer.text(std::string(marks.assistant) + std::string(marks.gap));
    } else {
        writer.text(std::string(marks.assistant));
        writer.control(marks.close);
        writer.text(std::string(marks.gap));
    }
}

std::string text_of(const ChatMarks& marks, const PromptMessage& message) {
    return marks.strips_texts ? trimmed_text(message.text) : message.text;
}

void write_answer(ChatWriter& writer, const ChatMarks& marks, const PromptMessage& message) {
    open_answer(writer, marks);
    if (message.token_ids.empty()) {
        writer.text(text_of(marks, message));
    } else {
        writer.append(message.token_ids);
    }
    writer.control(marks.end);
    if (!marks.between.empty()) {
        writer.text(std::string(marks.between));
    }
}

Result<RenderedChat> render_marked(std::vector<PromptMessage> messages, TextEncoder& encoder,
                                   ChatTemplateKind kind, const std::stop_token& stop) {
    const ChatMarks& marks = chat_marks(kind);
    ChatWriter writer = begin_chat(encoder, marks, stop);
    if (kind == ChatTemplateKind::gemma) {
        messages = alternating(std::move(messages)); // it has no system turn
    }
    for (PromptMessage& message : messages) {
        if (message.role == Role::assistant) {
            write_answer(writer, marks, message);
        } else {
            write_turn(writer, marks, message.role == Role::system ? "system" : "user",
                       text_of(marks, message), std::move(message.document_ends));
        }
    }
    open_answer(writer, marks);
    return std::move(writer).take();
}

void write_plain_turn(ChatWriter& writer, const PromptMessage& message) {
    const std::string_view speaker = message.role == Role::user ? "User: " : "";
    QuotedText quoted = quote_speakers(message.text, message.document_ends);
    for (std::size_t& end : quoted.offsets) {
        end += speaker.size();
    }
    writer.text_with_documents(std::string(speaker) + quoted.text +
                                   (message.role == Role::user ? "\n" : "\n\n"),
                               quoted.offsets);
}

Result<RenderedChat> render_plain(const std::vector<PromptMessage>& messages, TextEncoder& encoder,
                                  const std::stop_token& stop) {
    ChatWriter writer = begin_chat(encoder, chat_marks(ChatTemplateKind::plain), stop);
    for (const PromptMessage& message : messages) {
        if (message.role != Role::assistant) {
            write_plain_turn(writer, message);
            continue;
        }
        writer.text("Assistant:");
        if (!message.token_ids.empty()) {
            writer.append(message.token_ids);
        } else {
            writer.text((writer.tokenizer().drops_leading_space() ? "" : " ") + message.text);
        }
        writer.text("\n");
    }
    writer.text("Assistant:");
    return std::move(writer).take();
}

Result<RenderedChat> render(const ChatPrompt& prompt, TextEncoder& encoder,
                            const ChatTemplate& format, const std::stop_token& stop,
                            SystemTurn system = SystemTurn::if_any) {
    if (prompt.messages.empty() || prompt.messages.back().role != Role::user) {
        return fail(ErrorCode::invalid_input, "a conversation must end with the user's message");
    }
    if (format.own) {
        return render_model_template(prompt, *format.own, {system, format.documents}, encoder,
                                     stop);
    }
    std::vector<PromptMessage> messages = messages_of(prompt, SystemTurn::if_any, format.documents);
    return format.kind == ChatTemplateKind::plain
               ? render_plain(messages, encoder, stop)
               : render_marked(std::move(messages), encoder, format.kind, stop);
}

// How many ids of a rendered conversation are the same whatever is asked: those of the
// instructions, the documents and the marks up to the first question.
Result<std::size_t> count_prefix(const ChatPrompt& prompt, std::span<const TokenId> rendered,
                                 TextEncoder& encoder, const ChatTemplate& format,
                                 const std::stop_token& stop) {
    // Another question, which has not even its first letter in common with this one.
    const auto first = std::ranges::find(prompt.messages, Role::user, &ChatMessage::role);
    const bool begins_alike = first != prompt.messages.end() && first->text.starts_with('a');
    const ChatPrompt other{prompt.system,
                           prompt.documents,
                           {ChatMessage{Role::user, begins_alike ? "0" : "a", {}}},
                           prompt.thinking};
    return render(other, encoder, format, stop).transform([&](const RenderedChat& ids) {
        const auto end = std::ranges::mismatch(rendered, ids.ids).in1;
        return static_cast<std::size_t>(end - rendered.begin());
    });
}

} // namespace

Result<std::vector<TokenId>> render_chat(const ChatPrompt& prompt, const Tokenizer& tokenizer,
                                         const ChatTemplate& format) {
    TextEncoder encoder(tokenizer);
    return render(prompt, encoder, format, {}).transform([](RenderedChat rendered) {
        return std::move(rendered.ids);
    });
}

// Of prompts with ever less in them the differences are what each part takes. All their texts but
// short ones stand in the whole prompt already, so they are not encoded again.
Result<TokenizedPrompt> tokenize_chat(const ChatPrompt& prompt, TextEncoder& encoder,
                                      const ChatTemplate& format, std::size_t context_tokens,
                                      const std::stop_token& stop) {
    auto whole = render(prompt, encoder, format, stop);
    if (!whole) {
        return std::unexpected(std::move(whole.error()));
    }
    // Parts of a prompt without the template's own instructions have none of them either.
    const bool may_have_default =
        prompt.documents.empty() && prompt.messages.front().role != Role::system;
    const SystemTurn system = may_have_default ? SystemTurn::if_any : SystemTurn::always;
    const auto all = std::ssize(whole->ids);
    const auto count_of = [&](std::vector<ChatMessage> messages) {
        return render({prompt.system, {}, std::move(messages), prompt.thinking}, encoder, format,
                      stop, system)
            .transform([](const RenderedChat& part) { return std::ssize(part.ids); });
    };
    const auto undocumented =
        prompt.documents.empty() ? Result<std::int64_t>(all) : count_of(prompt.messages);
    const auto asking =
        prompt.messages.size() == 1 ? undocumented : count_of({prompt.messages.back()});
    const auto empty = count_of({ChatMessage{}});
    const auto prefix = prompt.documents.empty() || whole->ids.size() >= context_tokens
                            ? Result<std::size_t>(0)
                            : count_prefix(prompt, whole->ids, encoder, format, stop);
    for (const auto* const part : {&undocumented, &asking, &empty}) {
        if (!*part) {
            return std::unexpected(part->error());
        }
    }
    if (!prefix) {
        return std::unexpected(prefix.error());
    }
    TokenizedPrompt made;
    made.context_tokens = static_cast<std::int64_t>(context_tokens);
    made.system = *empty;
    made.question = *asking - *empty;
    made.history = *undocumented - *asking;
    made.prefix_tokens = static_cast<std::int64_t>(*prefix);
    made.begins_thinking = whole->begins_thinking;
    if (const auto& ends = whole->document_ends; !ends.empty()) {
        made.documents.push_back(0);
        for (std::size_t i = 1; i < ends.size(); ++i) {
            made.documents.push_back(static_cast<std::int64_t>(ends[i] - ends[i - 1]));
        }
        made.documents[0] = std::accumulate(made.documents.begin(), made.documents.end(),
                                            all - *undocumented, std::minus());
    }
    made.ids = std::move(whole->ids);
    return made;
}

Result<std::vector<TokenId>> render_prefix(const std::string& system,
                                           const std::vector<DocumentText>& documents,
                                           TextEncoder& encoder, const ChatTemplate& format,
                                           const std::stop_token& stop) {
    const ChatPrompt prompt{system, documents, {ChatMessage{Role::user, "0", {}}}};
    auto tokens = render(prompt, encoder, format, stop);
    if (!tokens) {
        return std::unexpected(std::move(tokens.error()));
    }
    const auto prefix = count_prefix(prompt, tokens->ids, encoder, format, stop);
    if (!prefix) {
        return std::unexpected(prefix.error());
    }
    if (*prefix == 0) {
        return fail(ErrorCode::invalid_input, "there is nothing to read");
    }
    tokens->ids.resize(*prefix);
    return std::move(tokens->ids);
}

} // namespace sotto::inference
