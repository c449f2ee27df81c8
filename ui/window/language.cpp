#include "ui/window/language.h"

#include <QDir>
#include <QGuiApplication>
#include <QLibraryInfo>
#include <QTranslator>
#include <memory>

namespace sotto::ui {

namespace {

const QString kFolder = QStringLiteral(":/translations");
const QString kPrefix = QStringLiteral("sotto");

void install(QCoreApplication& application, const QLocale& locale, const QString& name,
             const QString& folder) {
    auto translator = std::make_unique<QTranslator>(&application);
    if (translator->load(locale, name, QStringLiteral("_"), folder)) {
        QCoreApplication::installTranslator(translator.release()); // the application owns it
    }
}

} // namespace

QStringList translated_languages() {
    QStringList languages;
    for (const QString& file : QDir(kFolder).entryList({kPrefix + QStringLiteral("_*.qm")})) {
        languages << file.sliced(kPrefix.size() + 1).chopped(3);
    }
    return languages;
}

bool use_language(QCoreApplication& application, const QLocale& locale) {
    QTranslator found;
    const bool is_translated = found.load(locale, kPrefix, QStringLiteral("_"), kFolder);
    const bool is_english =
        locale.language() == QLocale::English || locale.language() == QLocale::C;
    QLocale::setDefault(locale);
    // Words in one direction and a layout in the other would be worse than English.
    QGuiApplication::setLayoutDirection(is_translated ? locale.textDirection() : Qt::LeftToRight);
    if (is_translated) {
        install(application, locale, QStringLiteral("qtbase"),
                QLibraryInfo::path(QLibraryInfo::TranslationsPath));
        install(application, locale, kPrefix, kFolder);
    }
    return is_translated || is_english;
}

} // namespace sotto::ui
