#include "ui/window/language.h"

#include <catch2/catch_test_macros.hpp>

#include <QCoreApplication>
#include <QGuiApplication>
#include <QRegularExpression>
#include <QTranslator>

using namespace sotto::ui;

namespace {

/// Undoes what a test did to the language of the process.
struct English {
    English() = default;
    ~English() {
        for (auto* translator : qApp->findChildren<QTranslator*>()) {
            delete translator;
        }
        use_language(*qApp, before_);
    }
    English(const English&) = delete;
    English& operator=(const English&) = delete;

private:
    QLocale before_;
};

QString send_word() {
    return QCoreApplication::translate("Actions", "Send");
}

} // namespace

TEST_CASE("the window speaks the languages it has been translated into") {
    const English afterwards;
    CHECK(translated_languages() == QStringList{"ar", "de", "es", "fr", "zh_CN"});
    CHECK(use_language(*qApp, QLocale("de_DE")));
    CHECK(send_word() == u"Senden");
    CHECK(QGuiApplication::layoutDirection() == Qt::LeftToRight);
    CHECK(QLocale().toString(1234.5) == u"1.234,5");
}

TEST_CASE("in Arabic the layout runs from right to left") {
    const English afterwards;
    CHECK(use_language(*qApp, QLocale("ar_EG")));
    CHECK(send_word() == u"إرسال");
    CHECK(QGuiApplication::layoutDirection() == Qt::RightToLeft);
}

TEST_CASE("a language without a translation is shown in English, from left to right") {
    const English afterwards;
    CHECK_FALSE(use_language(*qApp, QLocale("he_IL")));
    CHECK(send_word() == u"Send");
    CHECK(QGuiApplication::layoutDirection() == Qt::LeftToRight);
    CHECK(use_language(*qApp, QLocale("en_GB")));
}
