#include "ui/window/pattern_fill.h"

#include <QPainter>
#include <QPen>
#include <algorithm>

namespace sotto::ui {

namespace {

// Sizes of a pattern in an area up to kSide high; they scale with larger ones. Unit: pixels.
constexpr qreal kSide = 10;
constexpr qreal kBar = 2;
constexpr qreal kBarStep = 4;
constexpr qreal kHatch = 1.6;
constexpr qreal kHatchStep = 5;

} // namespace

PatternFill::PatternFill(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAntialiasing(true);
}

void PatternFill::setColor(const QColor& color) {
    if (color != color_) {
        color_ = color;
        update();
        emit changed();
    }
}

void PatternFill::setPattern(Pattern pattern) {
    if (pattern != pattern_) {
        pattern_ = pattern;
        update();
        emit changed();
    }
}

void PatternFill::paint(QPainter* painter) {
    const QRectF area(0, 0, width(), height());
    const qreal scale = std::max(1.0, std::min(width(), height()) / kSide);
    switch (pattern_) {
    case Solid:
        painter->fillRect(area, color_);
        break;
    case Bars:
        for (qreal x = 0; x < area.width(); x += kBarStep * scale) {
            painter->fillRect(QRectF(x, 0, kBar * scale, area.height()) & area, color_);
        }
        break;
    case Hatch:
        painter->setClipRect(area);
        painter->setPen(QPen(color_, kHatch * scale));
        for (qreal x = -area.height(); x < area.width() + area.height(); x += kHatchStep * scale) {
            painter->drawLine(QPointF(x, area.height()), QPointF(x + area.height(), 0));
        }
        break;
    case Outline:
        painter->setPen(QPen(color_, 1));
        painter->drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5));
        break;
    }
}

} // namespace sotto::ui
