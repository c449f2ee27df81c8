#include "app/runtime/runtime.h"

#include "inference/engine/engine.h"
#include "inference/import/model_store.h"
#include "storage/library/library_database.h"

#include <utility>

namespace sotto::app {

Runtime::Runtime(Paths paths, Executor& main)
    : paths_(std::move(paths)), storage_thread_("storage"), kv_thread_("kv"),
      inference_thread_("inference"), kv_notice_(std::make_shared<KvNotice>()),
      kv_store_(std::make_shared<KvStoreAdapter>(kv_thread_, paths_.kv_file(), storage::KvBudget{},
                                                 kv_notice_)),
      library_(storage_thread_,
               [file = paths_.library_file()] { return storage::open_library(file); }),
      catalog_(storage_thread_,
               [models = paths_.models, built_in = paths_.starter,
                packed = paths_.packed_weights()]() -> Result<std::unique_ptr<ModelCatalog>> {
                   return inference::ModelStore::open(models, built_in, packed);
               }),
      model_(inference_thread_,
             [packed = paths_.packed_weights(),
              store = kv_store_]() mutable -> Result<std::unique_ptr<LanguageModel>> {
                 return std::make_unique<inference::Engine>(packed, std::move(store));
             }),
      chat_(main, library_, model_, clock_), summaries_(main, library_, model_, clock_),
      memory_watch_(find_pressure_sources(), [this] {
          // If the queue is full, the kernel will signal again.
          static_cast<void>(model_.post([](LanguageModel& model) { model.release_memory(); }));
      }) {}

} // namespace sotto::app
