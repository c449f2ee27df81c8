#include "ui/chat/activity.h"

#include "ui/bridge/text.h"

#include <QCoreApplication>
#include <algorithm>

namespace sotto::ui {

namespace {

struct ActivityText {
    Q_DECLARE_TR_FUNCTIONS(ActivityText)
};

Activity reading(const Progress& progress, std::int64_t done_before, double seconds) {
    const auto done = static_cast<double>(progress.done);
    const auto total = static_cast<double>(progress.total);
    Activity activity;
    activity.share = total > 0 ? std::clamp(done / total, 0.0, 1.0) : -1;
    activity.words = total > 0 ? ActivityText::tr("Reading %1 of %2 tokens")
                                     .arg(number_text(progress.done), number_text(progress.total))
                               : ActivityText::tr("Reading");
    const double rate = (done - static_cast<double>(done_before)) / std::max(seconds, 1e-6);
    if (seconds >= 2 && rate > 0 && total > done) {
        activity.words += ActivityText::tr(" · %1 a second · %2")
                              .arg(rounded_text(rate), time_left_text((total - done) / rate));
    }
    return activity;
}

} // namespace

Activity activity_of(const Progress& progress, std::int64_t done_before,
                     std::chrono::duration<double> elapsed) {
    switch (progress.phase) {
    case Phase::loading:
        return {.words = ActivityText::tr("Loading the model"),
                .share = progress.total > 0 ? static_cast<double>(progress.done) /
                                                  static_cast<double>(progress.total)
                                            : -1};
    case Phase::reading:
        return reading(progress, done_before, elapsed.count());
    case Phase::writing:
        break;
    }
    return {.words = ActivityText::tr("Writing"), .share = -1, .is_writing = true};
}

} // namespace sotto::ui
