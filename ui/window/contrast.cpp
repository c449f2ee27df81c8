#include "ui/window/contrast.h"

#include <algorithm>
#include <cmath>

namespace sotto::ui {

namespace {

double luminance(const QColor& color) {
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
           0.0722 * linear(color.blueF());
}

} // namespace

double contrast_ratio(const QColor& a, const QColor& b) {
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

QColor readable_on(const QColor& color, const QColor& ground, double ratio) {
    constexpr int kSteps = 50;
    const bool is_dark_ground = luminance(ground) < 0.18;
    const QColor end = is_dark_ground ? Qt::white : Qt::black;
    for (int step = 0; step <= kSteps; ++step) {
        const float share = static_cast<float>(step) / kSteps; // of white or black in the mixture
        const QColor mixed =
            QColor::fromRgbF(color.redF() + (end.redF() - color.redF()) * share,
                             color.greenF() + (end.greenF() - color.greenF()) * share,
                             color.blueF() + (end.blueF() - color.blueF()) * share);
        if (contrast_ratio(mixed, ground) >= ratio) {
            return mixed;
        }
    }
    return end;
}

} // namespace sotto::ui
