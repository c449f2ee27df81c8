#include "ui/bridge/text.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>

namespace sotto::ui {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Text)
};

} // namespace

QString to_qstring(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

std::string to_utf8(const QString& text) {
    const QByteArray bytes = text.toUtf8();
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

QString error_message(const Error& error) {
    switch (error.code) {
    case ErrorCode::cancelled:
        return Text::tr("Stopped before it was done.");
    case ErrorCode::busy:
        return Text::tr(
            "Sotto is still busy with the last request. Wait a moment, then try again.");
    case ErrorCode::not_found:
        return Text::tr(
            "Something this needs is no longer there. Choose another model, or open the "
            "conversation again.");
    case ErrorCode::invalid_input:
        return Text::tr("This could not be used as it is.");
    case ErrorCode::context_too_long:
        return Text::tr("This conversation is longer than the model can read at once. Begin a new "
                        "one, or send less text.");
    case ErrorCode::out_of_memory:
        return Text::tr("There is not enough free memory. Close other programs or choose a smaller "
                        "model, then try again.");
    case ErrorCode::out_of_space:
        return Text::tr("The disk is full, so nothing more can be saved. Free some space, then try "
                        "again.");
    case ErrorCode::model_mismatch:
        return Text::tr("The model's files do not fit together. Import the model again.");
    case ErrorCode::corrupt_data:
        return Text::tr("A file is damaged and was not used. Your other conversations are safe.");
    case ErrorCode::io:
        return Text::tr("A file could not be read or written. Check the disk, then try again.");
    case ErrorCode::unsupported:
        return Text::tr("Sotto cannot do this with these files.");
    case ErrorCode::internal:
        break;
    }
    return Text::tr("Something went wrong inside Sotto. Your text is saved; please try again.");
}

QString error_detail(const Error& error) {
    // The detail of an internal error comes from a library: it is for the log, not for the user.
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

QString percent_text(double share) {
    constexpr double kRounding = 1e-9; // 100 * (29.0 / 100) is a little less than 29
    return Text::tr("%1 %").arg(QLocale().toString(std::floor(100 * share + kRounding), 'f', 0));
}

QString time_left_text(double seconds) {
    const auto rounded_up = [](double value) {
        return QLocale().toString(std::max(1.0, std::ceil(value)), 'f', 0);
    };
    return seconds < 60 ? Text::tr("%1 s left").arg(rounded_up(seconds))
                        : Text::tr("%1 min left").arg(rounded_up(seconds / 60));
}

} // namespace sotto::ui
