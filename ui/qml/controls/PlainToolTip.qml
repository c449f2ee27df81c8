import QtQuick
import QtQuick.Controls.Basic
import Sotto

/// A tooltip in plain text, wrapped where it is long.
ToolTip {
    id: tip

    property int widest: 400

    delay: 700
    width: Math.min(widest, implicitWidth)
    font.pixelSize: Theme.small
    contentItem: Text {
        text: tip.text
        textFormat: Text.PlainText
        wrapMode: Text.Wrap
        lineHeight: 1.25
        font: tip.font
        color: Theme.page
    }
    background: Rectangle { color: Theme.ink; radius: Theme.radius }
}
