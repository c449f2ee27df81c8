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

/// What one document takes of the context.
struct DocumentShare {
    DocumentId id; ///< invalid: of the request, not of the conversation
    std::string title;
    std::int64_t tokens = 0; ///< read in full
};

/// What a turn would put into the context.
struct ContextContents {
    ContextUse use; ///< of what would be read; documents in full, a summary of turns not counted
    OverflowPolicy overflow_policy = OverflowPolicy::refuse; ///< what the conversation keeps to
    std::vector<DocumentShare> documents; ///< in their order; their sum is use.plan.documents
    /// The first message that is read, where earlier ones are not; else invalid.
    MessageId read_from;
};

/// What can be done about a question that does not fit. Each use is counted.
struct ContextChoices {
    ContextPlan plan;                      ///< of everything
    std::optional<ContextUse> dropping;    ///< the oldest turns left out
    std::optional<ContextUse> summarizing; ///< the same, a summary in their place; not counted
    std::optional<ContextUse> searching;   ///< the parts of documents with the question's words
    bool fits_anew = false;                ///< in a new conversation about the same documents
    MessageId read_from;                   ///< the first message that `dropping` leaves
};

/// Counts what turns put into the context, with the model's own tokenizer, before they are sent.
/// Runs on: the main executor (also construction and destruction).
class ContextService {
public:
    /// `reading`: makes way while something is counted; nothing = nobody reads ahead. Owner: the
    /// caller keeps all of them alive until the service is gone.
    ContextService(Executor& main, Bound<Library>& library, Bound<LanguageModel>& model,
                   PrefillService* reading);

    /// Stops what is being counted; nobody hears of it.
    ~ContextService();

    ContextService(const ContextService&) = delete;
    ContextService& operator=(const ContextService&) = delete;

    /// What a turn would put into the context; its text may be empty, its way is the one the
    /// conversation keeps to unless the request names one. A newer look() or count_question()
    /// overtakes it: then it is stopped and `then` is not called. Errors: of the library and of
    /// the model.
    using LookReply = std::function<void(const Result<ContextContents>&)>;
    void look(TurnRequest request, LookReply then);

    /// The tokens of a request's text alone, which is little work. Overtakes and is overtaken as
    /// look() is. Errors: of the model.
    using CountReply = std::function<void(const Result<std::int64_t>&)>;
    void count_question(const TurnRequest& request, CountReply then);

    /// What could be done about a turn that does not fit. Errors: of the library and of the model.
    using ChoicesReply = std::function<void(const Result<ContextChoices>&)>;
    void find_choices(TurnRequest request, ChoicesReply then);

private:
    std::stop_token overtake();
    template <class Function, class Reply>
    void ask(TurnRequest request, const std::stop_token& stop, Function function, Reply then);
    template <class Function, class Reply>
    void count(std::stop_token stop, Function function, Reply then);

    Executor& main_;
    Bound<Library>& library_;
    Bound<LanguageModel>& model_;
    PrefillService* reading_;
    std::stop_source newest_;
    std::stop_source all_;
};

} // namespace sotto
