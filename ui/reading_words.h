#pragma once

#include "core/language_model.h"
#include "ui/message_list_view_model.h"

#include <chrono>

namespace sotto::ui {

/// What a turn's progress is in words: "Loading the model", "Reading 1,024 of 2,048 tokens", and
/// once it takes longer than two seconds also how fast and how much longer. `elapsed`: since the
/// first report of this phase, in which `progress.done - done_before` tokens were read.
[[nodiscard]] Activity activity_of(const Progress& progress, std::int64_t done_before,
                                   std::chrono::duration<double> elapsed);

} // namespace sotto::ui
