#include "core/documents/prefill_service.h"

#include <algorithm>
#include <utility>

namespace sotto {

namespace {

constexpr std::chrono::seconds kLongEnoughToMeasure{2};

} // namespace

/// A document to prefill.
struct PrefillService::Text {
    DocumentId id;
    DocumentText text;
};

/// What the library has of a conversation's documents.
struct PrefillService::Found {
    std::vector<Text> texts;
    PrefillSetting setting = PrefillSetting::ahead;
};

/// The prefill of one conversation.
struct PrefillService::Job {
    ConversationId conversation;
    ModelChoice model;
    std::string system;
    std::shared_ptr<const std::vector<Text>> texts; // null: not looked up yet
    std::vector<DocumentPrefill> documents;
    bool is_stopped = false;
    bool is_decided = false; // by the user in this run: overrides the stored setting
    bool is_ended = false;   // read or failed
    std::chrono::duration<double> spent{0};
    // Of the running call:
    std::chrono::steady_clock::time_point began;
    std::optional<std::int64_t> done_before;

    [[nodiscard]] DocumentPrefill* next() {
        const auto found = std::ranges::find_if(documents, [](const DocumentPrefill& reading) {
            return reading.stage != PrefillStage::read;
        });
        return found == documents.end() ? nullptr : &*found;
    }
    /// Tokens of the text before a document.
    [[nodiscard]] std::int64_t before(const DocumentPrefill& reading) const {
        return &reading == documents.data() ? 0 : (&reading - 1)->prefix_tokens;
    }
};

PrefillService::PrefillService(Executor& main, Bound<Library>& library, Bound<LanguageModel>& model,
                               const Clock& clock)
    : main_(main), library_(library), model_(model), clock_(clock) {}

PrefillService::~PrefillService() {
    stop_.request_stop();
}

template <class Function>
auto PrefillService::while_busy(Function function) {
    return call_scope_.wrap(std::move(function), [this](const Error& error) { abort(error); });
}

void PrefillService::set_listener(std::shared_ptr<PrefillListener> listener) {
    listener_ = std::move(listener);
}

void PrefillService::read(ConversationId conversation, const ModelChoice& model,
                          const std::string& system) {
    auto place = std::ranges::find(jobs_, conversation, &Job::conversation);
    auto job = place == jobs_.end() ? std::make_unique<Job>() : std::move(*place);
    if (place != jobs_.end()) {
        jobs_.erase(place);
    }
    if (job->model != model || job->system != system) {
        job->documents.clear();
    }
    job->conversation = conversation;
    job->model = model;
    job->system = system;
    job->texts = nullptr;
    job->is_ended = false;
    jobs_.insert(jobs_.begin(), std::move(job));
    is_yielding_ = false;
    stop_.request_stop(); // the running call; its job continues later, or is this one
    start();
}

void PrefillService::pause() {
    is_paused_ = true;
    is_yielding_ = false;
    stop_.request_stop();
    if (Job* job = find(busy_with_); is_busy_ && job != nullptr) {
        set_stage(*job, PrefillStage::paused);
    }
}

void PrefillService::yield() {
    if (is_busy_ && relay_ != nullptr && !stop_.stop_requested()) {
        is_yielding_ = true;
        stop_.request_stop();
    }
}

void PrefillService::resume() {
    is_paused_ = false;
    start();
}

void PrefillService::stop(ConversationId conversation) {
    Job* job = find(conversation);
    if (job == nullptr || job->is_ended) {
        return;
    }
    job->is_stopped = true;
    job->is_decided = true;
    is_yielding_ = is_yielding_ && busy_with_ != conversation;
    save_setting(conversation, PrefillSetting::stopped);
    if (is_busy_ && busy_with_ == conversation) {
        stop_.request_stop();
    }
    set_stage(*job, PrefillStage::stopped);
}

void PrefillService::restart(ConversationId conversation) {
    Job* job = find(conversation);
    if (job == nullptr || !job->is_stopped) {
        return;
    }
    job->is_stopped = false;
    job->is_decided = true;
    save_setting(conversation, PrefillSetting::ahead);
    set_stage(*job, PrefillStage::waiting);
    start();
}

void PrefillService::save_setting(ConversationId conversation, PrefillSetting setting) {
    library_.call(
        [conversation, setting](Library& library) {
            return library.conversations().set_reading(conversation, setting);
        },
        main_,
        [](const Status&) {
            // Unsaved, the setting still holds until the program ends.
        });
}

// Of all documents that are not read yet.
void PrefillService::set_stage(Job& job, PrefillStage stage) {
    for (DocumentPrefill& reading : job.documents) {
        if (reading.stage != PrefillStage::read && reading.stage != PrefillStage::failed) {
            reading.stage = stage;
            reading.tokens_per_second = 0;
        }
    }
    listener_->on_prefill(job.conversation);
}

std::vector<DocumentPrefill> PrefillService::readings(ConversationId conversation) const {
    const auto found = std::ranges::find(jobs_, conversation, &Job::conversation);
    return found == jobs_.end() ? std::vector<DocumentPrefill>{} : (*found)->documents;
}

PrefillService::Job* PrefillService::find(ConversationId conversation) {
    const auto found = std::ranges::find(jobs_, conversation, &Job::conversation);
    return found == jobs_.end() ? nullptr : found->get();
}

void PrefillService::start() {
    const auto wanted = std::ranges::find_if(
        jobs_, [](const auto& job) { return !job->is_stopped && !job->is_ended; });
    if (is_busy_ || is_paused_ || wanted == jobs_.end()) {
        return;
    }
    Job& job = **wanted;
    is_busy_ = true;
    busy_with_ = job.conversation;
    stop_ = std::stop_source();
    const auto error =
        try_run([this, &job] { job.texts == nullptr ? look_up(job) : read_next(job); });
    if (error) {
        abort(*error);
    }
}

// A callback of the running call threw: its job fails, and the next one begins.
void PrefillService::abort(const Error& error) {
    stop_.request_stop();
    call_scope_.cancel();
    is_busy_ = false;
    is_yielding_ = false;
    relay_ = nullptr;
    const ConversationId conversation = busy_with_;
    if (Job* job = find(conversation)) {
        job->is_ended = true;
        if (DocumentPrefill* reading = job->next()) {
            reading->stage = PrefillStage::failed;
            reading->error = error;
        }
    }
    start();
    listener_->on_prefill(conversation);
}

void PrefillService::look_up(const Job& job) {
    library_.call(
        [conversation = job.conversation](Library& library) -> Result<Found> {
            const auto documents = library.conversations().documents(conversation);
            const auto settings = library.conversations().settings(conversation);
            if (!documents || !settings) {
                return std::unexpected(documents ? settings.error() : documents.error());
            }
            Found found;
            for (const DocumentSummary& document : *documents) {
                auto text = library.documents().text(document.id);
                if (!text) {
                    return std::unexpected(std::move(text.error()));
                }
                found.texts.push_back({document.id, std::move(*text)});
            }
            if (std::ranges::contains(settings->documents, PrefillSetting::stopped,
                                      &DocumentSettings::reading)) {
                found.setting = PrefillSetting::stopped;
            }
            return found;
        },
        main_, while_busy([this, conversation = job.conversation](Result<Found> found) {
            on_found(conversation, std::move(found));
        }));
}

void PrefillService::on_found(ConversationId conversation, Result<Found> found) {
    is_busy_ = false;
    Job* job = find(conversation);
    if (!found || found->texts.empty()) { // the conversation was removed or has no documents
        std::erase_if(jobs_, [&](const auto& each) { return each->conversation == conversation; });
        listener_->on_prefill(conversation);
        start();
        return;
    }
    std::vector<Text>& texts = found->texts;
    // Documents before the first change stay read.
    std::vector<DocumentPrefill> documents;
    bool is_known = true;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const DocumentId id = texts[i].id;
        is_known = is_known && i < job->documents.size() && job->documents[i].document == id;
        documents.push_back(is_known ? job->documents[i] : DocumentPrefill{.document = id});
        if (documents.back().stage == PrefillStage::failed) {
            documents.back() = DocumentPrefill{.document = id};
        }
    }
    job->documents = std::move(documents);
    job->texts = std::make_shared<const std::vector<Text>>(std::move(texts));
    job->is_ended = job->next() == nullptr;
    if (!job->is_decided) {
        job->is_stopped = found->setting == PrefillSetting::stopped;
    }
    if (job->is_stopped) {
        set_stage(*job, PrefillStage::stopped);
    } else {
        listener_->on_prefill(conversation);
    }
    start();
}

