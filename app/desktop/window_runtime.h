#pragma once

#include "app/desktop/qt_executor.h"
#include "app/platform/paths.h"
#include "app/runtime/runtime.h"
#include "app/runtime/storage_policy.h"
#include "core/chat/context_service.h"
#include "core/citations/citation_finder.h"
#include "core/clock.h"
#include "core/documents/document_service.h"
#include "core/documents/prefill_service.h"
#include "core/executor/bound.h"
#include "core/executor/thread_executor.h"
#include "core/models/model_jobs.h"
#include "core/models/model_trial.h"
#include "core/ports/model_setup.h"
#include "core/ports/text_extractor.h"
#include "core/summaries/summary_queue.h"
#include "ui/conversation/conversation_services.h"

namespace sotto::app {

/// What every window is built on, whichever shell it shows: Qt's executor, the threads, stores,
/// engine and services. Members are destroyed in reverse order: services first, the executor last.
/// Runs on: the main thread, after the QCoreApplication was made and before it is gone.
class WindowRuntime {
public:
    /// `policy` in_memory: nothing of the session reaches the disk. The library is in memory,
    /// neither keys and values nor packed weights are saved, and models are those in
    /// `paths.models`, without the starter, which would have to be imported first.
    WindowRuntime(Paths paths, StoragePolicy policy);

    WindowRuntime(const WindowRuntime&) = delete;
    WindowRuntime& operator=(const WindowRuntime&) = delete;

    /// For the view-models, which must be gone before this is.
    [[nodiscard]] ui::ConversationServices services();

private:
    QtExecutor executor_;
    Runtime runtime_;
    SteadyClock clock_;
    ThreadExecutor extract_thread_{"extract"};
    Bound<TextExtractor> extractor_;
    DocumentService documents_;
    ThreadExecutor citation_thread_{"citations"};
    Bound<CitationFinder> citations_;
    ThreadExecutor models_thread_{"models"};
    Bound<ModelCatalog> jobs_catalog_; // its jobs keep nobody else waiting
    Bound<ModelSetup> setup_;
    ModelJobs jobs_;
    ModelTrial trial_;
    PrefillService prefill_;
    ContextService context_;
    SummaryQueue summaries_;
};

} // namespace sotto::app
