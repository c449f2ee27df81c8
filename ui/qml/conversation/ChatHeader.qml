import QtQuick
import QtQuick.Layouts
import Sotto

/// The conversation's title on the left, the model on the right.
Item {
    id: header

    required property AppViewModel app
    required property bool narrow

    signal listChosen()
    signal aboutModelChosen()
    signal documentsChosen()

    implicitHeight: Math.max(52, Theme.target + Theme.space3)

    RowLayout {
        anchors { fill: parent; leftMargin: header.narrow ? Theme.space2 : Theme.space6
                  rightMargin: header.narrow ? Theme.space2 : Theme.space4 }
        spacing: header.narrow ? Theme.space1 : Theme.space3

        IconButton {
            visible: header.narrow
            sign: "menu"
            words: qsTr("Conversations")
            onClicked: header.listChosen()
        }
        Text {
            Layout.fillWidth: true
            text: header.app.title === "" ? qsTr("New conversation") : header.app.title
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
            words: qsTr("Documents (Ctrl+D)")
            onClicked: header.documentsChosen()
        }
        ModelMenu {
            models: header.app.models
            room: Math.round(header.width * 0.45)
            onAboutChosen: header.aboutModelChosen()
        }
    }
    Rectangle {
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: Theme.lineWidth
        color: Theme.line
    }
}
