import QtQuick
import Sotto

/// Which version of a message is shown, with buttons for the others: "2/3".
Row {
    id: bar

    required property int number
    required property int count
    required property bool idle

    /// -1 or 1.
    signal chosen(int step)

    visible: count > 1

    IconButton {
        objectName: "previousVersion"
        sign: bar.LayoutMirroring.enabled ? "chevron-right" : "chevron-left"
        words: qsTr("Previous version")
        signSize: 18
        enabled: bar.idle && bar.number > 1
        opacity: enabled ? 1 : 0.4
        onClicked: bar.chosen(-1)
    }
    Text {
        height: Theme.target
        verticalAlignment: Text.AlignVCenter
        text: qsTr("%1/%2", "version 2 of 3").arg(bar.number).arg(bar.count)
        textFormat: Text.PlainText
        font.pixelSize: Theme.small
        font.features: Theme.figures
        color: Theme.inkSoft
        Accessible.role: Accessible.StaticText
        Accessible.name: qsTr("Version %1 of %2").arg(bar.number).arg(bar.count)
    }
    IconButton {
        objectName: "nextVersion"
        sign: bar.LayoutMirroring.enabled ? "chevron-left" : "chevron-right"
        words: qsTr("Next version")
        signSize: 18
        enabled: bar.idle && bar.number < bar.count
        opacity: enabled ? 1 : 0.4
        onClicked: bar.chosen(1)
    }
}
