#include "core/chat/chat_service.h"

#include "core/context/prompt.h"
#include "core/context/turn_prompt.h"

#include <chrono>
#include <stop_token>
#include <utility>

namespace sotto {

namespace {

constexpr std::chrono::milliseconds kPartialSaveInterval{500};

struct StartedTurn {
    TurnStart start;
    ConversationSnapshot stored; // ends with the new user's message and its empty answer
};

Result<StartedTurn> start_turn(Library& library, const TurnRequest& request) {
    ConversationStore& store = library.conversations();
    const auto start =
        request.answers.is_valid()
            ? store.begin_other_answer(request.conversation, request.answers, request.model_name)
        : request.edits.is_valid()
            ? store.begin_edited_turn(request.conversation, request.edits, request.text,
                                      request.model_name)
            : store.begin_turn(request.conversation, title_from(request.text), request.text,
                               request.model_name);
    if (!start) {
        return std::unexpected(start.error());
    }
    return read_conversation(library, start->conversation).transform([&](auto stored) {
        return StartedTurn{*start, std::move(stored)};
    });
}

} // namespace

/// One running turn. Runs on: the main executor.
struct ChatService::Turn {
    TurnRequest request;
    std::shared_ptr<TurnListener> listener;
    std::stop_source stop;
    std::shared_ptr<GenerationRelay> relay;
    TurnStart start;
    Message answer; // grows as text arrives
    std::chrono::steady_clock::time_point saved_at;
    bool is_saving = false;
};

template <class Function>
auto ChatService::while_running(Function function) {
    return turn_scope_.wrap(std::move(function), [this](const Error& error) { abort(error); });
}

ChatService::ChatService(Executor& main, Bound<Library>& library, Bound<LanguageModel>& model,
                         const Clock& clock)
    : main_(main), library_(library), model_(model), clock_(clock) {}

ChatService::~ChatService() {
    if (!turn_) {
        return;
    }
    turn_->stop.request_stop();
    save_unfinished(MessageState::interrupted);
}

// When this fails (a full queue, no memory), the last partial answer stands: half a second of text
// is lost at most.
void ChatService::save_unfinished(MessageState state) noexcept {
    if (!turn_->answer.id.is_valid()) {
        return;
    }
    static_cast<void>(try_run([this, state] {
        turn_->answer.state = state;
        turn_->answer.text += turn_->relay ? turn_->relay->take().text : std::string();
        static_cast<void>(library_.post([answer = turn_->answer](Library& library) {
            static_cast<void>(library.conversations().update_answer(answer));
        }));
    }));
}

Status ChatService::send(TurnRequest request, std::shared_ptr<TurnListener> listener) {
    if (turn_) {
        return fail(ErrorCode::busy, "an answer is still being written; stop it first");
    }
    if (request.text.find_first_not_of(" \t\r\n") == std::string::npos) {
        return fail(ErrorCode::invalid_input, "there is nothing to send");
    }
    turn_ = std::make_unique<Turn>();
    turn_->request = std::move(request);
    turn_->listener = std::move(listener);
    if (auto error = try_run([this] { begin(); })) {
        turn_scope_.cancel();
        turn_ = nullptr;
        return std::unexpected(*std::move(error));
    }
    return {};
}

void ChatService::stop() {
    if (turn_) {
        turn_->stop.request_stop();
    }
}

void ChatService::begin() {
    library_.call(
        [request = turn_->request](Library& library) { return start_turn(library, request); },
        main_, while_running([this](Result<StartedTurn> begun) {
            if (!begun) {
                end({MessageState::failed, {}, std::move(begun.error())});
                return;
            }
            turn_->start = begun->start;
            turn_->answer.id = begun->start.assistant;
            turn_->answer.role = Role::assistant;
            turn_->answer.model = turn_->request.model_name;
            turn_->answer.state = MessageState::writing;
            turn_->saved_at = clock_.now();
            if (turn_->request.overflow_policy == OverflowPolicy::refuse) {
                turn_->request.overflow_policy = begun->stored.overflow_policy;
            }
            turn_->listener->on_saved(begun->start);
            generate(begun->stored);
        }));
}

void ChatService::generate(const ConversationSnapshot& stored) {
    const TurnRequest& turn = turn_->request;
    GenerateRequest request;
    request.model = turn.model;
    request.prompt = make_prompt(turn, stored).prompt;
    request.sampling = turn.profile.sampling;
    request.max_tokens = turn.profile.max_answer_tokens;
    request.saving = turn.profile.history == History::kept ? KvSaving::turn : KvSaving::none;
    request.stop = turn_->stop.get_token();
    request.sources.emplace_back(turn_->start.conversation);
    for (const DocumentSummary& document : stored.about) {
        request.sources.emplace_back(document.id);
    }

    turn_->relay = std::make_shared<GenerationRelay>(
        main_, while_running([this](const GenerationUpdate& update) { on_update(update); }));

    model_.call(
        [request = std::move(request), relay = turn_->relay, overflow_policy = turn.overflow_policy,
         summary = turn_summary_](LanguageModel& model) {
            return answer_in_context(model, request, overflow_policy, *summary, *relay);
        },
        main_, while_running([this](Result<FittedAnswer> result) { finish(std::move(result)); }));
}

void ChatService::on_update(const GenerationUpdate& update) {
    turn_->answer.text += update.text;
    if (update.progress) {
        turn_->listener->on_progress(*update.progress);
    }
    if (!update.text.empty()) {
        turn_->listener->on_text(update.text);
        save_partial_if_due();
    }
}

void ChatService::save_partial_if_due() {
    const auto now = clock_.now();
    if (turn_->is_saving || now - turn_->saved_at < kPartialSaveInterval) {
        return;
    }
    turn_->is_saving = true;
    turn_->saved_at = now;
    library_.call([answer = turn_->answer](
                      Library& library) { return library.conversations().update_answer(answer); },
                  main_, while_running([this](const Status&) { turn_->is_saving = false; }));
}

void ChatService::finish(Result<FittedAnswer> result) {
    on_update(turn_->relay->take()); // so that no text arrives after the end
    TurnOutcome outcome;
    if (result) {
        Generation& made = result->generation;
        outcome.stats = made.stats;
        outcome.state = made.stats.reason == FinishReason::cancelled ? MessageState::interrupted
                                                                     : MessageState::complete;
        outcome.context = result->use;
        turn_->answer.truncation = {.turns = result->use.truncated_turns,
                                    .summarized_turns = result->use.summarized_turns,
                                    .document_parts = result->use.document_parts,
                                    .total_document_parts = result->use.total_document_parts};
        turn_->answer.text = std::move(made.text);
        turn_->answer.token_ids = made.answer_ids();
        turn_->answer.stats = outcome.stats;
    } else {
        const bool stopped = result.error().code == ErrorCode::cancelled;
        outcome.state = stopped ? MessageState::interrupted : MessageState::failed;
        if (!stopped) {
            outcome.error = std::move(result.error());
        }
    }
    turn_->answer.state = outcome.state;
    const bool does_not_fit = outcome.error && turn_->answer.text.empty() &&
                              outcome.error->code == ErrorCode::context_too_long;
    does_not_fit ? roll_back(std::move(outcome)) : save_end(std::move(outcome));
}

void ChatService::save_end(TurnOutcome outcome) {
    library_.call([answer = turn_->answer](
                      Library& library) { return library.conversations().update_answer(answer); },
                  main_,
                  while_running([this, outcome = std::move(outcome)](const Status& saved) mutable {
                      if (!saved && !outcome.error) {
                          outcome.error = saved.error();
                      }
                      end(outcome);
                  }));
}

// Removes the turn, which was saved before it could be known that it does not fit. When that fails,
// it stays as a failed question.
void ChatService::roll_back(TurnOutcome outcome) {
    library_.call(
        [start = turn_->start, answer = turn_->answer,
         title = title_from(turn_->request.text)](Library& library) {
            auto left = library.conversations().rollback(start, title);
            if (!left) {
                (void)library.conversations().update_answer(answer);
            }
            return left;
        },
        main_,
        while_running(
            [this, outcome = std::move(outcome)](const Result<ConversationId>& left) mutable {
                if (left) {
                    outcome.rolled_back = *left;
                }
                end(outcome);
            }));
}

// A callback of the turn threw: the turn fails with what has been written.
void ChatService::abort(const Error& error) {
    turn_->stop.request_stop();
    save_unfinished(MessageState::failed);
    end({MessageState::failed, {}, error});
}

void ChatService::end(const TurnOutcome& outcome) {
    // Idle before the listener is told: it may send the next turn at once.
    const auto turn = std::exchange(turn_, nullptr);
    turn_scope_.cancel();
    turn->listener->on_end(outcome);
}

} // namespace sotto
