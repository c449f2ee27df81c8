#include "ui/setup/qr_code.h"

#include "ui/bridge/text.h"

#include <qrencode.h>

#include <QPainter>
#include <algorithm>
#include <memory>

namespace sotto::ui {

namespace {

constexpr int kMargin = 4; // modules, as the standard asks

} // namespace

void QrCode::setText(const QString& text) {
    if (text == text_) {
        return;
    }
    text_ = text;
    modules_ = 0;
    dark_.clear();
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString8bit(to_utf8(text).c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
    if (code) {
        modules_ = code->width;
        const auto count = static_cast<std::size_t>(modules_) * static_cast<std::size_t>(modules_);
        for (std::size_t i = 0; i < count; ++i) {
            dark_.push_back((code->data[i] & 1U) != 0);
        }
    }
    emit textChanged();
    update();
}

void QrCode::paint(QPainter* painter) {
    painter->fillRect(boundingRect(), Qt::white);
    if (modules_ == 0) {
        return;
    }
    // Whole pixels: blurred modules are read badly.
    const int side = static_cast<int>(std::min(width(), height())) / (modules_ + 2 * kMargin);
    const int start = (static_cast<int>(std::min(width(), height())) - side * modules_) / 2;
    for (int y = 0; y < modules_; ++y) {
        for (int x = 0; x < modules_; ++x) {
            if (is_dark(x, y)) {
                painter->fillRect(start + x * side, start + y * side, side, side, Qt::black);
            }
        }
    }
}

} // namespace sotto::ui
