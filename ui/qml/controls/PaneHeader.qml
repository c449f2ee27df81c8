import QtQuick
import QtQuick.Layouts
import Sotto

/// A side pane's title and the button that closes it.
RowLayout {
    id: header

    required property string title
    required property string closeName
    /// The key that closes the pane.
    required property string closeKey

    signal closeChosen()

    Layout.fillWidth: true
    Layout.preferredHeight: Math.max(52, Theme.target + Theme.space3)

    Text {
        Layout.fillWidth: true
        text: header.title
        textFormat: Text.PlainText
        horizontalAlignment: Text.AlignLeft
        font.pixelSize: Theme.body
        font.weight: Font.DemiBold
        color: Theme.ink
        elide: Text.ElideMiddle
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
    IconButton {
        objectName: header.closeName
        sign: "close"
        words: qsTr("Close")
        keys: header.closeKey
        onClicked: header.closeChosen()
    }
}
