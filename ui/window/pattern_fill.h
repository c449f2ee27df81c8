#pragma once

#include <QtQml/qqmlregistration.h>

#include <QColor>
#include <QQuickPaintedItem>

namespace sotto::ui {

/// A rectangle filled with a colour and a pattern, so that adjacent areas differ by more than
/// colour. Runs on: the main thread.
class PatternFill : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QColor color READ color WRITE setColor NOTIFY changed)
    Q_PROPERTY(Pattern pattern READ pattern WRITE setPattern NOTIFY changed)

public:
    enum Pattern {
        Solid,
        Bars,    ///< vertical
        Hatch,   ///< diagonal
        Outline, ///< the border only
    };
    Q_ENUM(Pattern)

    explicit PatternFill(QQuickItem* parent = nullptr);

    [[nodiscard]] QColor color() const { return color_; }
    [[nodiscard]] Pattern pattern() const { return pattern_; }
    void setColor(const QColor& color);
    void setPattern(Pattern pattern);

    void paint(QPainter* painter) override;

signals:
    void changed();

private:
    QColor color_;
    Pattern pattern_ = Solid;
};

} // namespace sotto::ui
