#include "ui/documents/document_status.h"

#include "ui/bridge/text.h"

#include <QCoreApplication>
#include <ranges>
#include <string>

namespace sotto::ui {

namespace {

// A document with dozens of notes must not fill the window.
constexpr std::int64_t kShownNotes = 5;

struct StatusText {
    Q_DECLARE_TR_FUNCTIONS(StatusText)
};

QString import_stage(ImportStage stage) {
    switch (stage) {
    case ImportStage::waiting:
        return StatusText::tr("Waiting");
    case ImportStage::extracting:
        return StatusText::tr("Opening");
    case ImportStage::recognizing:
        return StatusText::tr("Recognizing text");
    case ImportStage::saving:
        return StatusText::tr("Saving");
    case ImportStage::failed:
        break;
    }
    return {};
}

double share_of(const DocumentPrefill& prefill) {
    return static_cast<double>(prefill.done_tokens) / static_cast<double>(prefill.total_tokens);
}

QString prefill_phase(const DocumentPrefill& prefill) {
    if (prefill.total_tokens == 0) {
        return StatusText::tr("Reading");
    }
    QString phase = StatusText::tr("Reading: %1").arg(percent_text(share_of(prefill)));
    if (prefill.tokens_per_second > 0) {
        const auto left = static_cast<double>(prefill.total_tokens - prefill.done_tokens);
        phase += StatusText::tr(" · %1 tokens a second · %2")
                     .arg(rounded_text(prefill.tokens_per_second),
                          time_left_text(left / prefill.tokens_per_second));
    }
    return phase;
}

QString summary_progress(const PendingSummary& summary) {
    if (!summary.progress || summary.progress->phase == Phase::loading) {
        return StatusText::tr("Preparing the summary");
    }
    const SummaryProgress& now = *summary.progress;
    const std::int64_t parts = summary.reading ? summary.reading->parts : 1;
    QString status = now.step <= parts && parts > 1
                         ? StatusText::tr("Summarizing: part %1 of %2")
                               .arg(number_text(now.step), number_text(parts))
                         : StatusText::tr("Writing the summary");
    status += StatusText::tr(" · %1").arg(percent_text(now.share));
    return now.seconds_left
               ? status + StatusText::tr(" · %1").arg(time_left_text(*now.seconds_left))
               : status;
}

} // namespace

DocumentStatus import_status(const ImportJob& job) {
    DocumentStatus status;
    status.spoken = import_stage(job.stage);
    status.phase = status.brief = status.spoken;
    if (job.stage == ImportStage::recognizing && job.pages > 0) {
        const QString page = number_text(job.page);
        const QString pages = number_text(job.pages);
        status.phase = StatusText::tr("Recognizing page %1 of %2").arg(page, pages);
        status.brief = StatusText::tr("page %1 of %2").arg(page, pages);
        status.share = (job.page - 1.0) / job.pages; // the pages before this one are done
    }
    return status;
}

DocumentStatus prefill_status(const DocumentPrefill& prefill) {
    DocumentStatus status;
    if (prefill.total_tokens > 0 && prefill.stage != PrefillStage::read) {
        status.share = share_of(prefill);
        status.brief = percent_text(status.share);
    }
    switch (prefill.stage) {
    case PrefillStage::waiting:
        status.phase = status.spoken = StatusText::tr("Waiting to be read");
        break;
    case PrefillStage::loading:
        status.phase = status.spoken = StatusText::tr("Loading the model");
        break;
    case PrefillStage::reading:
        status.spoken = StatusText::tr("Reading");
        status.phase = prefill_phase(prefill);
        break;
    case PrefillStage::paused:
        status.phase = status.spoken = StatusText::tr("Continues after the answer");
        break;
    case PrefillStage::stopped:
        status.spoken = StatusText::tr("Stopped");
        status.phase = status.brief.isEmpty() ? StatusText::tr("Not read yet")
                                              : StatusText::tr("Stopped at %1").arg(status.brief);
        break;
    case PrefillStage::read:
        status.spoken = StatusText::tr("Read in full");
        status.phase =
            StatusText::tr("Read in full (%1 tokens)").arg(number_text(prefill.total_tokens));
        break;
    case PrefillStage::failed:
        status.share = -1;
        status.brief.clear();
        break;
    }
    return status;
}

QString summary_status(const PendingSummary& summary) {
    switch (summary.stage) {
    case SummaryStage::waiting:
        return StatusText::tr("Summary waiting");
    case SummaryStage::running:
        return summary_progress(summary);
    case SummaryStage::paused:
        return StatusText::tr("The summary continues after the answer");
    case SummaryStage::stopped:
        return summary.progress ? StatusText::tr("Summary stopped at %1")
                                      .arg(percent_text(summary.progress->share))
                                : StatusText::tr("Summary stopped");
    case SummaryStage::failed:
        break;
    }
    return {};
}

QString import_error(const Error& error, const QString& file) {
    const bool has_reason =
        error.code == ErrorCode::not_found || error.code == ErrorCode::io ||
        error.code == ErrorCode::invalid_input || error.code == ErrorCode::unsupported ||
        error.code == ErrorCode::corrupt_data || error.code == ErrorCode::context_too_long ||
        error.code == ErrorCode::out_of_memory;
    QString sentence = has_reason ? to_qstring(error.detail) : QString();
    if (sentence.isEmpty()) {
        return error_message(error);
    }
    if (!sentence.startsWith(file)) {
        sentence[0] = sentence[0].toUpper();
    }
    return sentence.endsWith(u'.') ? sentence : sentence + u'.';
}

QString document_facts(const DocumentSummary& document) {
    QString size = document.characters == 1
                       ? StatusText::tr("1 character")
                       : StatusText::tr("%1 characters").arg(number_text(document.characters));
    if (document.origin == TextOrigin::recognized) {
        size = StatusText::tr("%1 · recognized text").arg(size);
    }
    QString facts = document.pages == 0 ? size
                    : document.pages == 1
                        ? StatusText::tr("1 page · %1").arg(size)
                        : StatusText::tr("%1 pages · %2").arg(number_text(document.pages), size);
    for (const std::string& note : document.notes | std::views::take(kShownNotes)) {
        facts += u'\n' + to_qstring(note);
    }
    const auto more = static_cast<std::int64_t>(document.notes.size()) - kShownNotes;
    return more > 0 ? StatusText::tr("%1\nand %2 more").arg(facts, number_text(more)) : facts;
}

} // namespace sotto::ui
