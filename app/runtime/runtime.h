#pragma once

#include "app/platform/memory_watch.h"
#include "app/platform/paths.h"
#include "app/runtime/kv_store_adapter.h"
#include "app/runtime/profiles.h"
#include "app/runtime/storage_policy.h"
#include "core/chat/chat_service.h"
#include "core/clock.h"
#include "core/executor/bound.h"
#include "core/executor/thread_executor.h"
#include "core/ports/language_model.h"
#include "core/ports/library.h"
#include "core/ports/model_catalog.h"
#include "core/removal/removal_service.h"
#include "core/summaries/summary_service.h"

#include <memory>

namespace sotto::app {

/// The models of this user, or for a session in memory. Several may be open at once. Errors: io.
[[nodiscard]] Result<std::unique_ptr<ModelCatalog>> open_catalog(StoragePolicy policy,
                                                                 const Paths& paths);

/// What both programs share: threads, stores, engine and services. Members are destroyed in reverse
/// order: services first, threads last. Runs on: the main thread.
class Runtime {
public:
    /// `main`: the executor of the main thread (a LoopExecutor, or Qt's); outlives the runtime.
    Runtime(Paths paths, Executor& main, StoragePolicy policy = StoragePolicy::on_disk);

    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;

    [[nodiscard]] const Paths& paths() const { return paths_; }
    [[nodiscard]] Bound<Library>& library() { return library_; }
    [[nodiscard]] Bound<ModelCatalog>& catalog() { return catalog_; }
    [[nodiscard]] Bound<LanguageModel>& model() { return model_; }
    [[nodiscard]] ProfileProvider& profiles() { return profiles_; }
    [[nodiscard]] ChatService& chat() { return chat_; }
    /// The KV cache on disk; null in memory.
    [[nodiscard]] KvStore* kv_store() { return kv_store_.get(); }
    /// Why the KV cache is not saved, if it is not; outlives the runtime.
    [[nodiscard]] std::shared_ptr<KvNotice> kv_notice() const { return kv_notice_; }
    [[nodiscard]] SummaryService& summaries() { return summaries_; }
    [[nodiscard]] RemovalService& removals() { return removals_; }

private:
    Paths paths_;
    SteadyClock clock_;
    ThreadExecutor storage_thread_;
    ThreadExecutor kv_thread_; // ends after the inference thread, which saves until its end
    ThreadExecutor inference_thread_;
    std::shared_ptr<KvNotice> kv_notice_;
    std::shared_ptr<KvStoreAdapter> kv_store_; // shared with the model
    Profiles profiles_;
    Bound<Library> library_;      // on the storage thread
    Bound<ModelCatalog> catalog_; // on the storage thread
    Bound<LanguageModel> model_;  // on the inference thread
    ChatService chat_;
    SummaryService summaries_;
    RemovalService removals_;
    MemoryWatch memory_watch_; // makes the model release memory under pressure
};

} // namespace sotto::app
