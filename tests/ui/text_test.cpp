#include "ui/bridge/text.h"

#include <catch2/catch_test_macros.hpp>

#include <QLocale>

using namespace sotto::ui;

namespace {

// A locale that groups digits, for as long as it lives; the tests run in the C locale.
class GermanLocale {
public:
    GermanLocale() { QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany)); }
    ~GermanLocale() { QLocale::setDefault(before_); }
    GermanLocale(const GermanLocale&) = delete;
    GermanLocale& operator=(const GermanLocale&) = delete;

private:
    QLocale before_;
};

} // namespace

TEST_CASE("numbers are written as the locale writes them") {
    const GermanLocale german;
    CHECK(number_text(0) == QStringLiteral("0"));
    CHECK(number_text(131'072) == QStringLiteral("131.072"));
    CHECK(number_text(-1'500) == QStringLiteral("-1.500"));
    CHECK(rounded_text(1'234.6) == QStringLiteral("1.235"));
    CHECK(rounded_text(0.4) == QStringLiteral("0"));
}

TEST_CASE("a number below ten has one decimal, and none when it would be written as ten") {
    const GermanLocale german;
    CHECK(short_number_text(0.26) == QStringLiteral("0,3"));
    CHECK(short_number_text(9.94) == QStringLiteral("9,9"));
    CHECK(short_number_text(9.96) == QStringLiteral("10"));
    CHECK(short_number_text(1'234.5678) == QStringLiteral("1.235"));
}
