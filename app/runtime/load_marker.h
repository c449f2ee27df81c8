#pragma once

#include "inference/engine/engine.h"

#include <filesystem>
#include <string>

namespace sotto::app {

/// Leaves a file in a folder while a model is being loaded. A program that was killed by the load
/// leaves it for the next start; a lock tells it from that of a program that is still loading.
/// Runs on: one thread.
class LoadMarker final : public inference::LoadWatch {
public:
    /// `folder`: of the markers; made when it is first needed.
    explicit LoadMarker(std::filesystem::path folder) : folder_(std::move(folder)) {}
    ~LoadMarker() override { on_loaded(); }
    LoadMarker(const LoadMarker&) = delete;
    LoadMarker& operator=(const LoadMarker&) = delete;

    void on_load(const std::string& model) override;
    /// Also drops markers of earlier loads of this model, since it can be loaded after all.
    void on_loaded() override;

private:
    std::filesystem::path folder_;
    std::string model_;
    std::filesystem::path file_;
    int descriptor_ = -1;
};

/// The folder of the model whose load a killed program left marked; empty if there is none.
[[nodiscard]] std::string find_failed_load(const std::filesystem::path& folder);

/// Removes the markers that killed programs left.
void drop_failed_loads(const std::filesystem::path& folder);

} // namespace sotto::app
