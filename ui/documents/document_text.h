#pragma once

#include "core/documents/document_service.h"

#include <QString>

namespace sotto::ui {

/// What a file on its way into a conversation is doing, in words; empty when it has failed.
struct ImportText {
    QString phase;     ///< "Recognizing page 3 of 12"
    QString brief;     ///< "page 3 of 12"
    QString spoken;    ///< "Recognizing text": changes with the stage only
    double share = -1; ///< 0 to 1; negative: nothing to show
};
[[nodiscard]] ImportText words_of(const ImportJob& job);

/// Why a document could not be had, as one sentence. What reads files says itself which file it was
/// (`file`: its name) and why; the rest has the general sentences of error_sentence().
[[nodiscard]] QString failure_words(const Error& error, const QString& file);

/// "23 pages · 96,120 characters"; "· recognized text" where a machine read it off pictures
[[nodiscard]] QString facts_words(const DocumentSummary& document);

} // namespace sotto::ui
