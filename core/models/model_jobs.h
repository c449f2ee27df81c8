#pragma once

#include "core/error.h"
#include "core/executor/bound.h"
#include "core/executor/callback_scope.h"
#include "core/executor/executor.h"
#include "core/ports/model_catalog.h"

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace sotto {

/// How far a job is. Unit: bytes. Without a total, `step` is a remark.
struct ModelJobProgress {
    std::string step;
    std::int64_t done = 0;
    std::int64_t total = 0;
};

/// What a job made.
struct ModelJobReport {
    std::string model;              ///< its name
    std::vector<std::string> notes; ///< full sentences
};

/// Imports, checks and exports models, one at a time, away from the threads that the window and the
/// library use. Runs on: the main thread.
class ModelJobs {
public:
    using OnProgress = std::function<void(const ModelJobProgress&)>;
    using OnEnd = std::move_only_function<void(Result<ModelJobReport>)>;

    /// `catalog`: on a thread of its own, since a job occupies it until its end. Owner: the caller
    /// keeps both until this is gone.
    ModelJobs(Executor& main, Bound<ModelCatalog>& catalog) : main_(main), catalog_(catalog) {}
    /// Stops the job; its callbacks are not called any more.
    ~ModelJobs() { stop(); }
    ModelJobs(const ModelJobs&) = delete;
    ModelJobs& operator=(const ModelJobs&) = delete;

    [[nodiscard]] bool running() const { return running_; }
    /// Asks the job to stop; it ends with `cancelled` and leaves nothing half-made.
    void stop() { stop_.request_stop(); }

    /// `on_progress` gets the newest progress only. `on_end` is called once. Errors of a job: as
    /// the functions of ModelCatalog; busy while another one runs.
    void import(ImportRequest request, OnProgress on_progress, OnEnd on_end);
    void verify(std::string name, OnProgress on_progress, OnEnd on_end);
    void write_bundle(std::string name, std::string path, OnProgress on_progress, OnEnd on_end);

private:
    using Work = std::move_only_function<Result<ModelJobReport>(
        ModelCatalog&, const std::stop_token&, const ModelCatalog::ImportProgress&)>;
    void start(Work work, OnProgress on_progress, OnEnd on_end);

    Executor& main_;
    Bound<ModelCatalog>& catalog_;
    std::stop_source stop_;
    CallbackScope callbacks_;
    bool running_ = false;
};

} // namespace sotto
