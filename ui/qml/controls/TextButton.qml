import QtQuick
import QtQuick.Controls.Basic
import Sotto

/// A button with text.
Button {
    id: button

    enum Weight { Plain, Primary, Warning }
    property int weight: TextButton.Plain

    readonly property color fill: weight === TextButton.Primary ? Theme.accent
                                : weight === TextButton.Warning ? Theme.stop : Theme.raised

    implicitHeight: Math.max(Theme.target, implicitContentHeight + Theme.space2)
    leftPadding: Theme.space3 + 2
    rightPadding: Theme.space3 + 2
    font.pixelSize: Theme.body
    opacity: enabled ? 1 : 0.45

    Accessible.role: Accessible.Button
    Accessible.name: text
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    contentItem: Text {
        text: button.text
        textFormat: Text.PlainText
        font: button.font
        color: button.weight === TextButton.Plain ? Theme.ink : Theme.accentInk
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        wrapMode: Text.Wrap
    }
    background: Rectangle {
        radius: Theme.radius
        color: button.weight !== TextButton.Plain
               ? (button.down ? Qt.darker(button.fill, 1.15) : button.hovered ? Qt.darker(button.fill, 1.06) : button.fill)
               : button.down ? Theme.line : button.hovered ? Theme.hover : button.fill
        border.color: Theme.line
        border.width: button.weight === TextButton.Plain ? Theme.lineWidth : 0
        FocusRing { shown: button.visualFocus }
    }
}
