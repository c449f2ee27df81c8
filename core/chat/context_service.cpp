#include "core/chat/context_service.h"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace sotto {

namespace {

/// Counts the parts of one turn's prompt. Runs on: the inference thread.
class Counter {
public:
    Counter(LanguageModel& model, const TurnRequest& turn, const ConversationSnapshot& stored,
            const std::stop_token& stop)
        : model_(model), turn_(turn), stored_(stored), made_(make_prompt(turn, stored)) {
        made_.prompt.messages.emplace_back().text = turn.text; // the question
        request_.model = turn.model;
        request_.prompt = made_.prompt;
        request_.max_tokens = turn.profile.max_answer_tokens;
        request_.stop = stop;
    }

    Result<ContextContents> look() {
        const OverflowPolicy overflow_policy = turn_.overflow_policy == OverflowPolicy::refuse
                                                   ? stored_.overflow_policy
                                                   : turn_.overflow_policy;
        auto fitted = count_fit(model_, request_, overflow_policy, no_observer_);
        if (!fitted) {
            return std::unexpected(std::move(fitted.error()));
        }
        ContextContents contents;
        contents.use = fitted->use;
        contents.overflow_policy = stored_.overflow_policy;
        contents.read_from = first_read(*fitted);
        for (std::size_t i = 0; i < made_.prompt.documents.size(); ++i) {
            const DocumentId id = i < stored_.about.size() ? stored_.about[i].id : DocumentId{};
            contents.documents.push_back(
                {id, made_.prompt.documents[i].title, fitted->tokens->documents[i]});
        }
        return contents;
    }

    Result<ContextChoices> find_choices() {
        auto tokens = tokenize(model_, turn_.model, made_.prompt, request_.stop, no_observer_);
        if (!tokens) {
            return std::unexpected(std::move(tokens.error()));
        }
        request_.tokens = *std::move(tokens);
        const ContextPlan plan = make_plan(*request_.tokens, request_.max_tokens);
        ContextChoices choices;
        choices.plan = plan;
        choices.fits_new_conversation = plan.history > 0 && plan.free() + plan.history >= 0;
        for (const OverflowPolicy way : {OverflowPolicy::drop_oldest, OverflowPolicy::summarize}) {
            const auto fitted = count_fit(model_, request_, way, no_observer_);
            if (!fitted) {
                return std::unexpected(fitted.error());
            }
            if (fitted->use.plan.fits() && way == OverflowPolicy::drop_oldest) {
                choices.dropping = fitted->use;
                choices.read_from = first_read(*fitted);
            } else if (fitted->use.plan.fits()) {
                choices.summarizing = fitted->use;
            }
        }
        return search(choices);
    }

private:
    [[nodiscard]] MessageId first_read(const FittedPrompt& fitted) const {
        const std::size_t gone = made_.prompt.messages.size() - fitted.prompt.messages.size();
        return gone > 0 && gone < made_.ids.size() ? made_.ids[gone]
               : gone > 0 ? MessageId{INT64_MAX} // only the question is left
                          : MessageId{};
    }

    Result<ContextChoices> search(ContextChoices choices) {
        if (made_.prompt.documents.empty()) {
            return choices;
        }
        TurnSummary none;
        const auto fitted =
            fit_context(model_, request_, OverflowPolicy::search, none, no_observer_);
        if (fitted && fitted->use.total_document_parts > 0) {
            choices.searching = fitted->use;
        } else if (!fitted && fitted.error().code != ErrorCode::context_too_long) {
            return std::unexpected(fitted.error());
        }
        return choices;
    }

    LanguageModel& model_;
    const TurnRequest& turn_;
    const ConversationSnapshot& stored_;
    TurnPrompt made_;
    GenerateRequest request_;
    GenerateObserver no_observer_;
};

} // namespace

ContextService::ContextService(Executor& main, Bound<Library>& library, Bound<LanguageModel>& model,
                               PrefillService* prefill)
    : main_(main), library_(library), model_(model), prefill_(prefill) {}

ContextService::~ContextService() {
    newest_.request_stop();
    all_.request_stop();
}

std::stop_token ContextService::supersede() {
    newest_.request_stop();
    newest_ = std::stop_source();
    return newest_.get_token();
}

// The model is called first, so that the yielding prefill queues up behind it.
template <class Function, class Reply>
void ContextService::count(std::stop_token stop, Function function, Reply then) {
    model_.call(std::move(function), main_,
                [stop = std::move(stop), then = std::move(then)](const auto& result) {
                    if (!stop.stop_requested()) {
                        then(result);
                    }
                });
    if (prefill_ != nullptr) {
        prefill_->yield();
    }
}

template <class Function, class Reply>
void ContextService::ask(TurnRequest request, const std::stop_token& stop, Function function,
                         Reply then) {
    const auto read = [id = request.conversation](Library& library) {
        return id.is_valid() ? read_conversation(library, id)
                             : Result<ConversationSnapshot>(ConversationSnapshot());
    };
    library_.call(read, main_,
                  [this, request = std::move(request), stop, function = std::move(function),
                   then = std::move(then)](Result<ConversationSnapshot> stored) mutable {
                      if (stop.stop_requested()) {
                          return; // superseded, or the service is gone
                      }
                      if (!stored) {
                          then(std::unexpected(std::move(stored.error())));
                          return;
                      }
                      const auto error = try_run([&] {
                          count(
                              stop,
                              [request = std::move(request), stored = std::move(*stored), stop,
                               function = std::move(function)](LanguageModel& model) {
                                  Counter counter(model, request, stored, stop);
                                  return function(counter);
                              },
                              then);
                      });
                      if (error) {
                          then(std::unexpected(*error));
                      }
                  });
}

void ContextService::look(TurnRequest request, LookReply then) {
    ask(
        std::move(request), supersede(), [](Counter& counter) { return counter.look(); },
        std::move(then));
}

void ContextService::count_question(const TurnRequest& request, CountReply then) {
    const std::stop_token stop = supersede();
    ChatPrompt asking{request.profile.system_prompt, {}, {ChatMessage{}}};
    asking.messages.back().text = request.text;
    count(
        stop,
        [choice = request.model, asking = std::move(asking), stop](LanguageModel& model) {
            GenerateObserver no_observer;
            return tokenize(model, choice, asking, stop, no_observer)
                .transform([](const SharedTokens& tokens) { return tokens->question; });
        },
        std::move(then));
}

void ContextService::find_choices(TurnRequest request, ChoicesReply then) {
    ask(
        std::move(request), all_.get_token(),
        [](Counter& counter) { return counter.find_choices(); }, std::move(then));
}

} // namespace sotto
