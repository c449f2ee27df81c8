#include "ui/chat/progress_text.h"

#include "ui/bridge/text.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace sotto::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

QString time_left(double seconds) {
    if (seconds < 60) {
        return Words::tr("%1 s left").arg(rounded_text(std::max(1.0, std::ceil(seconds))));
    }
    return Words::tr("%1 min left").arg(rounded_text(std::ceil(seconds / 60)));
}

Activity reading(const Progress& progress, std::int64_t done_before, double seconds) {
    const auto done = static_cast<double>(progress.done);
    const auto total = static_cast<double>(progress.total);
    Activity activity;
    activity.share = total > 0 ? std::clamp(done / total, 0.0, 1.0) : -1;
    activity.words = total > 0
                         ? Words::tr("Reading %1 of %2 tokens").arg(rounded_text(done), rounded_text(total))
                         : Words::tr("Reading");
    const double rate = (done - static_cast<double>(done_before)) / std::max(seconds, 1e-6);
    if (seconds >= 2 && rate > 0 && total > done) {
        activity.words +=
            Words::tr(" · %1 a second · %2").arg(rounded_text(rate), time_left((total - done) / rate));
    }
    return activity;
}

// "41 %", as far as the whole is known.
QString percent(const DocumentPrefill& reading) {
    return reading.total_tokens == 0
               ? QString()
               : Words::tr("%1 %").arg(
                     rounded_text(std::floor(100.0 * static_cast<double>(reading.done_tokens) /
                                       static_cast<double>(reading.total_tokens))));
}

QString reading_phase(const DocumentPrefill& reading) {
    if (reading.total_tokens == 0) {
        return Words::tr("Reading");
    }
    QString words = Words::tr("Reading: %1").arg(percent(reading));
    if (reading.tokens_per_second > 0) {
        const auto left = static_cast<double>(reading.total_tokens - reading.done_tokens);
        words += Words::tr(" · %1 tokens a second · %2")
                     .arg(rounded_text(reading.tokens_per_second),
                          time_left(left / reading.tokens_per_second));
    }
    return words;
}

QString summary_progress(const PendingSummary& summary) {
    if (!summary.progress || summary.progress->phase == Phase::loading) {
        return Words::tr("Preparing the summary");
    }
    const SummaryProgress& now = *summary.progress;
    const std::int64_t parts = summary.reading ? summary.reading->parts : 1;
    QString words = now.step <= parts && parts > 1 ? Words::tr("Summarizing: part %1 of %2")
                                                         .arg(number_text(now.step),
                                                              number_text(parts))
                                                   : Words::tr("Writing the summary");
    words += Words::tr(" · %1 %").arg(rounded_text(std::floor(100 * now.share)));
    return now.seconds_left ? words + Words::tr(" · %1").arg(time_left(*now.seconds_left)) : words;
}

} // namespace

QString summary_words(const PendingSummary& summary) {
    const QString percent =
        summary.progress ? Words::tr("%1 %").arg(rounded_text(std::floor(100 * summary.progress->share)))
                         : QString();
    switch (summary.stage) {
    case SummaryStage::waiting:
        return Words::tr("The summary waits for its turn");
    case SummaryStage::running:
        return summary_progress(summary);
    case SummaryStage::paused:
        return Words::tr("The summary goes on after the answer");
    case SummaryStage::stopped:
        return percent.isEmpty() ? Words::tr("Summary stopped")
                                 : Words::tr("Summary stopped at %1").arg(percent);
    case SummaryStage::failed:
        break;
    }
    return {};
}

ReadingWords words_of(const DocumentPrefill& reading) {
    ReadingWords words;
    if (reading.total_tokens > 0 && reading.stage != PrefillStage::read) {
        words.share =
            static_cast<double>(reading.done_tokens) / static_cast<double>(reading.total_tokens);
        words.brief = percent(reading);
    }
    switch (reading.stage) {
    case PrefillStage::waiting:
        words.phase = words.spoken = Words::tr("Waits to be read");
        break;
    case PrefillStage::loading:
        words.phase = words.spoken = Words::tr("Loading the model");
        break;
    case PrefillStage::reading:
        words.spoken = Words::tr("Reading");
        words.phase = reading_phase(reading);
        break;
    case PrefillStage::paused:
        words.phase = words.spoken = Words::tr("Goes on after the answer");
        break;
    case PrefillStage::stopped:
        words.spoken = Words::tr("Stopped");
        words.phase = words.brief.isEmpty() ? Words::tr("Not read ahead")
                                            : Words::tr("Stopped at %1").arg(words.brief);
        break;
    case PrefillStage::read:
        words.spoken = Words::tr("Read in full");
        words.phase = Words::tr("Read in full (%1 tokens)")
                          .arg(number_text(reading.total_tokens));
        break;
    case PrefillStage::failed:
        words.share = -1;
        words.brief.clear();
        break;
    }
    return words;
}

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
