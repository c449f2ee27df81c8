#pragma once

#include "core/documents/prefill_service.h"
#include "core/ports/language_model.h"
#include "core/summaries/summary_queue.h"
#include "ui/chat/message_list_view_model.h"

#include <chrono>

namespace sotto::ui {

/// What a turn's progress is in words: "Loading the model", "Reading 1,024 of 2,048 tokens", and
/// once it takes longer than two seconds also how fast and how much longer. `elapsed`: since the
/// first report of this phase, in which `progress.done - done_before` tokens were read.
[[nodiscard]] Activity activity_of(const Progress& progress, std::int64_t done_before,
                                   std::chrono::duration<double> elapsed);

/// How far a document has been read ahead, in words.
struct ReadingWords {
    QString phase;     ///< "Reading: 41 % · 212 tokens a second · 6 min left"
    QString brief;     ///< "41 %"; empty when there is nothing to wait for
    QString spoken;    ///< "Reading": changes with the stage only
    double share = -1; ///< 0 to 1; negative: nothing to show
};
[[nodiscard]] ReadingWords words_of(const DocumentPrefill& reading);

/// How far a summary is: "Summarizing: part 3 of 12 · 20 % · 4 min left".
[[nodiscard]] QString summary_words(const PendingSummary& summary);

} // namespace sotto::ui
