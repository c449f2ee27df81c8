import QtQuick
import QtQuick.Controls.Basic
import Sotto

/// A button with a sign; its words are its tooltip and its name.
Button {
    id: button

    required property string sign
    required property string words
    property color tint: Theme.inkSoft
    /// Beside text of 15 px; grows with the text. Unit: px.
    property int signSize: 20
    readonly property int signSide: Math.round(signSize * Theme.signScale)

    implicitWidth: Theme.target
    implicitHeight: Theme.target
    padding: 0
    display: AbstractButton.IconOnly
    icon.source: "icons/" + sign + ".svg"
    icon.color: hovered || visualFocus ? Theme.ink : tint
    icon.width: signSide
    icon.height: signSide

    Accessible.role: Accessible.Button
    Accessible.name: words
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    ToolTip {
        id: tip
        visible: button.hovered || button.visualFocus
        delay: 700
        text: button.words
        font.pixelSize: Theme.small
        contentItem: Text {
            text: tip.text
            textFormat: Text.PlainText
            font: tip.font
            color: Theme.page
        }
        background: Rectangle { color: Theme.ink; radius: Theme.radius }
    }
    background: Rectangle {
        radius: Theme.radius
        color: button.down ? Theme.line : button.hovered ? Theme.hover : "transparent"
        FocusRing { shown: button.visualFocus; distance: 0 }
    }
}
