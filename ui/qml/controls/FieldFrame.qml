import QtQuick
import Sotto

/// The frame of a text input; thicker and in the accent colour while it has the keyboard.
Rectangle {
    required property bool focused

    radius: Theme.radius
    color: Theme.page
    border.color: focused ? Theme.accent : Theme.line
    border.width: focused ? Theme.ringWidth : Theme.lineWidth
}
