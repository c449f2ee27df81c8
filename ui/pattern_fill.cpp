#include "ui/pattern_fill.h"

#include <QPainter>
#include <QPen>

namespace sotto::ui {

namespace {

// Unit: pixels of the interface.
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
    switch (pattern_) {
    case Solid:
        painter->fillRect(area, color_);
        break;
    case Bars:
        for (qreal x = 0; x < area.width(); x += kBarStep) {
            painter->fillRect(QRectF(x, 0, kBar, area.height()) & area, color_);
        }
        break;
    case Hatch:
        painter->setClipRect(area);
        painter->setPen(QPen(color_, kHatch));
        for (qreal x = -area.height(); x < area.width() + area.height(); x += kHatchStep) {
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
