#pragma once

#include "core/error.h"
#include "core/executor/bound.h"
#include "core/executor/callback_scope.h"
#include "core/executor/executor.h"
#include "core/ports/language_model.h"
#include "core/ports/model_setup.h"
#include "core/ports/profile.h"

#include <functional>
#include <stop_token>

namespace sotto {

/// The outcome of a trial.
struct TrialReport {
    bool is_right = false; ///< the known answer was in the answer
    ModelSpeed speed;
};

/// Loads a model and asks it a question whose answer is known. Runs on: the main thread.
class ModelTrial {
public:
    /// Owner: the caller keeps both until this is gone.
    ModelTrial(Executor& main, Bound<LanguageModel>& model) : main_(main), model_(model) {}
    ~ModelTrial() { stop(); }
    ModelTrial(const ModelTrial&) = delete;
    ModelTrial& operator=(const ModelTrial&) = delete;

    /// `profile`: the model's instructions. Errors: as LanguageModel::generate(), cancelled.
    void run(const ModelChoice& choice, const Profile& profile,
             std::move_only_function<void(Result<TrialReport>)> on_end);
    void stop() { stop_.request_stop(); }

private:
    Executor& main_;
    Bound<LanguageModel>& model_;
    std::stop_source stop_;
    CallbackScope callbacks_;
};

} // namespace sotto
