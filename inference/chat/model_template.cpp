#include "inference/chat/model_template.h"

#include "inference/chat/template_output.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace sotto::inference {

namespace {

using jinja::Text;

/// The day that templates state without a clock: the one in Llama 3's own.
constexpr std::chrono::local_seconds kUnchangingDate =
    std::chrono::local_days(std::chrono::year(2024) / std::chrono::July / 26);

std::string_view role_name(Role role) {
    return role == Role::system ? "system" : role == Role::user ? "user" : "assistant";
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos;
}

jinja::Dict variables_of(const std::vector<PromptMessage>& messages, const ModelTemplate& format,
                         Thinking thinking) {
    jinja::List list;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        list.emplace_back(
            jinja::Dict{{Text("role"), Text(std::string(role_name(messages[i].role)))},
                        {Text("content"), Text(messages[i].text, i + 1)}});
    }
    jinja::Dict made{{Text("messages"), std::move(list)},
                     {Text("add_generation_prompt"), true},
                     {Text("bos_token"), Text(format.bos)},
                     {Text("eos_token"), Text(format.eos)},
                     {Text("enable_thinking"), thinking == Thinking::allowed}};
    if (thinking == Thinking::allowed) {
        made.push_back({Text("thinking"), true}); // Granite's name for it
    }
    return made;
}

/// Whether every message of people and of the program stands in the text.
bool has_all_contents(const Text& text, const std::vector<PromptMessage>& messages) {
    for (std::size_t i = 0; i < messages.size(); ++i) {
        if (messages[i].role != Role::assistant && !is_blank(messages[i].text) &&
            !std::ranges::contains(text.spans(), i + 1, &jinja::TextSpan::source)) {
            return false;
        }
    }
    return true;
}

/// A rendered text and the messages whose contents it has.
struct Output {
    std::vector<PromptMessage> messages;
    Text text;
};

Result<Output> run_template(std::vector<PromptMessage> messages, const ModelTemplate& format,
                            Thinking thinking, const jinja::RenderOptions& options) {
    return format.program.render(variables_of(messages, format, thinking), options)
        .transform([&](Text text) { return Output{std::move(messages), std::move(text)}; });
}

Result<Output> run_template(const ChatPrompt& prompt, const ModelTemplate& format,
                            MessageOptions parts, const std::stop_token& stop) {
    jinja::RenderOptions options;
    options.stop = stop;
    options.now =
        prompt.documents.empty() && format.now != nullptr ? format.now() : kUnchangingDate;
    std::vector<PromptMessage> messages = messages_of(prompt, parts.system, parts.documents);
    for (PromptMessage& message : messages) {
        if (message.text.empty() && !message.token_ids.empty()) {
            message.text = "…"; // the ids take its place
        }
    }
    auto output = run_template(messages, format, prompt.thinking, options);
    if ((output && has_all_contents(output->text, messages)) ||
        (!output && output.error().code == ErrorCode::cancelled)) {
        return output;
    }
    auto other = run_template(alternating(std::move(messages)), format, prompt.thinking, options);
    return other || output ? other : output;
}

/// Whether the text ends inside a thinking block that the template has begun.
bool begins_thinking(const Text& text) {
    const std::size_t contents_end = text.spans().empty() ? 0 : text.spans().back().end;
    const std::string_view rest = std::string_view(text.bytes()).substr(contents_end);
    const auto open = rest.rfind("<think>");
    const auto close = rest.rfind("</think>");
    return open != rest.npos && (close == rest.npos || close < open);
}

} // namespace

Result<RenderedChat> render_model_template(const ChatPrompt& prompt, const ModelTemplate& format,
                                           MessageOptions options, TextEncoder& encoder,
                                           const std::stop_token& stop) {
    auto output = run_template(prompt, format, options, stop);
    if (!output) {
        return std::unexpected(std::move(output.error()));
    }
    ChatWriter writer(encoder, stop);
    write_output(output->text, output->messages, writer);
    if (begins_thinking(output->text)) {
        writer.begin_thinking();
    }
    return std::move(writer).take();
}

std::optional<TokenId> answer_end(const ModelTemplate& format, const Tokenizer& tokenizer) {
    const ChatPrompt prompt{
        {}, {}, {{Role::user, "a", {}}, {Role::assistant, "b", {}}, {Role::user, "c", {}}}};
    const auto output = run_template(prompt, format, {}, {});
    if (!output) {
        return std::nullopt;
    }
    const auto answer = std::ranges::find_if(output->text.spans(), [&](const auto& span) {
        return output->messages[span.source - 1].role == Role::assistant;
    });
    if (answer == output->text.spans().end()) {
        return std::nullopt;
    }
    const auto next = std::next(answer);
    const std::size_t end = next != output->text.spans().end() ? next->begin : output->text.size();
    const std::string_view bytes = output->text.bytes();
    const std::size_t begin = bytes.find_first_not_of(" \t\r\n", answer->end);
    if (begin >= end) {
        return std::nullopt;
    }
    return control_token_at(tokenizer, bytes.substr(begin, end - begin)).transform([](auto found) {
        return found.id;
    });
}

Result<ModelTemplate> open_model_template(std::string_view jinja, const Tokenizer& tokenizer,
                                          std::string bos, std::string eos) {
    auto program = jinja::Template::parse(jinja);
    if (!program) {
        return std::unexpected(std::move(program.error()));
    }
    ModelTemplate made{*std::move(program), std::move(bos), std::move(eos),
                       jinja.contains("</think>"), nullptr};
    const std::vector<ChatMessage> question{{Role::user, "a", {}}};
    const std::array prompts{
        ChatPrompt{{}, {}, question}, ChatPrompt{"s", {}, question},
        ChatPrompt{{}, {}, {{Role::user, "a", {}}, {Role::assistant, "b", {}}, question.front()}}};
    TextEncoder encoder(tokenizer);
    for (ChatPrompt prompt : prompts) {
        for (const Thinking thinking : {Thinking::off, Thinking::allowed}) {
            prompt.thinking = thinking;
            auto rendered = render_model_template(prompt, made, {}, encoder, {});
            if (!rendered) {
                return std::unexpected(std::move(rendered.error()));
            }
            if (rendered->ids.empty()) {
                return fail(ErrorCode::unsupported, "The model's chat template writes nothing.");
            }
        }
    }
    return made;
}

} // namespace sotto::inference
