#pragma once

#include "core/ports/language_model.h"

#include <QString>
#include <chrono>
#include <cstdint>

namespace sotto::ui {

/// What the model is doing for the answer that is being written.
struct Activity {
    QString words;     ///< "Reading 1,024 of 2,048 tokens"
    double share = -1; ///< 0 to 1; negative: unknown
    bool is_writing = false;
    friend bool operator==(const Activity&, const Activity&) = default;
};

/// The activity that a turn's progress means; after two seconds with speed and time left.
/// `elapsed`: since the first report of this phase, in which `progress.done - done_before` tokens
/// were computed.
[[nodiscard]] Activity activity_of(const Progress& progress, std::int64_t done_before,
                                   std::chrono::duration<double> elapsed);

} // namespace sotto::ui
