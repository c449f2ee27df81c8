#pragma once

#include "core/chat/chat_service.h"
#include "core/chat/context_service.h"
#include "core/citations/citation_finder.h"
#include "core/clock.h"
#include "core/documents/document_service.h"
#include "core/documents/prefill_service.h"
#include "core/executor/bound.h"
#include "core/ports/language_model.h"
#include "core/ports/library.h"
#include "core/ports/model_catalog.h"
#include "core/summaries/summary_queue.h"

#include <QDateTime>
#include <functional>
#include <string>

namespace sotto::ui {

/// What the view-models work with. Owner: the caller, who keeps all of it alive until they are
/// gone.
struct Services {
    Executor& main; ///< the thread the view-models live on
    Bound<Library>& library;
    Bound<ModelCatalog>& catalog;
    Bound<LanguageModel>& model;
    ChatService& chat;
    DocumentService& documents;
    PrefillService& reading;
    Bound<CitationFinder>& citations;
    ContextService& context;
    SummaryQueue& summaries;
    const Clock& clock;
    /// What tells a model from all others. Runs on: the catalogue's thread.
    std::function<Result<std::string>(const ModelSummary&)> fingerprint;
    /// The wall clock, for "Today" and "Yesterday".
    std::function<QDateTime()> today = [] { return QDateTime::currentDateTime(); };
};

} // namespace sotto::ui
