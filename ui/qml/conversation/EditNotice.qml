import QtQuick
import QtQuick.Layouts
import Sotto

/// Says, above the composer, that the next message takes the place of an earlier one.
RowLayout {
    id: notice

    signal cancelled()

    spacing: Theme.space3

    Text {
        Layout.fillWidth: true
        text: qsTr("You are editing an earlier question. Its answers stay as another version.")
        textFormat: Text.PlainText
        wrapMode: Text.Wrap
        font.pixelSize: Theme.small
        color: Theme.inkSoft
        Accessible.role: Accessible.AlertMessage
        Accessible.name: text
    }
    TextButton {
        objectName: "cancelEdit"
        text: qsTr("Cancel")
        onClicked: notice.cancelled()
    }
}
