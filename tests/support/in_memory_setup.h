#pragma once

#include "core/ports/model_setup.h"

#include <string>
#include <vector>

namespace sotto::test {

/// A set-up that a test fills.
class InMemorySetup final : public ModelSetup {
public:
    MachineFacts facts;
    std::vector<ContextVerdict> verdicts_of_all;
    std::vector<PublishedModel> catalogue;
    ModelSource source; ///< whatever is looked at; its path is the one asked for
    SetupState saved{.is_done = true};
    std::string failed_folder;

    MachineFacts machine() override { return facts; }
    Result<std::vector<ContextVerdict>> verdicts(const ModelSummary&) override {
        return verdicts_of_all;
    }
    Result<std::vector<PublishedModel>> published() override { return catalogue; }
    ModelSource look_at(const std::string& path) override {
        ModelSource seen = source;
        seen.path = path;
        return seen;
    }
    std::optional<std::string> find_file(const PublishedModel&, const std::string&) override {
        return std::nullopt;
    }
    SetupState state() override { return saved; }
    Status save(const SetupState& state) override {
        saved = state;
        return {};
    }
    std::string failed_load() override { return failed_folder; }
    void drop_failed_load() override { failed_folder.clear(); }
};

} // namespace sotto::test
