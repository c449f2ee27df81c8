#include "inference/chat/chat_template.h"

#include "core/context/prompt.h"
#include "inference/chat/chat_marks.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <numeric>
#include <optional>
#include <string>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::string_view kSpace = " \t\r\n\f\v";

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(kSpace);
    return first == std::string::npos
               ? std::string()
               : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

SystemText trimmed_system(const ChatPrompt& prompt) {
    SystemText system = compose_system_text(prompt);
    const auto first = std::min(system.text.find_first_not_of(kSpace), system.text.size());
    system.text.erase(system.text.find_last_not_of(kSpace) + 1);
    system.text.erase(0, first);
    for (std::size_t& end : system.document_ends) {
        end = std::min(end - first, system.text.size());
    }
    return system;
}

/// A conversation as ids.
struct Rendered {
    std::vector<TokenId> ids;
    std::vector<std::size_t> document_ends; ///< of each document: how many ids begin before its end
};

/// Collects the ids of a conversation, each text encoded literally.
class Writer {
public:
    Writer(TextEncoder& encoder, const ChatMarks& marks, const std::stop_token& stop)
        : encoder_(encoder), stop_(stop) {
        if (const auto bos = tokenizer().bos(); bos && marks.adds_bos) {
            rendered_.ids.push_back(*bos);
        }
    }

    void text(std::string text) { encode(std::move(text), {}); }

    /// A text with the documents, whose ends lie in it `shift` bytes behind these.
    void system_text(std::string text, std::vector<std::size_t> document_ends, std::size_t shift) {
        for (std::size_t& end : document_ends) {
            end += shift;
        }
        const std::size_t before = rendered_.ids.size();
        for (const std::size_t count : encode(std::move(text), document_ends)) {
            rendered_.document_ends.push_back(before + count);
        }
    }

    void control(std::string_view spelling) {
        if (const auto id = tokenizer().control_token(spelling)) {
            rendered_.ids.push_back(*id);
        }
    }

    void append(std::span<const TokenId> ids) {
        rendered_.ids.insert(rendered_.ids.end(), ids.begin(), ids.end());
    }

    /// Whether text in the middle gets its space from the tokenizer.
    [[nodiscard]] bool adds_space() const { return tokenizer().drops_leading_space(); }

    /// Errors: cancelled.
    Result<Rendered> take() {
        return error_ ? Result<Rendered>(std::unexpected(*std::move(error_)))
                      : std::move(rendered_);
    }

private:
    [[nodiscard]] const Tokenizer& tokenizer() const { return encoder_.tokenizer(); }

    std::vector<std::size_t> encode(std::string text, std::span<const std::size_t> offsets) {
        if (error_) {
            return {};
        }
        auto encoding = encoder_.encode(std::move(text), offsets, stop_);
        if (!encoding) {
            error_ = std::move(encoding.error());
            return {};
        }
        append((*encoding)->ids);
        return (*encoding)->counts;
    }

    TextEncoder& encoder_;
    const std::stop_token& stop_;
    Rendered rendered_;
    std::optional<Error> error_;
};

/// One turn of a person: role and text are encoded as the one text they are between two marks.
/// `document_ends`: in the text.
void write_turn(Writer& writer, const ChatMarks& marks, std::string_view role,
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
    writer.system_text(std::move(before), std::move(document_ends), shift);
    writer.control(marks.end);
    if (!marks.between.empty()) {
        writer.text(std::string(marks.between));
    }
}

/// What the model reads last before it writes. An earlier answer follows exactly these ids too.
void open_answer(Writer& writer, const ChatMarks& marks) {
    writer.control(marks.open);
    if (marks.close.empty()) {
        writer.text(std::string(marks.assistant) + std::string(marks.gap));
    } else {
        writer.text(std::string(marks.assistant));
        writer.control(marks.close);
        writer.text(std::string(marks.gap));
    }
}

