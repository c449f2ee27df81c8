#pragma once

#include "app/platform/paths.h"
#include "app/runtime/storage_policy.h"
#include "core/ports/model_setup.h"

#include <string>
#include <utility>

namespace sotto::app {

/// The set-up of models on this machine; what is remembered lies in setup.json of the state folder.
/// In a session in memory nothing is saved, and the first run counts as done.
class FileModelSetup final : public ModelSetup {
public:
    FileModelSetup(Paths paths, StoragePolicy policy) : paths_(std::move(paths)), policy_(policy) {}

    MachineFacts machine() override;
    Result<std::vector<ContextVerdict>> verdicts(const ModelSummary& model) override;
    Result<std::vector<PublishedModel>> published() override;
    ModelSource look_at(const std::string& path) override;
    std::optional<std::string> find_file(const PublishedModel& model,
                                         const std::string& folder) override;
    SetupState state() override;
    Status save(const SetupState& state) override;
    std::string failed_load() override;
    void drop_failed_load() override;

private:
    [[nodiscard]] bool saves() const {
        return policy_ == StoragePolicy::on_disk && !paths_.state.empty();
    }

    Paths paths_;
    StoragePolicy policy_;
};

} // namespace sotto::app
