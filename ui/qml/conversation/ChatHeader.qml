import QtQuick
import QtQuick.Layouts
import Sotto

/// The conversation's title on the left, the model on the right.
Item {
    id: header

    required property string title
    required property ModelListViewModel models
    required property Actions actions
    required property bool narrow

    implicitHeight: Math.max(52, Theme.target + Theme.space3)

    RowLayout {
        anchors { fill: parent; leftMargin: header.narrow ? Theme.space2 : Theme.space6
                  rightMargin: header.narrow ? Theme.space2 : Theme.space4 }
        spacing: header.narrow ? Theme.space1 : Theme.space3

        IconButton {
            visible: header.narrow
            sign: "menu"
            words: header.actions.conversations.text
            keys: header.actions.conversations.firstKey
            onClicked: header.actions.conversations.trigger()
        }
        Text {
            Layout.fillWidth: true
            text: header.title === "" ? qsTr("New conversation") : header.title
            textFormat: Text.PlainText
            horizontalAlignment: Text.AlignLeft
            font.pixelSize: Theme.body
            font.weight: Font.DemiBold
            color: Theme.ink
            elide: Text.ElideRight
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        IconButton {
            objectName: "documentsButton"
            sign: "document"
            words: header.actions.documents.text
            keys: header.actions.documents.firstKey
            onClicked: header.actions.documents.trigger()
        }
        ModelMenu {
            models: header.models
            about: header.actions.aboutModel
            all: header.actions.models
            room: Math.round(header.width * 0.45)
        }
    }
    Rectangle {
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: Theme.lineWidth
        color: Theme.line
    }
}
