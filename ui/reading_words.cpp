#include "ui/reading_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>

namespace sotto::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

QString number(double value) {
    return QLocale().toString(value, 'f', 0);
}

QString time_left(double seconds) {
    if (seconds < 60) {
        return Words::tr("%1 s left").arg(number(std::max(1.0, std::ceil(seconds))));
    }
    return Words::tr("%1 min left").arg(number(std::ceil(seconds / 60)));
}

Activity reading(const Progress& progress, std::int64_t done_before, double seconds) {
    const auto done = static_cast<double>(progress.done);
    const auto total = static_cast<double>(progress.total);
    Activity activity;
    activity.share = total > 0 ? std::clamp(done / total, 0.0, 1.0) : -1;
    activity.words = total > 0
                         ? Words::tr("Reading %1 of %2 tokens").arg(number(done), number(total))
                         : Words::tr("Reading");
    const double rate = (done - static_cast<double>(done_before)) / std::max(seconds, 1e-6);
    if (seconds >= 2 && rate > 0 && total > done) {
        activity.words +=
            Words::tr(" · %1 a second · %2").arg(number(rate), time_left((total - done) / rate));
    }
    return activity;
}

} // namespace

Activity activity_of(const Progress& progress, std::int64_t done_before,
                     std::chrono::duration<double> elapsed) {
    switch (progress.phase) {
    case Phase::loading:
        return {.words = Words::tr("Loading the model"),
                .share = progress.total > 0 ? static_cast<double>(progress.done) /
                                                  static_cast<double>(progress.total)
                                            : -1};
    case Phase::reading:
        return reading(progress, done_before, elapsed.count());
    case Phase::writing:
        break;
    }
    return {.words = Words::tr("Writing"), .share = -1, .is_writing = true};
}

} // namespace sotto::ui
