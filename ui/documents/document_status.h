#pragma once

#include "core/documents/document_service.h"
#include "core/documents/prefill_service.h"
#include "core/summaries/summary_queue.h"

#include <QString>

namespace sotto::ui {

/// What is being done with a document or a file, in words.
struct DocumentStatus {
    QString phase;     ///< "Reading: 41 % · 212 tokens a second · 6 min left"
    QString brief;     ///< "41 %": the phase on a chip; empty when there is nothing to wait for
    QString spoken;    ///< "Reading": without figures, changes only with the stage
    double share = -1; ///< 0 to 1; negative: no progress to show
};

/// Of a file that is being imported; empty when the import has failed.
[[nodiscard]] DocumentStatus import_status(const ImportJob& job);

/// Of a document's prefill.
[[nodiscard]] DocumentStatus prefill_status(const DocumentPrefill& prefill);

/// "Summarizing: part 3 of 12 · 20 % · 4 min left"
[[nodiscard]] QString summary_status(const PendingSummary& summary);

/// Why a document could not be imported, as one sentence. The importer's own detail names the file
/// (`file`) and the reason; other errors have the general sentence of error_message().
[[nodiscard]] QString import_error(const Error& error, const QString& file);

/// "23 pages · 96,120 characters"; with "· recognized text" where it came from OCR. The
/// document's notes follow, one on each line.
[[nodiscard]] QString document_facts(const DocumentSummary& document);

} // namespace sotto::ui
