#include "core/summaries/summary_service.h"

#include "core/context/context_plan.h"
#include "core/text/text_parts.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace sotto {

namespace {

// Share of prefill in the work of one step; the rest is decoding.
constexpr double kReadingShare = 0.5;

// A summary may have its text's bytes divided by this; otherwise the levels might not end.
constexpr std::size_t kMaxSummaryShare = 3;
constexpr std::size_t kShortSummaryBytes = 100; // always allowed

Error stopped() {
    return {ErrorCode::cancelled, "stopped"};
}

} // namespace

/// One running summary. Runs on: the main executor.
struct SummaryService::Job {
    SummaryRequest request;
    std::shared_ptr<SummaryListener> listener;
    std::stop_source stop;
    DocumentId document;
    SummaryPrefill reading;

    std::int64_t level = 0; // 0 = the document's own text
    SharedText text;        // of this level
    SharedTokens tokens;    // of the prompt for the whole text
    SummarySizes sizes;
    std::vector<SharedText> parts;    // of this level's text; empty = not cut
    std::vector<SharedTokens> asking; // of the questions about the parts
    std::vector<std::optional<std::string>> summaries;
    std::size_t next = 0;               // index of the part to summarize
    std::size_t parts_below = SIZE_MAX; // number of parts of the level below

    std::shared_ptr<GenerationRelay> relay; // of the current step
    bool is_whole = false;
    std::int64_t steps_done = 0;
    std::int64_t steps_computed = 0; // of these, not saved earlier
    std::int64_t steps = 1;
    std::chrono::steady_clock::time_point began; // of the first computed step
    SummaryProgress progress;

    void count_step_done() {
        ++steps_done;
        ++steps_computed;
    }
};

template <class Function>
auto SummaryService::while_running(Function function) {
    return job_scope_.wrap(std::move(function), [this](const Error& error) {
        job_->stop.request_stop();
        end_with(error);
    });
}

template <class Function>
auto SummaryService::then(Function function) {
    return while_running([this, next = std::move(function)](auto result) mutable {
        if (!result) {
            end_with(std::move(result.error()));
        } else if (job_->stop.stop_requested()) {
            end_with(stopped());
        } else if constexpr (std::is_same_v<decltype(result), Status>) {
            next();
        } else {
            next(*std::move(result));
        }
    });
}

SummaryService::SummaryService(Executor& main, Bound<Library>& library, Bound<LanguageModel>& model,
                               const Clock& clock)
    : main_(main), library_(library), model_(model), clock_(clock) {}

SummaryService::~SummaryService() {
    stop();
}

Status SummaryService::start(SummaryRequest request, std::shared_ptr<SummaryListener> listener) {
    if (job_) {
        return fail(ErrorCode::busy, "a summary is still being written; stop it first");
    }
    if (request.document.text.view().find_first_not_of(" \t\r\n") == std::string_view::npos) {
        return fail(ErrorCode::invalid_input, "there is no text in the document to summarize");
    }
    job_ = std::make_unique<Job>();
    job_->request = std::move(request);
    job_->listener = std::move(listener);
    job_->text = job_->request.document.text;
    if (auto error = try_run([this] { save_document(); })) {
        job_scope_.cancel();
        job_ = nullptr;
        return std::unexpected(*std::move(error));
    }
    return {};
}

void SummaryService::stop() {
    if (job_) {
        job_->stop.request_stop();
    }
}

void SummaryService::save_document() {
    library_.call([document = job_->request.document](
                      Library& library) { return library.documents().add(document); },
                  main_, then([this](DocumentId id) {
                      job_->document = id;
                      measure();
                  }));
}

std::int64_t SummaryService::answer_limit() const {
    return job_->request.profile.max_answer_tokens;
}

GenerateRequest SummaryService::request_for(SharedText text, SharedTokens tokens,
                                            std::int64_t limit_tokens) const {
    const SummaryRequest& setting = job_->request;
    GenerateRequest request;
    request.model = setting.model;
    request.prompt = summary_prompt(setting.profile.system_prompt, setting.document.title,
                                    std::move(text), job_->level);
    request.tokens = std::move(tokens);
    request.sampling = setting.profile.sampling;
    request.sampling.temperature = 0; // so that the same part gives the same summary
    request.max_tokens = limit_tokens;
    request.stop = job_->stop.get_token();
    return request;
}

SummarySource SummaryService::source() const {
    const SummaryRequest& setting = job_->request;
    return {job_->document, setting.model_fingerprint,
            summary_recipe(setting.profile.system_prompt, job_->level, job_->sizes.part_answer)};
}

