#pragma once

#include <QObject>

namespace sotto::ui {

/// Tells which kind of input was used last, by watching all events of the program.
/// Runs on: the main thread.
class InputWatch : public QObject {
    Q_OBJECT

public:
    enum class Input { keyboard, pointer, touch };

    explicit InputWatch(QObject* parent = nullptr);

    [[nodiscard]] Input last() const { return last_; }

    bool eventFilter(QObject* target, QEvent* event) override;

signals:
    void changed();

private:
    void set(Input input);

    Input last_ = Input::pointer;
};

} // namespace sotto::ui
