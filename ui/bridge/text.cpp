#include "ui/bridge/text.h"

#include <QCoreApplication>
#include <QLocale>

namespace sotto::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

} // namespace

QString to_qstring(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

std::string to_utf8(const QString& text) {
    const QByteArray bytes = text.toUtf8();
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

QString error_sentence(const Error& error) {
    switch (error.code) {
    case ErrorCode::cancelled:
        return Words::tr("Stopped before it was done.");
    case ErrorCode::busy:
        return Words::tr(
            "Sotto is still busy with the last request. Wait a moment, then try again.");
    case ErrorCode::not_found:
        return Words::tr(
            "Something this needs is no longer there. Choose another model, or open the "
            "conversation again.");
    case ErrorCode::invalid_input:
        return Words::tr("This could not be used as it is.");
    case ErrorCode::context_too_long:
        return Words::tr("This conversation is longer than the model can read at once. Begin a new "
                         "one, or send less text.");
    case ErrorCode::out_of_memory:
        return Words::tr(
            "There is not enough free memory. Close other programs or choose a smaller "
            "model, then try again.");
    case ErrorCode::out_of_space:
        return Words::tr(
            "The disk is full, so nothing more can be saved. Free some space, then try "
            "again.");
    case ErrorCode::model_mismatch:
        return Words::tr("The model's files do not fit together. Import the model again.");
    case ErrorCode::corrupt_data:
        return Words::tr("A file is damaged and was not used. Your other conversations are safe.");
    case ErrorCode::io:
        return Words::tr("A file could not be read or written. Check the disk, then try again.");
    case ErrorCode::unsupported:
        return Words::tr("Sotto cannot do this with these files.");
    case ErrorCode::internal:
        break;
    }
    return Words::tr("Something went wrong inside Sotto. Your text is saved; please try again.");
}

QString error_detail(const Error& error) {
    // The words of an internal error come from a library: they are for the log, not for a person.
    const bool helps = error.code != ErrorCode::internal && error.code != ErrorCode::cancelled &&
                       error.code != ErrorCode::busy;
    return helps ? to_qstring(error.detail) : QString();
}

QString number_text(std::int64_t value) {
    return QLocale().toString(static_cast<qlonglong>(value));
}

QString rounded_text(double value) {
    return QLocale().toString(value, 'f', 0);
}

QString short_number_text(double value) {
    constexpr double kRoundsToTen = 9.95;
    return QLocale().toString(value, 'f', value < kRoundsToTen ? 1 : 0);
}

QString size_text(std::int64_t bytes) {
    const int precision = bytes >= 1'000'000'000 ? 1 : 0;
    return QLocale().formattedDataSize(bytes, precision, QLocale::DataSizeSIFormat);
}

} // namespace sotto::ui
