#include "core/chat/generation_relay.h"

#include <utility>

namespace sotto {

void GenerationRelay::on_progress(const Progress& progress) {
    {
        const std::scoped_lock lock(mutex_);
        if (std::exchange(progress_, progress)) {
            return; // the consumer has not taken the last one: its wake-up serves this one too
        }
    }
    wake_();
}

void GenerationRelay::on_text(std::string_view text) {
    if (text_.append(text)) {
        wake_();
    }
}

std::optional<Progress> GenerationRelay::take_progress() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(progress_, std::nullopt);
}

} // namespace sotto
