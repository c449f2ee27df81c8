#include "app/desktop/desktop_options.h"

#include "ui/bridge/text.h"

#include <QCommandLineParser>
#include <QFileInfo>

namespace sotto::app {

namespace {

std::optional<Qt::ColorScheme> parse_theme(const QString& text) {
    if (text == u"light") {
        return Qt::ColorScheme::Light;
    }
    if (text == u"dark") {
        return Qt::ColorScheme::Dark;
    }
    return text == u"system" ? std::optional(Qt::ColorScheme::Unknown) : std::nullopt;
}

// "1080x760"
std::optional<QSize> parse_size(const QString& text) {
    const QStringList sides = text.split(u'x');
    const QSize size(sides.value(0).toInt(), sides.value(1).toInt());
    const bool is_valid = sides.size() == 2 && size.width() >= 360 && size.height() >= 480 &&
                          size.width() <= 8192 && size.height() <= 8192;
    return is_valid ? std::optional(size) : std::nullopt;
}

} // namespace

std::expected<DesktopOptions, QString> parse_options(const QCoreApplication& application) {
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate("Options", "Sotto's window."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption data("data-dir", "Keep all data in this folder.", "DIR");
    const QCommandLineOption theme("theme", "light, dark or system.", "THEME", "system");
    const QCommandLineOption contrast("high-contrast", "Black on white, or white on black.");
    const QCommandLineOption size("size", "Size of the window, e.g. 1080x760.", "SIZE", "1080x760");
    const QCommandLineOption screenshot("screenshot", "Save a picture of the window and exit.",
                                        "FILE");
    const QCommandLineOption language("language", "Language of the window, e.g. de or zh_CN.",
                                      "LANGUAGE");
    const QCommandLineOption begin("new-conversation", "Begin a new conversation.");
    parser.addOptions({data, theme, contrast, size, screenshot, language, begin});
    parser.addPositionalArgument("files", "Documents to open.", "[FILE...]");
    parser.process(application);

    DesktopOptions options;
    if (parser.isSet(language)) {
        options.language = QLocale(parser.value(language));
    }
    if (parser.isSet(data)) {
        options.data_dir = ui::to_utf8(parser.value(data));
    }
    const auto scheme = parse_theme(parser.value(theme));
    if (!scheme) {
        return std::unexpected(QStringLiteral("--theme is light, dark or system"));
    }
    const auto sides = parse_size(parser.value(size));
    if (!sides) {
        return std::unexpected(QStringLiteral("--size is WIDTHxHEIGHT, at least 360x480"));
    }
    options.window = {.size = *sides,
                      .theme = *scheme,
                      .contrast = parser.isSet(contrast) ? ui::WindowOptions::Contrast::high
                                                         : ui::WindowOptions::Contrast::system};
    options.request.action =
        parser.isSet(begin) ? QString::fromLatin1(kNewConversation) : QString();
    options.screenshot = parser.value(screenshot);
    for (const QString& file : parser.positionalArguments()) {
        options.request.files.append(QUrl::fromLocalFile(QFileInfo(file).absoluteFilePath()));
    }
    return options;
}

} // namespace sotto::app
