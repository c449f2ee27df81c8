#include "ui/documents/document_text.h"

#include "ui/bridge/text.h"

#include <QCoreApplication>

namespace sotto::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

QString stage_words(ImportStage stage) {
    switch (stage) {
    case ImportStage::waiting:
        return Words::tr("Waiting");
    case ImportStage::extracting:
        return Words::tr("Opening");
    case ImportStage::recognizing:
        return Words::tr("Recognizing text");
    case ImportStage::saving:
        return Words::tr("Saving");
    case ImportStage::failed:
        break;
    }
    return {};
}

} // namespace

ImportText words_of(const ImportJob& job) {
    ImportText words;
    words.spoken = stage_words(job.stage);
    words.phase = words.brief = words.spoken;
    if (job.stage == ImportStage::recognizing && job.pages > 0) {
        const QString page = number_text(job.page);
        const QString pages = number_text(job.pages);
        words.phase = Words::tr("Recognizing page %1 of %2").arg(page, pages);
        words.brief = Words::tr("page %1 of %2").arg(page, pages);
        words.share = (job.page - 1.0) / job.pages; // the pages before are done
    }
    return words;
}

QString failure_words(const Error& error, const QString& file) {
    const bool says_it_all =
        error.code == ErrorCode::not_found || error.code == ErrorCode::io ||
        error.code == ErrorCode::invalid_input || error.code == ErrorCode::unsupported ||
        error.code == ErrorCode::corrupt_data || error.code == ErrorCode::context_too_long ||
        error.code == ErrorCode::out_of_memory;
    QString words = says_it_all ? to_qstring(error.detail) : QString();
    if (words.isEmpty()) {
        return error_sentence(error);
    }
    if (!words.startsWith(file)) {
        words[0] = words[0].toUpper();
    }
    return words.endsWith(u'.') ? words : words + u'.';
}

QString facts_words(const DocumentSummary& document) {
    QString size = document.characters == 1
                       ? Words::tr("1 character")
                       : Words::tr("%1 characters").arg(number_text(document.characters));
    if (document.origin == TextOrigin::recognized) {
        size = Words::tr("%1 · recognized text").arg(size);
    }
    if (document.pages == 0) {
        return size;
    }
    return document.pages == 1 ? Words::tr("1 page · %1").arg(size)
                               : Words::tr("%1 pages · %2").arg(number_text(document.pages), size);
}

} // namespace sotto::ui
