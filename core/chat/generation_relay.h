#pragma once

#include "core/executor/text_stream.h"
#include "core/ports/language_model.h"

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace sotto {

/// Carries text and progress from the inference thread to the main one, with at most one wake-up of
/// each in flight: the first of each after a taking asks for one.
class GenerationRelay final : public GenerateObserver {
public:
    using Wake = std::function<void()>;

    /// `wake` runs on the inference thread and must return at once.
    explicit GenerationRelay(Wake wake) : wake_(std::move(wake)) {}

    void on_progress(const Progress& progress) override;
    void on_text(std::string_view text) override;

    /// The last progress since it was taken. Runs on: the main thread, as take_text().
    [[nodiscard]] std::optional<Progress> take_progress();
    /// All text since it was taken.
    [[nodiscard]] std::string take_text() { return text_.take(); }

private:
    Wake wake_;
    std::mutex mutex_;
    std::optional<Progress> progress_;
    TextStream text_;
};

} // namespace sotto
