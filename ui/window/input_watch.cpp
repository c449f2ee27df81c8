#include "ui/window/input_watch.h"

#include <QCoreApplication>
#include <QEvent>
#include <QInputDevice>
#include <QPointerEvent>

namespace sotto::ui {

InputWatch::InputWatch(QObject* parent) : QObject(parent) {
    QCoreApplication::instance()->installEventFilter(this);
}

bool InputWatch::eventFilter(QObject* /*target*/, QEvent* event) {
    switch (event->type()) {
    case QEvent::KeyPress:
        set(Input::keyboard);
        break;
    case QEvent::TouchBegin:
    case QEvent::TouchUpdate:
        set(Input::touch);
        break;
    case QEvent::MouseMove:
    case QEvent::MouseButtonPress:
    case QEvent::Wheel:
    case QEvent::TabletPress: {
        // A touch that nothing took comes again as a mouse event, with the touch screen as its
        // device.
        const QInputDevice* device = static_cast<QPointerEvent*>(event)->device();
        const bool is_touch =
            device != nullptr && device->type() == QInputDevice::DeviceType::TouchScreen;
        set(is_touch ? Input::touch : Input::pointer);
        break;
    }
    default:
        break;
    }
    return false;
}

void InputWatch::set(Input input) {
    if (last_ != input) {
        last_ = input;
        emit changed();
    }
}

} // namespace sotto::ui
