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

/// Where a file stands on its way into a conversation.
enum class ImportStage : std::uint8_t {
    waiting,     ///< for those before it
    extracting,  ///< its text is being read
    recognizing, ///< its text is being recognized in pictures
    saving,
    failed, ///< stays until it is dismissed
};

/// A file that is not yet, or could not become, a document of a conversation.
struct ImportJob {
    std::int64_t job_id = 0;     ///< its name for as long as it is here; never used twice
    ConversationId conversation; ///< invalid: the one that the first document begins
    std::string path;
    std::string name; ///< the file's, without its folder
    ImportStage stage = ImportStage::waiting;
    Recognition recognition = Recognition::refused;
    std::uint32_t page = 0;  ///< that is being recognized, from 1 on; 0: not known
    std::uint32_t pages = 0; ///< that there are; 0: not known
    /// Why it failed; of one that is recognized, why it was refused before.
    std::optional<ExtractionError> error;
};

/// A document that has become one of a conversation.
struct AttachedDocument {
    enum class Effect : std::uint8_t {
        began, ///< the conversation is new
        added,
        known, ///< it was one of the conversation's already
    };
    ConversationId conversation;
    DocumentSummary document;
    Effect effect = Effect::added;
    std::string caution; ///< as ExtractedDocument
};

/// A document that is no longer one of a conversation.
struct DetachedDocument {
    ConversationId conversation;
    DocumentId document;
    /// A conversation in which nothing was said goes with its last document.
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

/// Brings files into conversations: one at a time they are read in a process of their own, saved in
/// the library and attached. What a damaged file does is told at its place; the others go on.
/// Runs on: the main executor (also construction and destruction).
class DocumentService {
public:
    /// Owner: the caller keeps all three alive until the service is gone.
    DocumentService(Executor& main, Bound<Library>& library, Bound<TextExtractor>& extractor);

    /// Stops what is being read; the listener hears nothing more.
    ~DocumentService();

    DocumentService(const DocumentService&) = delete;
    DocumentService& operator=(const DocumentService&) = delete;

    void set_listener(std::shared_ptr<DocumentListener> listener);

    /// Lets a file into a conversation (invalid: a new one, which all files begin together that
    /// wait for it). A file that is on its way there already is not taken twice; one that failed
    /// there is tried again. Returns its job_id.
    std::int64_t open(std::string path, ConversationId conversation);

    /// Has the text of a file that failed and is recognizable recognized. Harmless for any other.
    void recognize(std::int64_t job_id);

    /// Ends the recognizing of a file, or its waiting for that; it is then as it was before
    /// recognize(). Harmless for any other.
    void stop_recognizing(std::int64_t job_id);

    /// Takes back a file that waits or is being read, or the notice that one failed. Harmless when
    /// it is gone or being saved.
    void dismiss(std::int64_t job_id);

    /// Takes a document out of a conversation; it stays in the library.
    void detach(ConversationId conversation, DocumentId document);

    /// In the order in which they came.
    [[nodiscard]] const std::vector<ImportJob>& import_jobs() const { return import_jobs_; }

private:
    void start_next();
    void extract(ImportJob& job);
    /// What is told on the reader's thread, brought to the main one.
    [[nodiscard]] PageObserver observer_of(std::int64_t job_id);
    void on_page(std::int64_t job_id, std::uint32_t page, std::uint32_t pages);
    void on_extracted(std::int64_t job_id, ExtractedFile extracted);
    void on_saved(std::int64_t job_id, Result<AttachedDocument> attached);
    void fail_job(ImportJob& job, ExtractionError error);
    void go_on();
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
    bool is_busy_ = false; // with the text or the saving of one file
    std::stop_source stop_;
    CallbackScope import_scope_; // of the running import
    CallbackScope scope_;        // of everything else
};

} // namespace sotto
