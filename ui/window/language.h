#pragma once

#include <QCoreApplication>
#include <QLocale>
#include <QString>
#include <QStringList>

namespace sotto::ui {

/// The languages that the window has been translated into, beside English: "de", "zh_CN".
[[nodiscard]] QStringList translated_languages();

/// Shows the window in `locale`'s language, or in English where there is no translation: words,
/// numbers, and the direction of the layout. Once a process, before the first window.
/// Returns whether the language is English or has a translation.
/// Runs on: the main thread.
bool use_language(QCoreApplication& application, const QLocale& locale);

} // namespace sotto::ui
