#pragma once

#include "core/executor/executor.h"
#include "core/ports/language_model.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace sotto {

/// What a model has reported since the last update.
struct GenerationUpdate {
    std::optional<Progress> progress; ///< the latest
    std::string text;                 ///< UTF-8, in order
};

/// Carries progress and text from the inference thread to another executor. At most one wake-up is
/// in flight, however fast the model reports. Owner: a shared pointer, which wake-ups share.
class GenerationRelay final : public GenerateObserver,
                              public std::enable_shared_from_this<GenerationRelay> {
public:
    using Receive = std::function<void(const GenerationUpdate&)>;

    /// `receive` runs on `executor`, with an update that is not empty.
    GenerationRelay(Executor& executor, Receive receive)
        : executor_(executor), receive_(std::move(receive)) {}

    void on_progress(const Progress& progress) override;
    void on_text(std::string_view text) override;

    /// Everything that has not been received. Called when the request has ended, so that no text
    /// arrives after the end. Runs on: `executor`.
    [[nodiscard]] GenerationUpdate take();

private:
    template <class Change>
    void add(Change change);
    void deliver();

    Executor& executor_;
    Receive receive_;
    std::mutex mutex_;
    GenerationUpdate update_;
    bool is_waking_ = false;
};

} // namespace sotto
