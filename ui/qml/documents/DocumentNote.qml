import QtQuick
import QtQuick.Layouts
import Sotto

/// A line of small text on a document's card; hidden while it is empty. The card speaks for it.
Text {
    visible: text !== ""
    Layout.fillWidth: true
    textFormat: Text.PlainText
    horizontalAlignment: Text.AlignLeft
    wrapMode: Text.Wrap
    lineHeight: 1.25
    font.pixelSize: Theme.small
    font.features: Theme.figures
    color: Theme.inkSoft
    Accessible.ignored: true
}
