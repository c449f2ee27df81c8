import QtQuick
import QtQuick.Controls.Basic
import Sotto

/// A button with a sign. Its words are its accessible name and, with its key, its tooltip.
Button {
    id: button

    required property string sign
    required property string words
    /// The key that does the same, for the tooltip; may be empty.
    property string keys: ""
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

    PlainToolTip {
        visible: button.hovered || button.visualFocus
        text: button.keys === "" ? button.words : qsTr("%1 (%2)").arg(button.words).arg(button.keys)
    }
    background: Rectangle {
        radius: Theme.radius
        color: button.down ? Theme.line : button.hovered ? Theme.hover : "transparent"
        FocusRing { shown: button.visualFocus; distance: 0 }
    }
}
