#include "app/runtime.h"

#include "inference/engine/engine.h"
#include "inference/import/model_store.h"
#include "storage/library_database.h"

#include <utility>

namespace sotto::app {

Runtime::Runtime(Paths paths, Executor& main)
    : paths_(std::move(paths)), storage_thread_("storage"), inference_thread_("inference"),
      library_(storage_thread_,
               [file = paths_.library_file()] { return storage::open_library(file); }),
      catalog_(storage_thread_,
               [models = paths_.models,
                built_in = paths_.starter]() -> Result<std::unique_ptr<ModelCatalog>> {
                   return inference::ModelStore::open(models, built_in);
               }),
      model_(inference_thread_,
             []() -> Result<std::unique_ptr<LanguageModel>> {
                 return std::make_unique<inference::Engine>();
             }),
      chat_(main, library_, model_, clock_) {}

} // namespace sotto::app