void write_answer(Writer& writer, const ChatMarks& marks, const ChatMessage& message) {
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

Result<Rendered> render_marked(const ChatPrompt& prompt, TextEncoder& encoder,
                               const ChatTemplate& format, const std::stop_token& stop) {
    const ChatMarks& marks = chat_marks(format.kind);
    Writer writer(encoder, marks, stop);
    SystemText system = trimmed_system(prompt);
    if (system.text.empty() && prompt.messages.front().role != Role::system) {
        system.text = format.default_system;
    }
    const bool leads_first_text = format.kind == ChatTemplateKind::gemma;
    if (!system.text.empty() && !leads_first_text) {
        write_turn(writer, marks, "system", system.text, std::move(system.document_ends));
        system = {};
    }
    for (const ChatMessage& message : prompt.messages) {
        if (message.role == Role::assistant) {
            write_answer(writer, marks, message);
        } else if (message.role == Role::system && !leads_first_text) {
            write_turn(writer, marks, "system", trimmed(message.text));
        } else if (!system.text.empty()) {
            system.text.append("\n\n").append(message.text);
            write_turn(writer, marks, "user", system.text, std::move(system.document_ends));
            system = {};
        } else {
            write_turn(writer, marks, "user", message.text);
        }
    }
    open_answer(writer, marks);
    return writer.take();
}

Result<Rendered> render_plain(const ChatPrompt& prompt, TextEncoder& encoder,
                              const std::stop_token& stop) {
    Writer writer(encoder, chat_marks(ChatTemplateKind::plain), stop);
    if (SystemText system = trimmed_system(prompt); !system.text.empty()) {
        writer.system_text(system.text + "\n\n", std::move(system.document_ends), 0);
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

Result<Rendered> render(const ChatPrompt& prompt, TextEncoder& encoder, const ChatTemplate& format,
                        const std::stop_token& stop) {
    if (prompt.messages.empty() || prompt.messages.back().role != Role::user) {
        return fail(ErrorCode::invalid_input, "a conversation must end with the user's message");
    }
    return format.kind == ChatTemplateKind::plain ? render_plain(prompt, encoder, stop)
                                                  : render_marked(prompt, encoder, format, stop);
}

Result<std::int64_t> count(const ChatPrompt& prompt, TextEncoder& encoder,
                           const ChatTemplate& format, const std::stop_token& stop) {
    return render(prompt, encoder, format, stop).transform([](const Rendered& rendered) {
        return std::ssize(rendered.ids);
    });
}

// How many ids of a rendered conversation are the same whatever is asked: those of the
// instructions, the documents and the marks up to the first question.
Result<std::size_t> count_prefix(const ChatPrompt& prompt, std::span<const TokenId> rendered,
                                 TextEncoder& encoder, const ChatTemplate& format,
                                 const std::stop_token& stop) {
    // Another question, which has not even its first letter in common with this one.
    const auto first = std::ranges::find(prompt.messages, Role::user, &ChatMessage::role);
    const bool begins_alike = first != prompt.messages.end() && first->text.starts_with('a');
    const ChatPrompt other{
        prompt.system, prompt.documents, {ChatMessage{Role::user, begins_alike ? "0" : "a", {}}}};
    return render(other, encoder, format, stop).transform([&](const Rendered& ids) {
        const auto end = std::ranges::mismatch(rendered, ids.ids).in1;
        return static_cast<std::size_t>(end - rendered.begin());
    });
}

} // namespace

Result<std::vector<TokenId>> render_chat(const ChatPrompt& prompt, const Tokenizer& tokenizer,
                                         const ChatTemplate& format) {
    TextEncoder encoder(tokenizer);
    return render(prompt, encoder, format, {}).transform([](Rendered rendered) {
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
    // Parts of a prompt without default instructions have none either.
    const bool may_have_default =
        prompt.documents.empty() && prompt.messages.front().role != Role::system;
    const ChatTemplate of_parts(format.kind, may_have_default ? format.default_system : "");
    const auto all = std::ssize(whole->ids);
    const auto count_of = [&](std::vector<ChatMessage> messages) {
        return count({prompt.system, {}, std::move(messages)}, encoder, of_parts, stop);
    };
    const auto undocumented =
        prompt.documents.empty() ? Result<std::int64_t>(all) : count_of(prompt.messages);
    const auto asking =
        prompt.messages.size() == 1 ? undocumented : count_of({prompt.messages.back()});
    const auto empty = count_of({ChatMessage{}});
    const auto prefix = prompt.documents.empty() || whole->ids.size() >= context_tokens
                            ? Result<std::size_t>(0)
                            : count_prefix(prompt, whole->ids, encoder, format, stop);
    if (!undocumented || !asking || !empty || !prefix) {
        return fail(ErrorCode::cancelled, "stopped");
    }
    TokenizedPrompt made;
    made.context_tokens = static_cast<std::int64_t>(context_tokens);
    made.system = *empty;
    made.question = *asking - *empty;
    made.history = *undocumented - *asking;
    made.prefix_tokens = static_cast<std::int64_t>(*prefix);
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
