#pragma once

#include "core/models/model_jobs.h"

#include <QtQml/qqmlregistration.h>

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <functional>

namespace sotto::ui {

/// The import, check or export of a model that is under way, and how the last one ended.
/// Runs on: the main thread.
class ModelJobViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(bool running READ running NOTIFY changed)
    /// "Converting the weights: 41 % · 3 min left"
    Q_PROPERTY(QString words READ words NOTIFY changed)
    Q_PROPERTY(double share READ share NOTIFY changed)
    /// How the last job ended, in sentences.
    Q_PROPERTY(QString outcome READ outcome NOTIFY changed)
    Q_PROPERTY(bool failed READ failed NOTIFY changed)

public:
    /// Owner: the caller keeps `jobs` until this is gone.
    explicit ModelJobViewModel(ModelJobs& jobs) : jobs_(jobs) {}

    using OnDone = std::function<void(const std::string& model)>;
    /// Errors end up in `outcome`.
    void import(ImportRequest request, OnDone on_done);
    void verify(const std::string& name, const QString& title, OnDone on_done);
    void write_bundle(const std::string& name, const QString& title, const std::string& path);

    Q_INVOKABLE void stop();

    [[nodiscard]] bool running() const { return running_; }
    [[nodiscard]] QString words() const { return words_; }
    [[nodiscard]] double share() const { return share_; }
    [[nodiscard]] QString outcome() const { return outcome_; }
    [[nodiscard]] bool failed() const { return failed_; }

signals:
    void changed();

private:
    void begin(const QString& words);
    ModelJobs::OnProgress progress();
    void end(const Result<ModelJobReport>& report, const QString& sentence);

    ModelJobs& jobs_;
    QElapsedTimer step_clock_;
    QString step_;
    QString words_;
    QString outcome_;
    double share_ = 0;
    bool running_ = false;
    bool failed_ = false;
};

} // namespace sotto::ui
