#include "core/documents/document_service.h"

#include "core/text/bidi.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

namespace sotto {

namespace {

const DocumentSummary* find_in(const std::vector<DocumentSummary>& documents, DocumentId id) {
    const auto found = std::ranges::find(documents, id, &DocumentSummary::id);
    return found == documents.end() ? nullptr : &*found;
}

Result<AttachedDocument> save(Library& library, const DocumentText& document,
                              ConversationId conversation) {
    using Effect = AttachedDocument::Effect;
    const auto id = library.documents().add(document);
    if (!id) {
        return std::unexpected(id.error());
    }
    AttachedDocument attached;
    attached.effect = Effect::began;
    if (conversation.is_valid()) {
        const auto before = library.conversations().documents(conversation);
        if (!before) {
            return std::unexpected(before.error());
        }
        attached.effect = find_in(*before, *id) != nullptr ? Effect::known : Effect::added;
    }
    const auto joined = library.conversations().attach(conversation, document.title, *id);
    if (!joined) {
        return std::unexpected(joined.error());
    }
    attached.conversation = *joined;
    const auto documents = library.conversations().documents(*joined);
    if (!documents) {
        return std::unexpected(documents.error());
    }
    const DocumentSummary* summary = find_in(*documents, *id);
    if (summary == nullptr) {
        return fail(ErrorCode::not_found, "the document was removed while it was being opened");
    }
    attached.document = *summary;
    return attached;
}

Result<DetachedDocument> detach_document(Library& library, ConversationId conversation,
                                         DocumentId document) {
    using Fate = DetachedDocument::Conversation;
    ConversationStore& store = library.conversations();
    if (Status status = store.detach(conversation, document); !status) {
        return std::unexpected(status.error());
    }
    const auto left = store.documents(conversation);
    const auto summary = store.find(conversation);
    if (!left || !summary) {
        return std::unexpected(left ? summary.error() : left.error());
    }
    const bool is_unused = left->empty() && summary->message_count == 0;
    if (is_unused) {
        if (Status status = store.remove(conversation); !status) {
            return std::unexpected(status.error());
        }
    }
    return DetachedDocument{conversation, document, is_unused ? Fate::removed : Fate::kept};
}

} // namespace

DocumentService::DocumentService(Executor& main, Bound<Library>& library,
                                 Bound<TextExtractor>& extractor)
    : main_(main), library_(library), extractor_(extractor) {}

DocumentService::~DocumentService() {
    stop_.request_stop();
}

template <class Function>
auto DocumentService::while_importing(std::int64_t job_id, Function function) {
    return import_scope_.wrap(std::move(function),
                              [this, job_id](const Error& error) { abort(job_id, error); });
}

void DocumentService::set_listener(std::shared_ptr<DocumentListener> listener) {
    listener_ = std::move(listener);
}

std::int64_t DocumentService::open(std::string path, ConversationId conversation) {
    const auto same = std::ranges::find_if(import_jobs_, [&](const ImportJob& job) {
        return job.path == path && job.conversation == conversation;
    });
    if (same != import_jobs_.end() && same->stage != ImportStage::failed) {
        return same->job_id;
    }
    if (same != import_jobs_.end()) {
        import_jobs_.erase(same);
    }
    ImportJob job;
    job.job_id = ++last_job_id_;
    job.conversation = conversation;
    job.name =
        without_bidi_controls(std::filesystem::path(path).lexically_normal().filename().string());
    job.path = std::move(path);
    import_jobs_.push_back(std::move(job));
    listener_->on_import_jobs();
    start_next();
    return last_job_id_;
}

void DocumentService::recognize(std::int64_t job_id) {
    ImportJob* job = find(job_id);
    if (job == nullptr || job->stage != ImportStage::failed || !job->error->is_recognizable) {
        return;
    }
    job->recognition = Recognition::allowed;
    job->stage = ImportStage::waiting;
    job->page = 0;
    job->pages = 0;
    listener_->on_import_jobs();
    start_next();
}

void DocumentService::stop_recognizing(std::int64_t job_id) {
    ImportJob* job = find(job_id);
    if (job == nullptr) {
        return;
    }
    if (job->stage == ImportStage::recognizing) {
        stop_.request_stop(); // the extractor replies with `cancelled`
    } else if (job->stage == ImportStage::waiting && job->recognition == Recognition::allowed) {
        job->stage = ImportStage::failed;
        listener_->on_import_jobs();
    }
}

void DocumentService::dismiss(std::int64_t job_id) {
    const ImportJob* job = find(job_id);
    if (job == nullptr || job->stage == ImportStage::saving) {
        return;
    }
    if (job->stage == ImportStage::extracting || job->stage == ImportStage::recognizing) {
        stop_.request_stop(); // the next job starts when the extractor has replied
    }
    std::erase_if(import_jobs_, [job_id](const ImportJob& one) { return one.job_id == job_id; });
    listener_->on_import_jobs();
}

void DocumentService::detach(ConversationId conversation, DocumentId document) {
    library_.call(
        [conversation, document](Library& library) {
            return detach_document(library, conversation, document);
        },
        main_, scope_.wrap([this](const Result<DetachedDocument>& detached) {
            if (detached) {
                listener_->on_detached(*detached);
            } else {
                listener_->on_failure(detached.error());
            }
        }));
}

void DocumentService::start_next() {
    const auto next = std::ranges::find(import_jobs_, ImportStage::waiting, &ImportJob::stage);
    if (is_busy_ || next == import_jobs_.end()) {
        return;
    }
    is_busy_ = true;
    const std::int64_t job_id = next->job_id;
    if (const auto error = try_run([this, next] { extract(*next); })) {
        abort(job_id, *error);
    }
}

void DocumentService::extract(ImportJob& job) {
    const std::int64_t job_id = job.job_id;
    stop_ = std::stop_source();
    job.stage = job.recognition == Recognition::allowed ? ImportStage::recognizing
                                                        : ImportStage::extracting;
    extractor_.call(
        [path = job.path, recognition = job.recognition, on_page = observer_of(job_id),
         stop = stop_.get_token()](TextExtractor& extractor) {
            return extractor.extract(path, recognition, on_page, stop);
        },
        main_, while_importing(job_id, [this, job_id](ExtractedFile extracted) {
            on_extracted(job_id, std::move(extracted));
        }));
    listener_->on_import_jobs();
}

// A few thousand pages at most, each of which takes long: no need to coalesce the reports.
PageObserver DocumentService::observer_of(std::int64_t job_id) {
    auto on_main = while_importing(job_id, [this, job_id](std::uint32_t page, std::uint32_t pages) {
        on_page(job_id, page, pages);
    });
    return [&main = main_, on_main = std::move(on_main)](std::uint32_t page, std::uint32_t pages) {
        main.post_always([on_main, page, pages]() mutable { on_main(page, pages); });
    };
}

void DocumentService::on_page(std::int64_t job_id, std::uint32_t page, std::uint32_t pages) {
    ImportJob* job = find(job_id);
    if (job != nullptr && job->stage == ImportStage::recognizing) {
        job->page = page;
        job->pages = pages;
        listener_->on_import_jobs();
    }
}

void DocumentService::on_extracted(std::int64_t job_id, ExtractedFile extracted) {
    ImportJob* job = find(job_id);
    if (job == nullptr) { // dismissed meanwhile
        finish_import();
        return;
    }
    if (!extracted) {
        const bool is_stopped = job->stage == ImportStage::recognizing &&
                                extracted.error().code == ErrorCode::cancelled;
        fail_job(*job, is_stopped ? *job->error : std::move(extracted.error()));
        return;
    }
    job->stage = ImportStage::saving;
    library_.call([document = std::move(extracted->document), conversation = job->conversation](
                      Library& library) { return save(library, document, conversation); },
                  main_,
                  while_importing(job_id, [this, job_id, caution = std::move(extracted->caution)](
                                              Result<AttachedDocument> attached) mutable {
                      if (attached) {
                          attached->caution = std::move(caution);
                      }
                      on_saved(job_id, std::move(attached));
                  }));
    listener_->on_import_jobs();
}

void DocumentService::on_saved(std::int64_t job_id, Result<AttachedDocument> attached) {
    if (!attached) {
        fail_job(*find(job_id), std::move(attached.error()));
        return;
    }
    std::erase_if(import_jobs_, [job_id](const ImportJob& one) { return one.job_id == job_id; });
    if (attached->effect == AttachedDocument::Effect::began) {
        for (ImportJob& job : import_jobs_) {
            if (!job.conversation.is_valid()) {
                job.conversation = attached->conversation;
            }
        }
    }
    listener_->on_attached(*attached);
    finish_import();
}

void DocumentService::fail_job(ImportJob& job, ExtractionError error) {
    job.stage = ImportStage::failed;
    job.error = std::move(error);
    finish_import();
}

void DocumentService::finish_import() {
    is_busy_ = false;
    listener_->on_import_jobs();
    start_next();
}

// A callback of the import threw: the import fails, and the next one begins.
void DocumentService::abort(std::int64_t job_id, const Error& error) {
    stop_.request_stop();
    import_scope_.cancel();
    is_busy_ = false;
    if (ImportJob* job = find(job_id)) {
        job->stage = ImportStage::failed;
        job->error = error;
    }
    start_next();
    listener_->on_import_jobs();
}

ImportJob* DocumentService::find(std::int64_t job_id) {
    const auto found = std::ranges::find(import_jobs_, job_id, &ImportJob::job_id);
    return found == import_jobs_.end() ? nullptr : &*found;
}

} // namespace sotto
