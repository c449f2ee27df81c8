import QtQuick
import QtQuick.Layouts
import Sotto

/// A paragraph of the first run.
Text {
    Layout.fillWidth: true
    textFormat: Text.PlainText
    horizontalAlignment: Text.AlignLeft
    wrapMode: Text.Wrap
    lineHeight: 1.3
    font.pixelSize: Theme.body
    color: Theme.ink
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
