import QtQuick
import Sotto

/// Takes files that are dropped on the window; covers it while they are dragged over it.
DropArea {
    id: area

    property string words: qsTr("Drop it to ask about it")

    signal filesDropped(files: list<url>)

    keys: ["text/uri-list"]
    onDropped: drop => {
        area.filesDropped(drop.urls)
        drop.accept(Qt.CopyAction)
    }

    Rectangle {
        anchors.fill: parent
        visible: area.containsDrag
        color: Theme.page
        opacity: 0.97
    }
    Rectangle {
        anchors { fill: parent; margins: Theme.space4 }
        visible: area.containsDrag
        color: "transparent"
        border.color: Theme.accent
        border.width: 2
        radius: Theme.radiusSheet

        Text {
            anchors.centerIn: parent
            width: parent.width - 2 * Theme.space6
            text: area.words
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignHCenter
            font.pixelSize: Theme.title
            color: Theme.ink
        }
    }
}
