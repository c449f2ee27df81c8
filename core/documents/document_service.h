#pragma once

#include "core/document.h"
#include "core/executor/bound.h"
#include "core/executor/callback_scope.h"
#include "core/ports/library.h"
#include "core/ports/text_extractor.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace sotto {

/// The stage of an import job.
enum class ImportStage : std::uint8_t {
    waiting,     ///< for the jobs before it
    extracting,  ///< the text of the file
    recognizing, ///< text in pictures (OCR)
    saving,
    failed, ///< until it is dismissed or tried again
};

/// A file that is being imported into a conversation, or could not be.
struct ImportJob {
    std::int64_t job_id = 0;     ///< never used twice
    ConversationId conversation; ///< invalid: a new one, created with the first document
    std::string path;
    std::string name; ///< of the file, without its folder
    ImportStage stage = ImportStage::waiting;
    Recognition recognition = Recognition::refused;
    std::uint32_t page = 0;  ///< being recognized, from 1 on; 0: unknown
    std::uint32_t pages = 0; ///< number of pages; 0: unknown
    /// Why it failed; while it is recognized, why it was refused before.
    std::optional<ExtractionError> error;
};

/// A document that has been attached to a conversation.
struct AttachedDocument {
    enum class Effect : std::uint8_t {
        began, ///< the conversation was created with it
        added,
        known, ///< the conversation had it already
    };
    ConversationId conversation;
    DocumentSummary document;
    Effect effect = Effect::added;
    std::string caution; ///< as in ExtractedDocument
};

/// A document that has been removed from a conversation.
struct DetachedDocument {
    ConversationId conversation;
    DocumentId document;
    /// A conversation without messages is removed with its last document.
    enum class Conversation : std::uint8_t { kept, removed } fate = Conversation::kept;
};

/// What a view is told about documents; this class itself ignores it. Runs on: the main executor.
class DocumentListener {
public:
    virtual ~DocumentListener() = default;
    /// DocumentService::import_jobs() has changed.
    virtual void on_import_jobs() {}
    virtual void on_attached(const AttachedDocument& attached) { static_cast<void>(attached); }
    virtual void on_detached(const DetachedDocument& detached) { static_cast<void>(detached); }
    /// Another request failed.
    virtual void on_failure(const Error& error) { static_cast<void>(error); }
};

/// Imports files into conversations, one at a time: extracts the text, saves it in the library and
/// attaches the document. A job that fails does not stop the others. Runs on: the main executor
/// (also construction and destruction).
class DocumentService {
public:
    /// Owner: the caller keeps all three alive until the service is gone.
    DocumentService(Executor& main, Bound<Library>& library, Bound<TextExtractor>& extractor);

    /// Stops the running import. The listener is not called any more.
    ~DocumentService();

    DocumentService(const DocumentService&) = delete;
    DocumentService& operator=(const DocumentService&) = delete;

    void set_listener(std::shared_ptr<DocumentListener> listener);

    /// Imports a file into a conversation (invalid: into a new one, together with all other jobs
    /// for a new one). A file that is being imported there is not imported twice; one that failed
    /// there is tried again. Returns the job_id.
    std::int64_t open(std::string path, ConversationId conversation);

    /// Recognizes the text of a failed job that is recognizable. No effect on other jobs.
    void recognize(std::int64_t job_id);

    /// Stops recognizing a file, also one that waits for it; the job is then as before recognize().
    /// No effect on other jobs.
    void stop_recognizing(std::int64_t job_id);

    /// Removes a job that waits, runs or has failed. No effect when it is being saved or is gone.
    void dismiss(std::int64_t job_id);

    /// Removes a document from a conversation; it stays in the library.
    void detach(ConversationId conversation, DocumentId document);

    /// In the order in which they were opened.
    [[nodiscard]] const std::vector<ImportJob>& import_jobs() const { return import_jobs_; }

private:
    void start_next();
    void extract(ImportJob& job);
    /// Reports pages from the extractor's thread to the main executor.
    [[nodiscard]] PageObserver observer_of(std::int64_t job_id);
    void on_page(std::int64_t job_id, std::uint32_t page, std::uint32_t pages);
    void on_extracted(std::int64_t job_id, ExtractedFile extracted);
    void on_saved(std::int64_t job_id, Result<AttachedDocument> attached);
    void fail_job(ImportJob& job, ExtractionError error);
    void finish_import();
    void abort(std::int64_t job_id, const Error& error);
    [[nodiscard]] ImportJob* find(std::int64_t job_id);

    /// Wraps a callback of the running import, which fails when the callback throws.
    template <class Function>
    auto while_importing(std::int64_t job_id, Function function);

    Executor& main_;
    Bound<Library>& library_;
    Bound<TextExtractor>& extractor_;
    std::shared_ptr<DocumentListener> listener_ = std::make_shared<DocumentListener>();
    std::vector<ImportJob> import_jobs_;
    std::int64_t last_job_id_ = 0;
    bool is_busy_ = false; // extracting or saving one file
    std::stop_source stop_;
    CallbackScope import_scope_; // of the running import
    CallbackScope scope_;        // of everything else
};

} // namespace sotto
