#pragma once

#include <QtQml/qqmlregistration.h>

#include <QColor>
#include <QQuickPaintedItem>
#include <QString>
#include <vector>

namespace sotto::ui {

/// A text as a QR code, with the margin that readers need, dark on white in every theme: many
/// readers refuse inverted codes. Runs on: the main thread, and paints on the scene's.
class QrCode : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)

public:
    explicit QrCode(QQuickItem* parent = nullptr) : QQuickPaintedItem(parent) {}

    [[nodiscard]] const QString& text() const { return text_; }
    void setText(const QString& text);
    /// Modules along an edge; 0 = the text is empty or too long.
    [[nodiscard]] int modules() const { return modules_; }
    [[nodiscard]] bool is_dark(int x, int y) const {
        return dark_[static_cast<std::size_t>(y * modules_ + x)];
    }

    void paint(QPainter* painter) override;

signals:
    void textChanged();

private:
    QString text_;
    int modules_ = 0;
    std::vector<bool> dark_;
};

} // namespace sotto::ui
