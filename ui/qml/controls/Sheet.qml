import QtQuick
import QtQuick.Controls.Basic
import Sotto

/// A modal dialog in the middle of the window. Esc closes it.
Dialog {
    id: sheet

    property int widest: 420

    parent: Overlay.overlay
    anchors.centerIn: parent
    width: Math.min(widest, (parent ? parent.width : widest) - 2 * Theme.space4)
    modal: true
    focus: true
    padding: Theme.space6
    topPadding: Theme.space3
    font.pixelSize: Theme.body

    header: Text {
        text: sheet.title
        textFormat: Text.PlainText
        leftPadding: Theme.space6
        rightPadding: Theme.space6
        topPadding: Theme.space6 - 4
        wrapMode: Text.Wrap
        font.pixelSize: Theme.lead
        font.weight: Font.DemiBold
        color: Theme.ink
    }
    background: Rectangle {
        color: Theme.raised
        border.color: Theme.line
        border.width: Theme.lineWidth
        radius: Theme.radiusSheet
    }
    Overlay.modal: Rectangle { color: Theme.shade }
    enter: Transition { NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.enter } }
    exit: Transition { NumberAnimation { property: "opacity"; from: 1; to: 0; duration: Theme.quick } }
}
