#include "app/runtime/runtime.h"

#include "app/runtime/load_marker.h"
#include "app/runtime/session_catalog.h"
#include "inference/engine/engine.h"
#include "inference/import/model_store.h"
#include "storage/library/library_database.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

namespace sotto::app {

namespace {

Profile profile_of(StoragePolicy policy) {
    Profile profile = default_profile();
    profile.history = policy == StoragePolicy::on_disk ? History::kept : History::none;
    return profile;
}

// The store is told whose conversations it stores before anybody can use them.
Result<std::unique_ptr<Library>> open_library(StoragePolicy policy, const Paths& paths,
                                              KvStoreAdapter* store) {
    auto library = policy == StoragePolicy::on_disk ? storage::open_library(paths.library_file())
                                                    : storage::open_library_in_memory();
    if (library && store != nullptr) {
        const auto id = (*library)->removals().library_id();
        if (!id) {
            return std::unexpected(id.error());
        }
        store->set_library(*id);
    }
    return library;
}

std::shared_ptr<KvStoreAdapter> make_kv_store(StoragePolicy policy, const Paths& paths,
                                              Executor& thread, std::shared_ptr<KvNotice> notice) {
    return policy == StoragePolicy::on_disk
               ? std::make_shared<KvStoreAdapter>(thread, paths.kv_file(), storage::KvBudget{},
                                                  std::move(notice))
               : nullptr;
}

} // namespace

Result<std::unique_ptr<ModelCatalog>> open_catalog(StoragePolicy policy, const Paths& paths) {
    if (policy == StoragePolicy::on_disk) {
        const char* const chosen = std::getenv("SOTTO_DEFAULT_MODEL");
        return inference::ModelStore::open(paths.models, paths.starter,
                                           {.packed = paths.packed_weights(),
                                            .published = paths.published_models,
                                            .default_model = chosen != nullptr ? chosen : ""});
    }
    // Without the starter, which would be imported when it is first used; with the folder as it is.
    std::error_code error;
    if (!std::filesystem::is_directory(paths.models, error)) {
        return std::make_unique<SessionCatalog>(nullptr);
    }
    auto models = inference::ModelStore::open(paths.models, {});
    if (!models) {
        return std::unexpected(std::move(models.error()));
    }
    return std::make_unique<SessionCatalog>(*std::move(models));
}

Runtime::Runtime(Paths paths, Executor& main, StoragePolicy policy)
    : paths_(std::move(paths)), storage_thread_("storage"), kv_thread_("kv"),
      inference_thread_("inference"), kv_notice_(std::make_shared<KvNotice>()),
      kv_store_(make_kv_store(policy, paths_, kv_thread_, kv_notice_)),
      profiles_(profile_of(policy)), library_(storage_thread_,
                                              [policy, paths = paths_, store = kv_store_] {
                                                  return open_library(policy, paths, store.get());
                                              }),
      catalog_(storage_thread_, [policy, paths = paths_] { return open_catalog(policy, paths); }),
      model_(inference_thread_,
             [packed = policy == StoragePolicy::on_disk ? paths_.packed_weights()
                                                        : std::filesystem::path(),
              loads = policy == StoragePolicy::on_disk ? paths_.loads() : std::filesystem::path(),
              store = kv_store_]() mutable -> Result<std::unique_ptr<LanguageModel>> {
                 return std::make_unique<inference::Engine>(packed, std::move(store),
                                                            std::make_unique<LoadMarker>(loads));
             }),
      chat_(main, library_, model_, clock_), summaries_(main, library_, model_, clock_),
      removals_(main, library_, kv_store_.get()), memory_watch_(find_pressure_sources(), [this] {
          // If the queue is full, the kernel will signal again.
          static_cast<void>(model_.post([](LanguageModel& model) { model.release_memory(); }));
      }) {
    removals_.resume();
}

} // namespace sotto::app
