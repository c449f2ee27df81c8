import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// A wide button for an action: its words, and its first key at the end of the line.
AbstractButton {
    id: button

    required property UserAction userAction
    /// Drawn like a field, with a frame and quieter words.
    property bool framed: false

    implicitHeight: Theme.target + 3
    leftPadding: framed ? Theme.space3 : Theme.space2
    rightPadding: leftPadding
    topPadding: framed ? 0 : Theme.space2
    enabled: userAction.enabled
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: userAction.text
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()
    onClicked: userAction.trigger()

    contentItem: RowLayout {
        Text {
            Layout.fillWidth: true
            text: button.userAction.text
            horizontalAlignment: Text.AlignLeft
            font.pixelSize: Theme.body
            color: button.framed ? Theme.inkSoft : Theme.ink
            elide: Text.ElideRight
        }
        Text {
            text: button.userAction.firstKey.replace("+", " ")
            font.pixelSize: Theme.small
            color: Theme.inkSoft
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: button.down ? Theme.line : button.hovered ? Theme.hover
             : button.framed ? Theme.raised : "transparent"
        border.color: Theme.line
        border.width: button.framed ? Theme.lineWidth : 0
        FocusRing { shown: button.visualFocus; distance: button.framed ? 2 : 0 }
    }
}
