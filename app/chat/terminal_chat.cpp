#include "app/chat/terminal_chat.h"

#include "app/answers/answer.h"
#include "app/answers/answer_report.h"
#include "app/answers/extract_document.h"
#include "app/chat/chat_citations.h"
#include "app/chat/chat_input.h"
#include "app/chat/turn_printer.h"
#include "app/documents/text_file.h"
#include "app/runtime/model_choice.h"
#include "core/chat/context_service.h"

#include <unistd.h>

#include <format>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace sotto::app {

namespace {

constexpr std::string_view kHelp =
    R"(  /document FILE   add a file to the conversation and talk about it
  /model           list the models and mark the one in use
  /model NAME      continue with another model
  /context         what the model reads, in tokens
  /new             start a new conversation
  /quit            end the chat (or Ctrl-D)
Ctrl-C stops an answer and keeps what was written. For a long text use /document.)";

struct Attached {
    ConversationId conversation;
    DocumentId document;
};

// Saves a document and attaches it to the conversation, or to a new one.
Result<Attached> attach(Library& library, ConversationId conversation,
                        const DocumentText& document) {
    const auto id = library.documents().add(document);
    if (!id) {
        return std::unexpected(id.error());
    }
    const auto attached = library.conversations().attach(conversation, document.title, *id);
    if (!attached) {
        return std::unexpected(attached.error());
    }
    return Attached{*attached, *id};
}

/// A chat in the terminal. Runs on: the main thread.
class TerminalChat {
public:
    TerminalChat(CommandContext& context, const ChatOptions& options, ChosenModel model)
        : context_(context), options_(options), model_(std::move(model)),
          conversation_(options.conversation),
          input_(STDIN_FILENO, context.signals().interrupted_descriptor(),
                 context.terminal().input_is_terminal() ? LineGrouping::pasted_lines
                                                        : LineGrouping::each_line),
          citations_(context) {}

    ExitStatus run();

private:
    enum class After { next_message, end };

    After handle(const std::string& message);
    After handle_command(const std::string& line);
    After send(std::string text);
    void report_end(const TurnStart& turn, const TurnOutcome& outcome, const std::string& answer);
    void report_truncation(const TurnOutcome& outcome);
    void show_introduction();
    void show_documents();
    void add_document(const std::string& file);
    void show_context();
    void show_models();
    [[nodiscard]] TurnRequest request_for(std::string text) const;
    void change_model(const std::string& name);
    void say(std::string_view line) { context_.terminal().message(line); }

    CommandContext& context_;
    const ChatOptions& options_;
    ChosenModel model_;
    ConversationId conversation_;
    ChatInput input_;
    ChatCitations citations_;
    bool has_documents_ = false;
    ExitStatus status_ = ExitStatus::done;
};

// Says nothing when all documents and turns were read in full.
void TerminalChat::report_truncation(const TurnOutcome& outcome) {
    if (outcome.context &&
        (outcome.context->total_document_parts > 0 || outcome.context->truncated_turns > 0 ||
         outcome.context->summarized_turns > 0)) {
        show_context_use(context_, *outcome.context);
    }
}

void TerminalChat::report_end(const TurnStart& turn, const TurnOutcome& outcome,
                              const std::string& answer) {
    if (outcome.rolled_back) {
        conversation_ = *outcome.rolled_back;
    }
    if (outcome.error) {
        context_.report(has_documents_ ? with_choices(*outcome.error) : *outcome.error);
        status_ = exit_status_of(*outcome.error);
    } else {
        if (outcome.state != MessageState::interrupted) {
            report_truncation(outcome);
        }
        if (has_documents_ && options_.with_citations && !answer.empty()) {
            citations_.show(turn, answer);
        }
        context_.terminal().quiet_message(
            outcome.state == MessageState::interrupted ? "stopped" : stats_line(outcome.stats));
    }
    context_.report_kv_notice();
}

void TerminalChat::show_introduction() {
    say("Sotto, with " + describe(model_.details.summary) + ".");
    if (model_.details.summary.is_built_in) {
        say("For useful answers import a model: sotto models import PATH");
    }
    if (conversation_.is_valid()) {
        show_documents();
    }
    if (context_.terminal().input_is_terminal()) {
        context_.terminal().quiet_message("/help lists the commands, Ctrl-D ends the chat.");
    }
}

TurnRequest TerminalChat::request_for(std::string text) const {
    TurnRequest request;
    request.conversation = conversation_;
    request.text = std::move(text);
    request.model_name = model_.details.summary.name;
    request.model = model_.choice;
    request.profile = profile_for(context_, model_.details.summary, options_.answer); // a new seed
    request.overflow_policy = options_.overflow_policy;
    return request;
}

TerminalChat::After TerminalChat::send(std::string text) {
    TurnRequest request = request_for(std::move(text));
    status_ = ExitStatus::done;
    context_.loop().run_pending(); // drops a stop that came too late for the last answer
    ChatService& chat = context_.runtime().chat();
    const auto printer = std::make_shared<TurnPrinter>(context_);
    context_.signals().set_handler(
        [this, &chat] { context_.loop().post_always([&chat] { chat.stop(); }); });
    const Status sent = chat.send(std::move(request), printer);
    if (sent) {
        context_.loop().run();
    }
    context_.signals().set_handler([] {}); // a signal wakes the input
    if (!sent) {
        status_ = context_.report(sent.error());
        return After::next_message;
    }
    if (printer->start().conversation.is_valid()) {
        conversation_ = printer->start().conversation;
    }
    if (printer->outcome()) {
        report_end(printer->start(), *printer->outcome(), printer->answer());
    }
    return context_.terminal().output_is_closed() ? After::end : After::next_message;
}