// Tokenizes the prompts for these texts.
template <class Function>
void SummaryService::tokenize(const std::vector<SharedText>& texts, Function function) {
    const SummaryRequest& setting = job_->request;
    TokenizeRequest request{setting.model, {}, job_->stop.get_token()};
    for (const SharedText& text : texts) {
        request.prompts.push_back(summary_prompt(setting.profile.system_prompt,
                                                 setting.document.title, text, job_->level));
    }
    model_.call([request = std::move(request), relay = make_relay()](
                    LanguageModel& model) { return model.tokenize(request, *relay); },
                main_, then(std::move(function)));
}

// Counts the frame alone, and with the level's whole text.
void SummaryService::measure() {
    tokenize({SharedText(), job_->text},
             [this](const auto& prompts) { on_measured(*prompts[0], prompts[1]); });
}

void SummaryService::on_measured(const TokenizedPrompt& empty, const SharedTokens& full) {
    const auto frame = std::ssize(empty.ids);
    const auto whole = std::ssize(full->ids);
    const std::int64_t context = full->context_tokens;
    if (job_->level == 0) {
        job_->reading = {.document_tokens = whole, .context_tokens = context};
    }
    if (whole + answer_room(context, answer_limit()) <= context) {
        job_->tokens = full;
        summarize_whole();
        return;
    }
    auto sizes = plan_summary(context, frame, answer_limit());
    if (!sizes) {
        end_with(std::move(sizes.error()));
        return;
    }
    job_->sizes = *sizes;
    cut(std::max<std::int64_t>(whole - frame, 1));
}

// Cuts by the mean bytes per token; parts that turn out too long are cut again.
void SummaryService::cut(std::int64_t text_tokens) {
    const double bytes_per_token =
        static_cast<double>(job_->text.size()) / static_cast<double>(text_tokens);
    const double max_bytes = bytes_per_token * static_cast<double>(job_->sizes.part);
    job_->parts.clear();
    for (const std::string_view part : cut_text(job_->text, static_cast<std::size_t>(max_bytes))) {
        job_->parts.emplace_back(std::string(part));
    }
    if (job_->parts.size() >= job_->parts_below) {
        end_with({ErrorCode::context_too_long,
                  "the model's context is too small to put the summaries of the parts together"});
        return;
    }
    measure_parts();
}

void SummaryService::measure_parts() {
    tokenize(job_->parts, [this](auto prompts) { on_parts_measured(std::move(prompts)); });
}

void SummaryService::on_parts_measured(std::vector<SharedTokens> prompts) {
    std::vector<SharedText> parts;
    for (std::size_t i = 0; i < job_->parts.size(); ++i) {
        const SharedText& part = job_->parts[i];
        if (std::ssize(prompts[i]->ids) - job_->sizes.frame <= job_->sizes.max_part) {
            parts.push_back(part);
            continue;
        }
        const auto halves = cut_text(part, part.size() / 2 + 1);
        if (halves.size() < 2) {
            end_with({ErrorCode::context_too_long,
                      "the model's context is too small for a part of the document"});
            return;
        }
        std::ranges::transform(halves, std::back_inserter(parts),
                               [](std::string_view half) { return std::string(half); });
    }
    const bool all_fit = parts.size() == job_->parts.size();
    job_->parts = std::move(parts);
    job_->asking = std::move(prompts);
    all_fit ? find_saved_parts() : measure_parts();
}

void SummaryService::find_saved_parts() {
    library_.call([source = source(), parts = job_->parts](
                      Library& library) { return library.summaries().find(source, parts); },
                  main_, then([this](std::vector<std::optional<std::string>> kept) {
                      job_->summaries = std::move(kept);
                      job_->next = 0;
                      const std::int64_t known = std::ranges::count_if(
                          job_->summaries, [](const auto& summary) { return summary.has_value(); });
                      if (job_->level == 0) {
                          job_->reading.parts = static_cast<std::int64_t>(job_->parts.size());
                          job_->reading.kept_parts = known;
                          job_->listener->on_prefill(job_->reading);
                      }
                      job_->steps = job_->steps_done +
                                    estimate_steps(static_cast<std::int64_t>(job_->parts.size()),
                                                   job_->sizes);
                      job_->steps_done += known;
                      next_part();
                  }));
}

