#include "ui/setup/first_run_view_model.h"

#include "ui/bridge/text.h"

#include <QPointer>
#include <QStandardPaths>
#include <algorithm>
#include <utility>

namespace sotto::ui {

namespace {

constexpr int kWatchMilliseconds = 2000;

QString joined(const std::vector<std::string>& words) {
    QStringList all;
    for (const std::string& word : words) {
        all.append(to_qstring(word));
    }
    return all.join(u", ");
}

} // namespace

FirstRunViewModel::FirstRunViewModel(const ConversationServices& services, ModelPageViewModel& page,
                                     CurrentModel& current)
    : main_(services.main), catalog_(services.catalog), setup_(services.models.setup),
      trial_(services.models.trial), page_(page), current_(current),
      downloads_(QStandardPaths::writableLocation(QStandardPaths::DownloadLocation)) {
    watch_.setInterval(kWatchMilliseconds);
    connect(&watch_, &QTimer::timeout, this, &FirstRunViewModel::look_for_download);
    connect(page_.job(), &ModelJobViewModel::changed, this, &FirstRunViewModel::changed);
    // Queued: a comparison that succeeded is reported after the job has ended.
    connect(page_.job(), &ModelJobViewModel::changed, this, &FirstRunViewModel::follow_job,
            Qt::QueuedConnection);
    connect(&current_, &CurrentModel::changed, this, &FirstRunViewModel::follow_model);
}

// The job itself says why it failed or was stopped.
void FirstRunViewModel::follow_job() {
    if (comparing_ && !page_.job()->running()) {
        comparing_ = false;
        end_check({});
    }
}

void FirstRunViewModel::follow_model() {
    load();
    if (awaits_import_ && current_.exists()) {
        awaits_import_ = false;
        emit imported();
    }
}

void FirstRunViewModel::start() {
    setup_.call([](ModelSetup& setup) -> Result<SetupState> { return setup.state(); }, main_,
                [self = QPointer(this)](const Result<SetupState>& state) {
                    if (!self || !state || state->is_done) {
                        return;
                    }
                    self->catalog_.call(
                        [](ModelCatalog& catalog) { return catalog.list(); }, self->main_,
                        [self](const Result<std::vector<ModelSummary>>& models) {
                            if (self && models &&
                                std::ranges::all_of(*models, &ModelSummary::is_built_in)) {
                                self->load();
                                emit self->wanted();
                            }
                        });
                });
}

FirstRunViewModel::Seen FirstRunViewModel::look_around(ModelSetup& setup,
                                                       const std::optional<ModelSummary>& current) {
    Seen seen{.machine = setup.machine(),
              .published = setup.published().value_or(std::vector<PublishedModel>()),
              .verdicts = {},
              .nearby_path = {},
              .nearby_title = {},
              .state = setup.state()};
    if (current) {
        seen.verdicts = setup.verdicts(*current).value_or(std::vector<ContextVerdict>());
    }
    for (const PublishedModel& model : seen.published) {
        const auto path = setup.find_file(model, "");
        if (path && seen.nearby_path.empty()) {
            seen.nearby_path = *path;
            seen.nearby_title = model.title;
        }
    }
    return seen;
}

void FirstRunViewModel::load() {
    const ModelSummary* const summary = current_.summary();
    const auto current = summary == nullptr ? std::nullopt : std::optional(*summary);
    setup_.call(
        [current](ModelSetup& setup) -> Result<Seen> { return look_around(setup, current); }, main_,
        [self = QPointer(this)](Result<Seen> seen) {
            if (!self || !seen) {
                return;
            }
            self->seen_ = std::move(*seen);
            self->verdicts_ = self->seen_.verdicts;
            if (self->published_.all().size() != self->seen_.published.size()) {
                self->published_.set(self->seen_.published);
            }
            emit self->changed();
        });
}

QStringList FirstRunViewModel::machine() const {
    const MachineFacts& facts = seen_.machine;
    if (facts.memory_total == 0) {
        return {};
    }
    return {tr("Processor: %1").arg(to_qstring(facts.processor)),
            tr("Cores: %1, of which %2 compute").arg(facts.cores).arg(facts.threads),
            tr("Instruction sets: %1").arg(joined(facts.instruction_sets)),
            tr("Memory: %1, of which %2 is available")
                .arg(size_text(facts.memory_total), size_text(facts.memory_available)),
            tr("Free disk: %1").arg(size_text(facts.disk_free))};
}

QString FirstRunViewModel::dataFolder() const {
    return to_qstring(seen_.machine.data_folder);
}

void FirstRunViewModel::look(const QUrl& path) {
    if (!path.isLocalFile()) {
        return;
    }
    setup_.call([text = to_utf8(path.toLocalFile())](
                    ModelSetup& setup) -> Result<ModelSource> { return setup.look_at(text); },
                main_,
                [self = QPointer(this)](Result<ModelSource> source) {
                    if (self && source) {
                        self->source_ = std::move(*source);
                        emit self->changed();
                    }
                });
}

QString FirstRunViewModel::found() const {
    if (!source_) {
        return {};
    }
    const QString title = to_qstring(source_->title);
    if (source_->kind == ModelSource::Kind::nothing) {
        return tr("There is no model in %1. Sotto reads GGUF files, folders with config.json and "
                  "weights, and bundles.")
            .arg(title);
    }
    if (!source_->missing.empty()) {
        return source_->present.empty()
                   ? tr("%1 lacks: %2.").arg(title, joined(source_->missing))
                   : tr("%1 has: %2. It lacks: %3.")
                         .arg(title, joined(source_->present), joined(source_->missing));
    }
    return tr("%1, %2, with all that it needs: %3.")
        .arg(title, size_text(source_->bytes), joined(source_->present));
}

bool FirstRunViewModel::canImport() const {
    return source_ && source_->kind != ModelSource::Kind::nothing && source_->missing.empty();
}

QString FirstRunViewModel::nearbyTitle() const {
    return to_qstring(seen_.nearby_title);
}

void FirstRunViewModel::import_path(const std::string& path) {
    page_.job()->import({.path = path, .name = {}},
                        [self = QPointer(this)](const std::string& model) {
                            if (self) {
                                self->source_.reset();
                                self->setWatching(false);
                                self->awaits_import_ = true;
                                self->page_.use_model(model);
                            }
                        });
}

void FirstRunViewModel::importFound() {
    if (canImport()) {
        import_path(source_->path);
    }
}

void FirstRunViewModel::importNearby() {
    if (!seen_.nearby_path.empty()) {
        import_path(seen_.nearby_path);
    }
}

void FirstRunViewModel::setWatching(bool on) {
    if (on == watch_.isActive()) {
        return;
    }
    if (on) {
        watch_.start();
        look_for_download();
    } else {
        watch_.stop();
    }
    seen_.state.watches_downloads = on;
    emit changed();
}

void FirstRunViewModel::look_for_download() {
    if (page_.job()->running()) {
        return;
    }
    setup_.call(
        [models = seen_.published, folder = to_utf8(downloads_),
         tried = tried_](ModelSetup& setup) -> Result<std::string> {
            for (const PublishedModel& model : models) {
                if (auto path = setup.find_file(model, folder); path && !tried.contains(*path)) {
                    return *std::move(path);
                }
            }
            return std::string();
        },
        main_,
        [self = QPointer(this)](const Result<std::string>& path) {
            if (self && self->watching() && path && !path->empty()) {
                self->tried_.insert(*path); // a file that cannot be imported is tried once
                self->import_path(*path);
            }
        });
}

void FirstRunViewModel::check() {
    const ModelSummary* const model = current_.summary();
    if (checking_ || model == nullptr || page_.job()->running()) {
        return;
    }
    checking_ = true;
    comparing_ = true;
    verdict_.clear();
    page_.job()->verify(model->name, current_.title(), [self = QPointer(this)](const std::string&) {
        if (self) {
            self->comparing_ = false;
            self->try_model();
        }
    });
    emit changed();
}

void FirstRunViewModel::try_model() {
    const ModelSummary* const model = current_.summary();
    if (model == nullptr) {
        end_check({});
        return;
    }
    trial_.run({.folder = model->folder}, current_.profile(),
               [self = QPointer(this), name = model->name](const Result<TrialReport>& report) {
                   if (!self) {
                       return;
                   }
                   if (!report) {
                       self->end_check(error_message(report.error()));
                       return;
                   }
                   self->seen_.state.speeds[name] = report->speed;
                   self->save();
                   const QString speed = tr("It reads %1 and writes %2 tokens a second here.")
                                             .arg(short_number_text(report->speed.prefill),
                                                  short_number_text(report->speed.decode));
                   self->end_check(
                       report->is_right
                           ? tr("The model found the right answer to a question. %1 %2")
                                 .arg(speed, self->proposal())
                           : tr("The model works, but its answer to an easy question was wrong. %1 "
                                "%2")
                                 .arg(speed, self->proposal()));
               });
}

QString FirstRunViewModel::proposal() const {
    std::int64_t context = 0;
    for (const ContextVerdict& verdict : verdicts_) {
        if (verdict.fit == ContextVerdict::Fit::comfortable) {
            context = std::max(context, verdict.context_tokens);
        }
    }
    const QString threads = number_text(static_cast<std::int64_t>(seen_.machine.threads));
    return context == 0 ? tr("Threads: %1.").arg(threads)
                        : tr("Threads: %1. A context of up to %2 tokens is comfortable.")
                              .arg(threads)
                              .arg(number_text(context));
}

void FirstRunViewModel::end_check(const QString& verdict) {
    checking_ = false;
    verdict_ = verdict;
    emit changed();
}

void FirstRunViewModel::finish() {
    setWatching(false);
    seen_.state.is_done = true;
    save();
}

void FirstRunViewModel::save() {
    static_cast<void>(setup_.post([state = seen_.state](ModelSetup& setup) {
        SetupState merged = setup.state(); // which may not have been read here yet
        merged.is_done = merged.is_done || state.is_done;
        merged.watches_downloads = state.watches_downloads;
        for (const auto& [model, speed] : state.speeds) {
            merged.speeds.insert_or_assign(model, speed);
        }
        static_cast<void>(setup.save(merged)); // nothing depends on it but this question next time
    }));
}

} // namespace sotto::ui