void TerminalChat::add_document(const std::string& file) {
    auto document = extract_document(context_, file, options_.documents.recognition);
    context_.signals().set_handler([] {}); // a signal wakes the input again
    if (!document) {
        context_.report(document.error());
        return;
    }
    const auto attached = context_.wait_for(
        context_.runtime().library(), [&document, conversation = conversation_](Library& library) {
            return attach(library, conversation, *document);
        });
    if (!attached) {
        context_.report(attached.error());
        return;
    }
    conversation_ = attached->conversation;
    has_documents_ = true;
    say(std::format("Document {}: {}. It is read with the next question.", attached->document.value,
                    document->title));
}

void TerminalChat::show_documents() {
    const auto documents =
        context_.wait_for(context_.runtime().library(), [id = conversation_](Library& library) {
            return library.conversations().documents(id);
        });
    if (!documents) {
        context_.report(documents.error());
        return;
    }
    has_documents_ = !documents->empty();
    for (const DocumentSummary& document : *documents) {
        say("About " + document.title + ".");
    }
}

void TerminalChat::show_context() {
    ContextService service(context_.loop(), context_.runtime().library(),
                           context_.runtime().model(), nullptr);
    service.look(request_for(""), [this](const Result<ContextContents>& contents) {
        if (!contents) {
            context_.report(contents.error());
        } else {
            for (const std::string& line : context_lines(contents->use.plan)) {
                say(line);
            }
        }
        context_.loop().quit();
    });
    context_.loop().run();
}

void TerminalChat::show_models() {
    const auto models = context_.wait_for(context_.runtime().catalog(),
                                          [](ModelCatalog& catalog) { return catalog.list(); });
    if (!models) {
        context_.report(models.error());
        return;
    }
    for (const ModelSummary& model : *models) {
        const bool is_this = model.name == model_.details.summary.name;
        say((is_this ? "* " : "  ") + model.name + (model.is_built_in ? " (tiny, built in)" : ""));
    }
}

void TerminalChat::change_model(const std::string& name) {
    ModelOptions options = options_.model;
    options.name = name;
    auto model = choose_model(context_, options, options_.answer);
    if (!model) {
        context_.report(model.error());
        return;
    }
    model_ = std::move(*model);
    say("Now with " + describe(model_.details.summary) + ".");
}

TerminalChat::After TerminalChat::handle_command(const std::string& line) {
    const auto space = line.find(' ');
    const std::string word = line.substr(0, space);
    std::string rest = space == std::string::npos ? "" : line.substr(space + 1);
    rest.erase(0, rest.find_first_not_of(' '));
    rest.erase(rest.find_last_not_of(' ') + 1);
    if (word == "/quit" || word == "/exit") {
        return After::end;
    }
    if (word == "/help") {
        say(kHelp);
    } else if (word == "/context") {
        show_context();
    } else if (word == "/new") {
        conversation_ = {};
        has_documents_ = false;
        say("Your next message starts a new conversation.");
    } else if (word == "/document" && !rest.empty()) {
        add_document(rest);
    } else if (word == "/model") {
        rest.empty() ? show_models() : change_model(rest);
    } else {
        say(word == "/document" ? "Which file? /document FILE"
                                : "Unknown command; /help lists the commands.");
    }
    return After::next_message;
}

TerminalChat::After TerminalChat::handle(const std::string& message) {
    if (message.find_first_not_of(" \t\r") == std::string::npos) {
        return After::next_message;
    }
    if (message.starts_with('/') && !message.contains('\n')) {
        return handle_command(message);
    }
    auto text = clean_text(message, "the message");
    if (!text) {
        status_ = context_.report(text.error());
        return After::next_message;
    }
    return send(std::move(*text));
}

ExitStatus TerminalChat::run() {
    context_.signals().set_handler([] {});
    show_introduction();
    for (const std::string& file : options_.documents.files) {
        add_document(file);
    }
    const bool shows_prompt =
        context_.terminal().input_is_terminal() && context_.terminal().output_is_terminal();
    while (true) {
        if (context_.signals().wants_end()) {
            return ExitStatus::interrupted; // what was written of an answer is saved
        }
        if (shows_prompt && !context_.terminal().write("\n› ")) {
            return ExitStatus::done;
        }
        const auto message = input_.read_message();
        if (!message) {
            if (shows_prompt) {
                (void)context_.terminal().write("\n"); // the program ends anyway
            }
            if (message.error() == InputEnd::interrupted) {
                return ExitStatus::interrupted;
            }
            return message.error() == InputEnd::closed ? status_ : ExitStatus::failed;
        }
        if (handle(*message) == After::end) {
            return ExitStatus::done;
        }
    }
}

// Errors: not_found (there is no such conversation), of the library.
Status check_conversation(CommandContext& context, ConversationId id) {
    if (!id.is_valid()) {
        return {};
    }
    return context.wait_for(context.runtime().library(), [id](Library& library) -> Status {
        auto found = library.conversations().find(id);
        return found ? Status() : std::unexpected(std::move(found.error()));
    });
}

} // namespace

ExitStatus run_chat(const ChatOptions& options, CommandContext& context) {
    if (auto found = check_conversation(context, options.conversation); !found) {
        return context.report(found.error());
    }
    auto model = choose_model(context, options.model, options.answer);
    if (!model) {
        return context.report_model(model.error());
    }
    return TerminalChat(context, options, std::move(*model)).run();
}

} // namespace sotto::app