void SummaryService::next_part() {
    while (job_->next < job_->summaries.size() && job_->summaries[job_->next]) {
        ++job_->next;
    }
    if (job_->next == job_->summaries.size()) {
        next_level();
        return;
    }
    if (job_->began == std::chrono::steady_clock::time_point{}) {
        job_->began = clock_.now();
    }
    ask(request_for(job_->parts[job_->next], job_->asking[job_->next], job_->sizes.part_answer),
        [this](Result<Generation> made) {
            if (!made) {
                end_with(std::move(made.error()));
            } else if (made->stats.reason == FinishReason::cancelled) {
                end_with(stopped());
            } else {
                save_part(std::move(made->text)); // also after a stop: the part is finished
            }
        });
}

template <class Function>
void SummaryService::ask(GenerateRequest request, Function function) {
    model_.call([request = std::move(request), relay = make_relay()](
                    LanguageModel& model) { return model.generate(request, *relay); },
                main_, while_running(std::move(function)));
}

void SummaryService::save_part(std::string summary) {
    const std::size_t most =
        std::max(job_->parts[job_->next].size() / kMaxSummaryShare, kShortSummaryBytes);
    if (summary.size() > most) {
        summary = cut_text(summary, most).front();
    }
    library_.call([source = source(), part = job_->parts[job_->next], summary](
                      Library& library) { return library.summaries().save(source, part, summary); },
                  main_, then([this, summary]() mutable {
                      job_->summaries[job_->next] = std::move(summary);
                      job_->count_step_done();
                      next_part();
                  }));
}

void SummaryService::next_level() {
    std::vector<std::string> summaries;
    for (auto& summary : job_->summaries) {
        summaries.push_back(*std::move(summary));
    }
    job_->text = join_summaries(summaries);
    job_->asking.clear();
    if (job_->text.empty()) {
        end_with({ErrorCode::unsupported, "the model has nothing to say about the document"});
        return;
    }
    job_->parts_below = job_->parts.size();
    ++job_->level;
    measure();
}

void SummaryService::summarize_whole() {
    if (job_->level == 0) {
        job_->listener->on_prefill(job_->reading);
    }
    job_->steps = job_->steps_done + 1;
    job_->is_whole = true;
    ask(request_for(job_->text, std::move(job_->tokens), answer_limit()),
        [this](Result<Generation> result) { finish(std::move(result)); });
}

void SummaryService::finish(Result<Generation> result) {
    on_update(job_->relay->take()); // so that no text arrives after the end
    if (!result) {
        end_with(std::move(result.error()));
        return;
    }
    end({.generation = *std::move(result), .reading = {}, .error = {}});
}

std::shared_ptr<GenerationRelay> SummaryService::make_relay() {
    job_->relay = std::make_shared<GenerationRelay>(
        main_, while_running([this](const GenerationUpdate& update) { on_update(update); }));
    return job_->relay;
}

void SummaryService::on_update(const GenerationUpdate& update) {
    if (update.progress) {
        report_progress(*update.progress);
    }
    if (!update.text.empty() && job_->is_whole) {
        job_->listener->on_text(update.text);
    }
}

void SummaryService::report_progress(const Progress& now) {
    Job& job = *job_;
    double part = 0; // of the current step
    if (now.phase == Phase::writing) {
        part = kReadingShare;
    } else if (now.phase == Phase::reading && now.total > 0) {
        part = kReadingShare * static_cast<double>(now.done) / static_cast<double>(now.total);
    }
    const double done = static_cast<double>(job.steps_done) + part;
    const auto steps = static_cast<double>(job.steps);
    job.progress.phase = now.phase;
    job.progress.step = job.steps_done + 1;
    job.progress.steps = job.steps;
    job.progress.share = std::max(job.progress.share, done / steps);
    if (job.steps_computed > 0) {
        const std::chrono::duration<double> taken = clock_.now() - job.began;
        const double computed = static_cast<double>(job.steps_computed) + part;
        job.progress.seconds_left = taken.count() / computed * (steps - done);
    }
    job.listener->on_progress(job.progress);
}

void SummaryService::end_with(Error error) {
    SummaryOutcome outcome;
    if (error.code == ErrorCode::cancelled) {
        outcome.generation.stats.reason = FinishReason::cancelled;
    } else {
        outcome.error = std::move(error);
    }
    end(std::move(outcome));
}

void SummaryService::end(SummaryOutcome outcome) {
    outcome.reading = job_->reading;
    // Idle before the listener is told: it may begin the next summary at once.
    const auto job = std::exchange(job_, nullptr);
    job_scope_.cancel();
    job->listener->on_end(outcome);
}

} // namespace sotto
