#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace sotto::extract {

/// Red, green and blue. *Unit*: 0 to 1.
using Color = std::array<double, 3>;

/// A rectangle on a page. *Unit*: points, from the upper left corner.
struct Area {
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;

    [[nodiscard]] double width() const { return right - left; }
    [[nodiscard]] double height() const { return bottom - top; }
    [[nodiscard]] bool contains(double x, double y) const {
        return x >= left && x <= right && y >= top && y <= bottom;
    }
};

/// The part of both; empty (of negative width or height) when they do not touch.
[[nodiscard]] Area common_part(const Area& a, const Area& b);

/// What was painted on a page so far, to tell whether text differs from what is behind it.
class Backdrop {
public:
    /// A filled area. `color` is empty where it is unknown: pictures, shadings, patterns, anything
    /// that is not a rectangle, transparent fills.
    void paint(const Area& area, std::optional<Color> color);

    /// The color at a point; paper is white. Empty where it is unknown.
    [[nodiscard]] std::optional<Color> color_at(double x, double y) const;

private:
    struct Paint {
        Area area;
        std::optional<Color> color;
    };

    std::vector<Paint> paints_;
    bool is_full_ = false;
};

/// Whether an eye cannot tell the two apart.
[[nodiscard]] bool look_the_same(const Color& a, const Color& b);

} // namespace sotto::extract
