#include "ui/setup/model_job_view_model.h"

#include "ui/bridge/text.h"

#include <QPointer>
#include <utility>

namespace sotto::ui {

namespace {

// Time left is said once it can be known.
constexpr qint64 kLeastMilliseconds = 2000;

} // namespace

void ModelJobViewModel::begin(const QString& words) {
    running_ = true;
    failed_ = false;
    share_ = 0;
    step_.clear();
    words_ = words;
    outcome_.clear();
    emit changed();
}

ModelJobs::OnProgress ModelJobViewModel::progress() {
    return [self = QPointer(this)](const ModelJobProgress& now) {
        if (!self) {
            return;
        }
        const QString step = to_qstring(now.step);
        if (now.total <= 0) {
            self->words_ = step;
            emit self->changed();
            return;
        }
        if (step.section(u'(', 0, 0) != self->step_) { // the time left may stand in brackets
            self->step_ = step.section(u'(', 0, 0);
            self->step_clock_.start();
        }
        const double share = static_cast<double>(now.done) / static_cast<double>(now.total);
        const auto taken = static_cast<double>(self->step_clock_.elapsed());
        self->share_ = share;
        self->words_ = self->step_clock_.elapsed() >= kLeastMilliseconds && share > 0.01
                           ? tr("%1: %2 · %3")
                                 .arg(step, percent_text(share),
                                      time_left_text(taken / 1000 * (1 - share) / share))
                           : tr("%1: %2").arg(step, percent_text(share));
        emit self->changed();
    };
}

void ModelJobViewModel::end(const Result<ModelJobReport>& report, const QString& sentence) {
    running_ = false;
    words_.clear();
    failed_ = !report && report.error().code != ErrorCode::cancelled;
    if (report) {
        outcome_ = sentence;
    } else if (report.error().code == ErrorCode::cancelled) {
        outcome_ = tr("It was stopped. Nothing was changed.");
    } else {
        const QString detail = to_qstring(report.error().detail);
        outcome_ = detail.isEmpty() ? error_message(report.error()) : detail;
    }
    emit changed();
}

void ModelJobViewModel::import(ImportRequest request, OnDone on_done) {
    if (jobs_.running()) {
        return;
    }
    begin(tr("Reading the files"));
    jobs_.import(std::move(request), progress(),
                 [self = QPointer(this),
                  on_done = std::move(on_done)](const Result<ModelJobReport>& report) {
                     if (!self) {
                         return;
                     }
                     QString sentence;
                     if (report) {
                         sentence = tr("%1 is ready.").arg(to_qstring(report->model));
                         for (const std::string& note : report->notes) {
                             sentence += u' ' + to_qstring(note);
                         }
                     }
                     self->end(report, sentence);
                     if (report && on_done) {
                         on_done(report->model);
                     }
                 });
}

void ModelJobViewModel::verify(const std::string& name, const QString& title, OnDone on_done) {
    if (jobs_.running()) {
        return;
    }
    begin(tr("Comparing the files with their checksums"));
    jobs_.verify(
        name, progress(),
        [self = QPointer(this), title,
         on_done = std::move(on_done)](const Result<ModelJobReport>& report) {
            if (!self) {
                return;
            }
            self->end(report, tr("%1 is intact: no file has changed since the import.").arg(title));
            if (report && on_done) {
                on_done(report->model);
            }
        });
}

void ModelJobViewModel::write_bundle(const std::string& name, const QString& title,
                                     const std::string& path) {
    if (jobs_.running()) {
        return;
    }
    begin(tr("Writing the bundle"));
    jobs_.write_bundle(
        name, path, progress(),
        [self = QPointer(this), title](const Result<ModelJobReport>& report) {
            if (self) {
                self->end(report,
                          tr("%1 is exported. On the other device, import the file.").arg(title));
            }
        });
}

void ModelJobViewModel::stop() {
    jobs_.stop();
}

} // namespace sotto::ui
