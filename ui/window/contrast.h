#pragma once

#include <QColor>

namespace sotto::ui {

/// The contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, "contrast ratio".
[[nodiscard]] double contrast_ratio(const QColor& a, const QColor& b);

/// `color` made darker or lighter until its contrast with `ground` is at least `ratio`; black or
/// white where no shade of it suffices. Keeps the hue.
[[nodiscard]] QColor readable_on(const QColor& color, const QColor& ground, double ratio);

} // namespace sotto::ui
