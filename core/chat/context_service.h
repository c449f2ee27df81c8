#pragma once

#include "core/context/context_fit.h"
#include "core/context/turn_prompt.h"
#include "core/documents/prefill_service.h"
#include "core/executor/bound.h"
#include "core/ports/language_model.h"
#include "core/ports/library.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace sotto {

/// The share of one document in the context.
struct DocumentShare {
    DocumentId id; ///< invalid: a document of the request only
    std::string title;
    std::int64_t tokens = 0; ///< of the whole document
};

/// What a turn would put into the context.
struct ContextContents {
    ContextUse use; ///< without truncating documents; a summary of turns is not counted
    OverflowPolicy overflow_policy = OverflowPolicy::refuse; ///< of the conversation
    std::vector<DocumentShare> documents; ///< in order; they add up to use.plan.documents
    /// The first message that is in the context, when earlier ones are not; else invalid.
    MessageId read_from;
};

/// The ways to make a question fit, each with its counted use of the context.
struct ContextChoices {
    ContextPlan plan;                      ///< of the whole prompt
    std::optional<ContextUse> dropping;    ///< without the oldest turns
    std::optional<ContextUse> summarizing; ///< the same with a summary, which is not counted
    std::optional<ContextUse> searching;   ///< with the parts of documents that match the question
    bool fits_new_conversation = false;    ///< in a new conversation with the same documents
    MessageId read_from;                   ///< the first message that `dropping` keeps
};

/// Counts what a turn would put into the context, with the model's own tokenizer, before it is
/// sent. Runs on: the main executor (also construction and destruction).
class ContextService {
public:
    /// `prefill`: yields the model to a count; may be null. Owner: the caller keeps all of them
    /// alive until the service is gone.
    ContextService(Executor& main, Bound<Library>& library, Bound<LanguageModel>& model,
                   PrefillService* prefill);

    /// Stops the running counts, without replies.
    ~ContextService();

    ContextService(const ContextService&) = delete;
    ContextService& operator=(const ContextService&) = delete;

    /// What a turn would put into the context. Its text may be empty; its overflow policy is the
    /// conversation's unless the request has one. A newer look() or count_question() supersedes it:
    /// it is stopped, and `then` is not called. Errors: of the library and of the model.
    using LookReply = std::function<void(const Result<ContextContents>&)>;
    void look(TurnRequest request, LookReply then);

    /// The tokens of a request's text alone, which is fast. Supersedes and is superseded as look()
    /// is. Errors: of the model.
    using CountReply = std::function<void(const Result<std::int64_t>&)>;
    void count_question(const TurnRequest& request, CountReply then);

    /// The ways to make a turn fit. Errors: of the library and of the model.
    using ChoicesReply = std::function<void(const Result<ContextChoices>&)>;
    void find_choices(TurnRequest request, ChoicesReply then);

private:
    std::stop_token supersede();
    template <class Function, class Reply>
    void ask(TurnRequest request, const std::stop_token& stop, Function function, Reply then);
    template <class Function, class Reply>
    void count(std::stop_token stop, Function function, Reply then);

    Executor& main_;
    Bound<Library>& library_;
    Bound<LanguageModel>& model_;
    PrefillService* prefill_;
    std::stop_source newest_;
    std::stop_source all_;
};

} // namespace sotto
