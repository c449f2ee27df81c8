#pragma once

#include "core/chat/chat_service.h"
#include "core/chat/context_service.h"
#include "core/citations/citation_finder.h"
#include "core/documents/document_service.h"
#include "core/documents/prefill_service.h"
#include "core/executor/bound.h"
#include "core/executor/loop_executor.h"
#include "core/summaries/summary_queue.h"
#include "core/summaries/summary_service.h"
#include "tests/support/in_memory_catalog.h"
#include "tests/support/in_memory_library.h"
#include "tests/support/in_memory_setup.h"
#include "tests/support/manual_clock.h"
#include "tests/support/scripted_extractor.h"
#include "tests/support/scripted_language_model.h"
#include "tests/support/scripted_profiles.h"
#include "ui/window/desktop_view_model.h"

#include <QCoreApplication>
#include <QTimeZone>
#include <memory>
#include <string>

namespace sotto::test {

/// Everything below a window, in memory, on executors that the test runs by hand. "Now" is noon of
/// 2 March 2026 UTC.
class WindowWorld {
public:
    static constexpr UnixMilliseconds kNow = 1'772'452'800'000;
    static constexpr UnixMilliseconds kDay = 86'400'000;

    WindowWorld() {
        ModelSummary pro;
        pro.name = "MobileLLM-Pro";
        pro.family = "mobilellm-pro";
        pro.weights_name = "int4";
        pro.bytes = 616'000'000;
        pro.folder = "models/MobileLLM-Pro";
        ModelSummary starter;
        starter.name = "Starter";
        starter.family = "llama";
        starter.bytes = 3'400'000;
        starter.is_built_in = true;
        starter.folder = "starter";
        catalog->models = {pro, starter};
    }

    /// Runs all executors and Qt's loop until nothing is left to do.
    void pump() {
        while (storage.run_pending() + models.run_pending() + run_extraction() + run_citations() +
                   inference.run_pending() + main.run_pending() >
               0) {
        }
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
    }

    /// As pump(), without the inference thread.
    void pump_without_model() {
        while (storage.run_pending() + models.run_pending() + run_extraction() + run_citations() +
                   main.run_pending() >
               0) {
        }
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
    }

    /// Stores a conversation; messages alternate, the user's first.
    ConversationId add(const std::string& title, UnixMilliseconds at,
                       const std::vector<std::string>& texts) {
        const ConversationId id{next_id_++};
        auto& row = library->conversations_store.all[id.value];
        row.summary = {id, title, at, at, static_cast<std::int64_t>(texts.size())};
        for (std::size_t i = 0; i < texts.size(); ++i) {
            Message message;
            message.id.value = next_id_++;
            message.role = i % 2 == 0 ? Role::user : Role::assistant;
            message.text = texts[i];
            message.created_at = at;
            row.messages.push_back(message);
        }
        return id;
    }

    bool holds_files = false;     ///< imports do not start
    bool holds_citations = false; ///< the citation finder does not start

    LoopExecutor main;
    LoopExecutor storage;
    LoopExecutor inference;
    LoopExecutor extraction;
    LoopExecutor citation_work;
    LoopExecutor models;
    ManualClock clock;

private:
    std::size_t run_extraction() { return holds_files ? 0 : extraction.run_pending(); }
    std::size_t run_citations() { return holds_citations ? 0 : citation_work.run_pending(); }

    std::unique_ptr<InMemoryLibrary> made_library_ = std::make_unique<InMemoryLibrary>();
    std::unique_ptr<InMemoryCatalog> made_catalog_ = std::make_unique<InMemoryCatalog>();
    std::unique_ptr<ScriptedLanguageModel> made_model_ = std::make_unique<ScriptedLanguageModel>();
    std::unique_ptr<ScriptedExtractor> made_extractor_ = std::make_unique<ScriptedExtractor>();
    std::unique_ptr<InMemorySetup> made_setup_ = std::make_unique<InMemorySetup>();
    std::int64_t next_id_ = 1000;

public:
    // Owned by the Bound objects below.
    InMemoryLibrary* library = made_library_.get();
    InMemoryCatalog* catalog = made_catalog_.get();
    ScriptedLanguageModel* model = made_model_.get();
    ScriptedExtractor* extractor = made_extractor_.get();

    Bound<Library> bound_library{
        storage, [this]() -> Result<std::unique_ptr<Library>> { return std::move(made_library_); }};
    Bound<ModelCatalog> bound_catalog{storage, [this]() -> Result<std::unique_ptr<ModelCatalog>> {
                                          return std::move(made_catalog_);
                                      }};
    Bound<LanguageModel> bound_model{inference, [this]() -> Result<std::unique_ptr<LanguageModel>> {
                                         return std::move(made_model_);
                                     }};
    Bound<TextExtractor> bound_extractor{
        extraction,
        [this]() -> Result<std::unique_ptr<TextExtractor>> { return std::move(made_extractor_); }};
    Bound<CitationFinder> bound_citations{citation_work,
                                          []() -> Result<std::unique_ptr<CitationFinder>> {
                                              return std::make_unique<CitationFinder>();
                                          }};
    InMemorySetup* setup = made_setup_.get();
    Bound<ModelSetup> bound_setup{
        models, [this]() -> Result<std::unique_ptr<ModelSetup>> { return std::move(made_setup_); }};
    ModelJobs jobs{main, bound_catalog};
    ModelTrial trial{main, bound_model};
    ChatService chat{main, bound_library, bound_model, clock};
    DocumentService documents{main, bound_library, bound_extractor};
    PrefillService prefill{main, bound_library, bound_model, clock};
    ContextService context{main, bound_library, bound_model, &prefill};
    SummaryService summarizing{main, bound_library, bound_model, clock};
    SummaryQueue summaries{main, bound_library, summarizing};
    RemovalService removals{main, bound_library, nullptr};
    ScriptedProfiles profiles;

    [[nodiscard]] ui::ConversationServices services() {
        return {.main = main,
                .library = bound_library,
                .catalog = bound_catalog,
                .model = bound_model,
                .profiles = profiles,
                .chat = chat,
                .documents = documents,
                .prefill = prefill,
                .citations = bound_citations,
                .context = context,
                .summaries = summaries,
                .removals = removals,
                .clock = clock,
                .fingerprint = [](const ModelSummary& known) -> Result<std::string> {
                    return known.name;
                },
                .models = {
                    .worker = bound_catalog, .setup = bound_setup, .jobs = jobs, .trial = trial}};
    }
    ui::DesktopViewModel app{services(), [] { return QDateTime::fromMSecsSinceEpoch(kNow); }};
    ui::ConversationViewModel& conversation = *app.conversation();
};

} // namespace sotto::test
