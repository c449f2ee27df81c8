// picture-check FILE PAGE INK: whether a screenshot shows the window: large enough, mostly in the
// page's colour, with some text in the ink colour.

#include <QColor>
#include <QImage>
#include <cstdio>

namespace {

bool is_near(QRgb a, QRgb b) {
    constexpr int kTolerance = 6;
    return std::abs(qRed(a) - qRed(b)) <= kTolerance &&
           std::abs(qGreen(a) - qGreen(b)) <= kTolerance &&
           std::abs(qBlue(a) - qBlue(b)) <= kTolerance;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fprintf(stderr, "picture-check FILE PAGE INK\n");
        return 2;
    }
    const QImage picture = QImage(argv[1]).convertToFormat(QImage::Format_RGB32);
    if (picture.width() < 360 || picture.height() < 480) {
        std::fprintf(stderr, "%s: no picture, or a small one\n", argv[1]);
        return 1;
    }
    const QRgb page = QColor(argv[2]).rgb();
    const QRgb ink = QColor(argv[3]).rgb();
    qint64 pages = 0;
    qint64 inks = 0;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            pages += is_near(picture.pixel(x, y), page) ? 1 : 0;
            inks += is_near(picture.pixel(x, y), ink) ? 1 : 0;
        }
    }
    const qint64 all = qint64{picture.width()} * picture.height();
    std::printf("%lld %% page, %lld dots of ink\n", pages * 100 / all, inks);
    return pages * 2 > all && inks > 100 && inks * 4 < all ? 0 : 1;
}
