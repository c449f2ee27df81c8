#include "app/answers/answer.h"
#include "app/answers/chat_citations.h"
#include "app/answers/context_report.h"
#include "app/answers/extract_document.h"
#include "app/cli/chat_input.h"
#include "app/cli/command_list.h"
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
    R"(  /document FILE   read a file and talk about it, also the next time
  /model           name the model and the others there are
  /model NAME      go on with another model
  /context         what the model reads, in tokens
  /new             begin a new conversation
  /quit            end (Ctrl-D does the same)
Ctrl-C ends an answer and keeps what was written. For a long text use /document.)";

struct Attached {
    ConversationId conversation;
    DocumentId document;
};

// Saves a document as one that the conversation, or a new one, is about.
Result<Attached> attach(Library& library, ConversationId conversation,
                        const DocumentText& document) {
    const auto id = library.documents().add(document);
    if (!id) {
        return std::unexpected(id.error());
    }
    const auto joined = library.conversations().attach(conversation, document.title, *id);
    if (!joined) {
        return std::unexpected(joined.error());
    }
    return Attached{*joined, *id};
}

/// The talk in the terminal. Runs on: the main thread.
class TerminalChat {
public:
    TerminalChat(CommandContext& context, const ChatOptions& options, ChosenModel model)
        : context_(context), options_(options), model_(std::move(model)),
          conversation_(options.conversation),
          input_(STDIN_FILENO, context.signals().interrupted_descriptor(),
                 context.terminal().input_is_terminal() ? LineGrouping::lines_that_come_together
                                                        : LineGrouping::each_line),
          citations_(context) {}

    ExitStatus run();

private:
    class Listener;
    enum class After { go_on, end };

    After handle(const std::string& message);
    After handle_command(const std::string& line);
    After send(std::string text);
    void tell_end(const TurnStart& turn, const TurnOutcome& outcome, const std::string& answer);
    void report_truncation(const TurnOutcome& outcome);
    void show_beginning();
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

/// Shows one turn as it happens and ends the loop with it.
class TerminalChat::Listener final : public TurnListener {
public:
    explicit Listener(TerminalChat& chat) : chat_(chat) {}

    void on_saved(const TurnStart& start) override {
        chat_.conversation_ = start.conversation;
        start_ = start;
    }

    void on_progress(const Progress& progress) override {
        if (answer_.empty()) { // from then on the line belongs to the answer
            terminal().show_status(progress_line(progress));
        }
    }

    void on_text(std::string_view text) override {
        answer_ += text;
        if (!terminal().write(text)) {
            chat_.context_.runtime().chat().stop(); // nobody can see the rest
        }
    }

    void on_end(const TurnOutcome& outcome) override {
        terminal().clear_status();
        if (!answer_.empty() && !terminal().reader_is_gone()) {
            (void)terminal().write("\n"); // a failure shows itself with the next text
        }
        outcome_ = outcome;
        chat_.context_.loop().quit();
    }

    /// Invalid ids when nothing was saved.
    [[nodiscard]] const TurnStart& start() const { return start_; }
    [[nodiscard]] const std::string& answer() const { return answer_; }
    [[nodiscard]] const std::optional<TurnOutcome>& outcome() const { return outcome_; }

private:
    Terminal& terminal() { return chat_.context_.terminal(); }

    TerminalChat& chat_;
    TurnStart start_;
    std::string answer_;
    std::optional<TurnOutcome> outcome_;
};

// Whole documents and turns need no word in each turn.
void TerminalChat::report_truncation(const TurnOutcome& outcome) {
    if (outcome.context &&
        (outcome.context->total_document_parts > 0 || outcome.context->truncated_turns > 0 ||
         outcome.context->summarized_turns > 0)) {
        show_context_use(context_, *outcome.context);
    }
}

void TerminalChat::tell_end(const TurnStart& turn, const TurnOutcome& outcome,
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
    context_.tell_kv_notice();
}

void TerminalChat::show_beginning() {
    say("Sotto, with " + describe(model_.details.summary) + ".");
    if (model_.details.summary.is_built_in) {
        say("For real answers import a model: sotto models import PATH");
    }
    if (conversation_.is_valid()) {
        show_documents();
    }
    if (context_.terminal().input_is_terminal()) {
        context_.terminal().quiet_message("/help lists what can be typed, Ctrl-D ends.");
    }
}

TurnRequest TerminalChat::request_for(std::string text) const {
    TurnRequest request;
    request.conversation = conversation_;
    request.text = std::move(text);
    request.model_name = model_.details.summary.name;
    request.model = model_.choice;
    request.profile = model_.profile;
    request.overflow_policy = options_.overflow_policy;
    return request;
}

TerminalChat::After TerminalChat::send(std::string text) {
    TurnRequest request = request_for(std::move(text));
    status_ = ExitStatus::done;
    context_.loop().run_pending(); // a stop that came too late for the last answer ends here
    ChatService& chat = context_.runtime().chat();
    const auto listener = std::make_shared<Listener>(*this);
    context_.signals().set_handler(
        [this, &chat] { context_.loop().post_always([&chat] { chat.stop(); }); });
    const Status sent = chat.send(std::move(request), listener);
    if (sent) {
        context_.loop().run();
    }
    context_.signals().set_handler([] {}); // from here on a signal wakes the input
    if (!sent) {
        status_ = context_.report(sent.error());
        return After::go_on;
    }
    if (listener->outcome()) {
        tell_end(listener->start(), *listener->outcome(), listener->answer());
    }
    return context_.terminal().reader_is_gone() ? After::end : After::go_on;
}

void TerminalChat::add_document(const std::string& file) {
    auto document = extract_document(context_, file, options_.documents.recognition);
    context_.signals().set_handler([] {}); // from here on a signal wakes the input again
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
        say("A new conversation begins with your next message.");
    } else if (word == "/document" && !rest.empty()) {
        add_document(rest);
    } else if (word == "/model") {
        rest.empty() ? show_models() : change_model(rest);
    } else {
        say(word == "/document" ? "Name the file: /document FILE"
                                : "There is no such command; /help lists them.");
    }
    return After::go_on;
}

TerminalChat::After TerminalChat::handle(const std::string& message) {
    if (message.find_first_not_of(" \t\r") == std::string::npos) {
        return After::go_on;
    }
    if (message.starts_with('/') && !message.contains('\n')) {
        return handle_command(message);
    }
    auto text = clean_text(message, "the message");
    if (!text) {
        status_ = context_.report(text.error());
        return After::go_on;
    }
    return send(std::move(*text));
}

ExitStatus TerminalChat::run() {
    context_.signals().set_handler([] {});
    show_beginning();
    for (const std::string& file : options_.documents.names) {
        add_document(file);
    }
    const bool shows_prompt =
        context_.terminal().input_is_terminal() && context_.terminal().output_is_terminal();
    while (true) {
        if (shows_prompt && !context_.terminal().write("\n› ")) {
            return ExitStatus::done;
        }
        const auto message = input_.read_message();
        if (!message) {
            if (shows_prompt) {
                (void)context_.terminal().write("\n"); // the program ends either way
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

ExitStatus run(const ChatOptions& options, CommandContext& context) {
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
