#include "core/summaries/summary_queue.h"

#include "core/context/prompt.h"

#include <algorithm>
#include <utility>

namespace sotto {

/// Connects the service to the queue, which may be destroyed first.
class SummaryQueue::Adapter final : public SummaryListener {
public:
    explicit Adapter(SummaryQueue& queue) : queue_(&queue) {}
    void purge() { queue_ = nullptr; }

    void on_prefill(const SummaryPrefill& reading) override {
        if (queue_ != nullptr && queue_->running_) {
            queue_->running_->state.reading = reading;
            queue_->listener_->on_summaries();
        }
    }
    void on_progress(const SummaryProgress& progress) override {
        if (queue_ != nullptr && queue_->running_) {
            queue_->running_->state.progress = progress;
            queue_->listener_->on_summaries();
        }
    }
    void on_text(std::string_view) override {} // the whole text comes with on_end()
    void on_end(const SummaryOutcome& outcome) override {
        if (queue_ == nullptr) {
            return;
        }
        if (const auto error = try_run([&] { queue_->on_end(outcome); })) {
            queue_->abort(*error);
        }
    }

private:
    SummaryQueue* queue_;
};

SummaryQueue::SummaryQueue(Executor& main, Bound<Library>& library, SummaryService& service)
    : main_(main), library_(library), service_(service),
      adapter_(std::make_shared<Adapter>(*this)) {}

SummaryQueue::~SummaryQueue() {
    adapter_->purge();
    if (running_) {
        service_.stop();
    }
}

template <class Function>
auto SummaryQueue::while_running(Function function) {
    return job_scope_.wrap(std::move(function), [this](const Error& error) { abort(error); });
}

void SummaryQueue::set_listener(std::shared_ptr<SummaryQueueListener> listener) {
    listener_ = std::move(listener);
}

std::shared_ptr<SummaryQueue::Job> SummaryQueue::find(ConversationId conversation,
                                                      DocumentId document) const {
    const auto found = std::ranges::find_if(jobs_, [&](const auto& job) {
        return job->state.conversation == conversation && job->state.document == document;
    });
    return found == jobs_.end() ? nullptr : *found;
}

std::vector<PendingSummary> SummaryQueue::pending() const {
    std::vector<PendingSummary> states;
    for (const auto& job : jobs_) {
        states.push_back(job->state);
    }
    return states;
}

void SummaryQueue::request(ConversationId conversation, DocumentId document,
                           const SummaryWriter& writer) {
    auto job = find(conversation, document);
    if (!job) {
        job = jobs_.emplace_back(std::make_shared<Job>(
            Job{.state = {.conversation = conversation, .document = document}, .writer = writer}));
    }
    if (job->state.stage == SummaryStage::stopped || job->state.stage == SummaryStage::failed) {
        job->state.stage = SummaryStage::waiting;
        job->state.error.reset();
        job->writer = writer;
    }
    save_setting(*job, SummarySetting::wanted);
    listener_->on_summaries();
    start();
}

void SummaryQueue::restore(ConversationId conversation, const SummaryWriter& writer) {
    library_.call(
        [conversation](Library& library) { return library.conversations().settings(conversation); },
        main_, scope_.wrap([this, conversation, writer](const auto& settings) {
            if (!settings) {
                return; // the view that opens the conversation reports the error
            }
            for (const DocumentSettings& setting : settings->documents) {
                const bool is_known = find(conversation, setting.document) != nullptr;
                if (setting.summary == SummarySetting::none || is_known) {
                    continue;
                }
                jobs_.push_back(std::make_shared<Job>(
                    Job{.state = {.conversation = conversation,
                                  .document = setting.document,
                                  .stage = setting.summary == SummarySetting::stopped
                                               ? SummaryStage::stopped
                                               : SummaryStage::waiting},
                        .writer = writer}));
            }
            listener_->on_summaries();
            start();
        }));
}

void SummaryQueue::stop(ConversationId conversation, DocumentId document) {
    const auto job = find(conversation, document);
    if (!job || job->is_saving || job->state.stage == SummaryStage::failed) {
        return;
    }
    job->state.stage = SummaryStage::stopped;
    save_setting(*job, SummarySetting::stopped);
    if (job == running_) {
        service_.stop();
    }
    listener_->on_summaries();
}

void SummaryQueue::purge(ConversationId conversation, DocumentId document) {
    std::erase_if(jobs_, [&](const auto& job) {
        const bool is_meant = job->state.conversation == conversation &&
                              (!document.is_valid() || job->state.document == document);
        if (is_meant && job == running_) {
            service_.stop();
        }
        return is_meant;
    });
    listener_->on_summaries();
}

void SummaryQueue::pause() {
    is_paused_ = true;
    if (running_ && running_->state.stage == SummaryStage::running) {
        running_->state.stage = SummaryStage::paused;
        service_.stop();
        listener_->on_summaries();
    }
}

void SummaryQueue::resume() {
    is_paused_ = false;
    start();
}

void SummaryQueue::start() {
    const auto next = std::ranges::find_if(jobs_, [](const auto& job) {
        return job->state.stage == SummaryStage::waiting ||
               job->state.stage == SummaryStage::paused;
    });
    if (is_paused_ || running_ || next == jobs_.end()) {
        return;
    }
    running_ = *next;
    running_->state.stage = SummaryStage::running;
    if (const auto error = try_run([this] { look_up(running_); })) {
        abort(*error);
    }
}

void SummaryQueue::look_up(const std::shared_ptr<Job>& job) {
    library_.call([document = job->state.document](
                      Library& library) { return library.documents().text(document); },
                  main_, while_running([this, job](Result<DocumentText> text) {
                      begin(job, std::move(text));
                  }));
    listener_->on_summaries();
}

void SummaryQueue::begin(const std::shared_ptr<Job>& job, Result<DocumentText> text) {
    if (job->state.stage != SummaryStage::running || !std::ranges::contains(jobs_, job)) {
        release(job->state.stage); // stopped, paused or removed meanwhile
        return;
    }
    if (!text) {
        fail_job(*job, std::move(text.error()));
        return;
    }
    job->title = text->title;
    const SummaryWriter& writer = job->writer;
    const Status begun = service_.start({.document = std::move(*text),
                                         .model = writer.model,
                                         .model_fingerprint = writer.model_fingerprint,
                                         .profile = writer.profile},
                                        adapter_);
    if (!begun) {
        fail_job(*job, begun.error());
    }
}

void SummaryQueue::on_end(const SummaryOutcome& outcome) {
    const std::shared_ptr<Job> job = running_;
    if (outcome.error) {
        fail_job(*job, *outcome.error);
    } else if (outcome.generation.stats.reason == FinishReason::cancelled) {
        release(job->state.stage == SummaryStage::running ? SummaryStage::waiting
                                                          : job->state.stage);
    } else if (std::ranges::contains(jobs_, job)) {
        save(job, outcome.generation);
    } else {
        release(job->state.stage);
    }
}

void SummaryQueue::save(const std::shared_ptr<Job>& job, const Generation& summary) {
    job->is_saving = true;
    Message answer;
    answer.role = Role::assistant;
    answer.model = job->writer.model_name;
    answer.text = summary.text;
    answer.token_ids = summary.answer_ids();
    answer.stats = summary.stats;
    library_.call(
        [state = job->state, question = job->writer.question(job->title),
         answer = std::move(answer)](Library& library) {
            return library.conversations().add_document_summary(
                state.conversation, state.document, title_from(question), question, answer);
        },
        main_, while_running([this, job](const Status& saved) { on_saved(job, saved); }));
}

void SummaryQueue::on_saved(const std::shared_ptr<Job>& job, const Status& saved) {
    if (!saved) {
        fail_job(*job, saved.error());
        return;
    }
    std::erase(jobs_, job);
    running_ = nullptr;
    listener_->on_summarized(job->state.conversation, job->title);
    listener_->on_summaries();
    start();
}

void SummaryQueue::release(SummaryStage stage) {
    running_->state.stage = stage;
    running_ = nullptr;
    listener_->on_summaries();
    start();
}

// Stored as stopped, so that it does not start, and fail, at each start of the program.
void SummaryQueue::fail_job(Job& job, Error error) {
    job.is_saving = false;
    job.state.error = std::move(error);
    save_setting(job, SummarySetting::stopped);
    release(SummaryStage::failed);
}

// A callback of the running job threw: the job fails, and the next one begins.
void SummaryQueue::abort(const Error& error) {
    job_scope_.cancel();
    if (const auto job = std::exchange(running_, nullptr)) {
        job->is_saving = false;
        job->state.stage = SummaryStage::failed;
        job->state.error = error;
        static_cast<void>(try_run([&] { save_setting(*job, SummarySetting::stopped); }));
    }
    start();
    listener_->on_summaries();
}

void SummaryQueue::save_setting(const Job& job, SummarySetting setting) {
    library_.call(
        [state = job.state, setting](Library& library) {
            return library.conversations().set_summary(state.conversation, state.document, setting);
        },
        main_,
        [](const Status&) {
            // Unsaved, the setting still holds until the program ends.
        });
}

} // namespace sotto
