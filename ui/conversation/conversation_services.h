#pragma once

#include "core/chat/chat_service.h"
#include "core/chat/context_service.h"
#include "core/citations/citation_finder.h"
#include "core/clock.h"
#include "core/documents/document_service.h"
#include "core/documents/prefill_service.h"
#include "core/executor/bound.h"
#include "core/models/model_jobs.h"
#include "core/models/model_trial.h"
#include "core/ports/language_model.h"
#include "core/ports/library.h"
#include "core/ports/model_catalog.h"
#include "core/ports/model_setup.h"
#include "core/ports/profile.h"
#include "core/removal/removal_service.h"
#include "core/summaries/summary_queue.h"

#include <functional>
#include <string>

namespace sotto::ui {

/// What the view-models of the models page and the first run are built on. Owner: as below.
struct ModelServices {
    Bound<ModelCatalog>& worker; ///< the same models, on a thread that may be busy for long
    Bound<ModelSetup>& setup;
    ModelJobs& jobs;
    ModelTrial& trial;
};

/// What the view-models of a conversation are built on. Owner: the caller keeps all of it until
/// they are gone.
struct ConversationServices {
    Executor& main; ///< of the thread that the view-models live on
    Bound<Library>& library;
    Bound<ModelCatalog>& catalog;
    Bound<LanguageModel>& model;
    ProfileProvider& profiles;
    ChatService& chat;
    DocumentService& documents;
    PrefillService& prefill;
    Bound<CitationFinder>& citations;
    ContextService& context;
    SummaryQueue& summaries;
    RemovalService& removals;
    const Clock& clock;
    /// What identifies the files of a model. Runs on: the catalog's thread.
    std::function<Result<std::string>(const ModelSummary&)> fingerprint;
    ModelServices models;
};

} // namespace sotto::ui