void PrefillService::read_next(Job& job) {
    const DocumentPrefill& reading = *job.next();
    const auto count = static_cast<std::size_t>(&reading - job.documents.data()) + 1;
    job.began = clock_.now();
    job.done_before.reset();
    relay_ = std::make_shared<GenerationRelay>(
        main_, while_busy([this](const GenerationUpdate& update) { on_progress(update); }));
    model_.call(
        [choice = job.model, system = job.system, texts = job.texts, count,
         stop = stop_.get_token(), relay = relay_](LanguageModel& model) -> Result<PrefillReport> {
            if (stop.stop_requested()) {
                return fail(ErrorCode::cancelled, "stopped");
            }
            PrefillRequest request{choice, system, {}, stop, {}};
            for (std::size_t i = 0; i < count; ++i) {
                request.documents.push_back((*texts)[i].text);
                request.sources.emplace_back((*texts)[i].id);
            }
            return model.prefill(request, *relay);
        },
        main_,
        while_busy([this, conversation = job.conversation,
                    document = reading.document](Result<PrefillReport> report) {
            on_end(conversation, document, std::move(report));
        }),
        Priority::background);
}

void PrefillService::on_progress(const GenerationUpdate& update) {
    const std::optional<Progress>& progress = update.progress;
    Job* job = find(busy_with_);
    DocumentPrefill* reading = job == nullptr ? nullptr : job->next();
    if (!progress || reading == nullptr || stop_.stop_requested()) {
        return;
    }
    if (progress->phase == Phase::loading) {
        // After a yield the model is still loaded: no need to show a change.
        reading->stage =
            reading->stage == PrefillStage::reading ? PrefillStage::reading : PrefillStage::loading;
    } else {
        const std::int64_t before = job->before(*reading);
        if (!job->done_before) {
            job->done_before = progress->done;
            job->began = clock_.now();
        }
        reading->stage = PrefillStage::reading;
        reading->done_tokens = std::max<std::int64_t>(0, progress->done - before);
        reading->total_tokens = std::max<std::int64_t>(0, progress->total - before);
        const std::chrono::duration<double> elapsed = clock_.now() - job->began;
        if (elapsed >= kLongEnoughToMeasure) {
            reading->tokens_per_second =
                static_cast<double>(progress->done - *job->done_before) / elapsed.count();
        }
    }
    listener_->on_prefill(job->conversation);
}

