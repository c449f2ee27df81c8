#include "app/desktop/window_runtime.h"

#include "app/documents/file_extractor.h"
#include "app/runtime/model_choice.h"
#include "app/setup/file_model_setup.h"

#include <memory>
#include <utility>

namespace sotto::app {

WindowRuntime::WindowRuntime(Paths paths, StoragePolicy policy)
    : runtime_(std::move(paths), executor_, policy),
      extractor_(extract_thread_,
                 []() -> Result<std::unique_ptr<TextExtractor>> {
                     return std::make_unique<FileExtractor>(
                         ExtractorClient(find_extract_program()));
                 }),
      documents_(executor_, runtime_.library(), extractor_),
      citations_(citation_thread_,
                 []() -> Result<std::unique_ptr<CitationFinder>> {
                     return std::make_unique<CitationFinder>();
                 }),
      jobs_catalog_(models_thread_,
                    [policy, paths = runtime_.paths()] { return open_catalog(policy, paths); }),
      setup_(models_thread_,
             [policy, paths = runtime_.paths()]() -> Result<std::unique_ptr<ModelSetup>> {
                 return std::make_unique<FileModelSetup>(paths, policy);
             }),
      jobs_(executor_, jobs_catalog_), trial_(executor_, runtime_.model()),
      prefill_(executor_, runtime_.library(), runtime_.model(), clock_),
      context_(executor_, runtime_.library(), runtime_.model(), &prefill_),
      summaries_(executor_, runtime_.library(), runtime_.summaries()) {}

ui::ConversationServices WindowRuntime::services() {
    return {.main = executor_,
            .library = runtime_.library(),
            .catalog = runtime_.catalog(),
            .model = runtime_.model(),
            .profiles = runtime_.profiles(),
            .chat = runtime_.chat(),
            .documents = documents_,
            .prefill = prefill_,
            .citations = citations_,
            .context = context_,
            .summaries = summaries_,
            .removals = runtime_.removals(),
            .clock = clock_,
            .fingerprint = &model_fingerprint,
            .models = {.worker = jobs_catalog_, .setup = setup_, .jobs = jobs_, .trial = trial_}};
}

} // namespace sotto::app
