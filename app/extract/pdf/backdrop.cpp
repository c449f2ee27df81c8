#include "app/extract/pdf/backdrop.h"

#include <algorithm>
#include <cmath>
#include <ranges>

namespace sotto::extract {

namespace {

constexpr double kSmallest = 3; // points; nothing smaller is behind a letter
constexpr std::size_t kMaxPaints = 5'000;
constexpr double kMinDifference = 0.04;

} // namespace

Area common_part(const Area& a, const Area& b) {
    return {std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right),
            std::min(a.bottom, b.bottom)};
}

void Backdrop::paint(const Area& area, std::optional<Color> color) {
    if (area.width() < kSmallest || area.height() < kSmallest) {
        return;
    }
    if (paints_.size() < kMaxPaints) {
        paints_.push_back({area, color});
    } else {
        is_full_ = true; // a drawing; nothing is known any more
    }
}

std::optional<Color> Backdrop::color_at(double x, double y) const {
    if (is_full_) {
        return std::nullopt;
    }
    for (const Paint& paint : std::views::reverse(paints_)) {
        if (paint.area.contains(x, y)) {
            return paint.color;
        }
    }
    return Color{1, 1, 1};
}

bool look_the_same(const Color& a, const Color& b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::abs(a[i] - b[i]) > kMinDifference) {
            return false;
        }
    }
    return true;
}

} // namespace sotto::extract
