#include "core/executor/generation_relay.h"

#include <utility>

namespace sotto {

template <class Change>
void GenerationRelay::add(Change change) {
    {
        const std::scoped_lock lock(mutex_);
        change(update_);
        if (std::exchange(is_waking_, true)) {
            return;
        }
    }
    executor_.post_always([self = shared_from_this()] { self->deliver(); });
}

void GenerationRelay::on_progress(const Progress& progress) {
    add([&progress](GenerationUpdate& update) { update.progress = progress; });
}

void GenerationRelay::on_text(std::string_view text) {
    if (!text.empty()) {
        add([text](GenerationUpdate& update) { update.text += text; });
    }
}

GenerationUpdate GenerationRelay::take() {
    const std::scoped_lock lock(mutex_);
    is_waking_ = false;
    return std::exchange(update_, {});
}

void GenerationRelay::deliver() {
    const GenerationUpdate update = take();
    if (update.progress || !update.text.empty()) {
        receive_(update);
    }
}

} // namespace sotto