void PrefillService::on_end(ConversationId conversation, DocumentId document,
                            Result<PrefillReport> report) {
    on_progress(relay_->take());
    is_busy_ = false;
    relay_ = nullptr;
    const bool has_yielded = std::exchange(is_yielding_, false);
    Job* job = find(conversation);
    DocumentPrefill* reading = job == nullptr ? nullptr : job->next();
    if (reading == nullptr || reading->document != document) {
        start();
        return;
    }
    job->spent += clock_.now() - job->began;
    reading->tokens_per_second = has_yielded ? reading->tokens_per_second : 0;
    if (report) {
        finish(*job, *reading, *report);
    } else if (report.error().code != ErrorCode::cancelled) {
        reading->stage = PrefillStage::failed;
        reading->error = std::move(report.error());
        job->is_ended = true; // the documents behind it need its keys and values
    }
    if (!has_yielded &&
        (reading->stage == PrefillStage::reading || reading->stage == PrefillStage::loading)) {
        reading->stage = PrefillStage::waiting; // another conversation goes first
    }
    listener_->on_prefill(conversation);
    start();
}

void PrefillService::finish(Job& job, DocumentPrefill& reading, const PrefillReport& report) {
    const std::int64_t before = job.before(reading);
    reading.total_tokens = std::max<std::int64_t>(0, report.tokens - before);
    reading.done_tokens = std::max<std::int64_t>(0, report.read_tokens - before);
    if (report.read_tokens < report.tokens) {
        return; // stopped: the stage has been set
    }
    reading.stage = PrefillStage::read;
    reading.prefix_tokens = report.tokens;
    if (job.next() == nullptr && job.texts != nullptr) {
        job.is_ended = true;
        const std::string title = job.texts->back().text.title;
        listener_->on_all_read(job.conversation, title, job.spent);
    }
}

} // namespace sotto
