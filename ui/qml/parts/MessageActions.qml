import QtQuick
import QtQuick.Layouts
import Sotto

/// The quiet line under a message: facts on the left, actions that appear on hover and on focus.
RowLayout {
    id: line

    required property string figures
    required property string reused
    required property string endNote
    required property bool isUser
    required property bool canTryAgain
    required property bool shown

    signal copyChosen()
    signal againChosen()

    spacing: Theme.space4
    layoutDirection: Application.layoutDirection

    Item { visible: line.isUser; Layout.fillWidth: true }
    Flow {
        visible: !line.isUser
        Layout.fillWidth: true
        Layout.alignment: Qt.AlignVCenter
        spacing: Theme.space4

        Repeater {
            model: [line.endNote, line.figures]
            Text {
                required property string modelData
                visible: modelData !== ""
                text: modelData
                textFormat: Text.PlainText
                font.pixelSize: Theme.small
                font.features: Theme.figures
                color: Theme.inkSoft
            }
        }
        Text {
            visible: line.reused !== ""
            text: line.reused
            textFormat: Text.PlainText
            font.pixelSize: Theme.small
            font.features: Theme.figures
            color: Theme.accent
        }
    }
    Row {
        id: actions
        opacity: line.shown || copy.activeFocus || again.activeFocus ? 1 : 0
        Layout.alignment: Qt.AlignVCenter
        Behavior on opacity { NumberAnimation { duration: Theme.quick } }

        IconButton {
            id: again
            visible: line.canTryAgain
            activeFocusOnTab: line.shown
            sign: "again"
            words: qsTr("Try again")
            signSize: 18
            onClicked: line.againChosen()
        }
        IconButton {
            id: copy
            property bool done: false
            activeFocusOnTab: line.shown
            sign: done ? "check" : "copy"
            words: done ? qsTr("Copied") : qsTr("Copy the message")
            signSize: 18
            onClicked: {
                line.copyChosen()
                done = true
                back.restart()
            }
            Timer { id: back; interval: 1500; onTriggered: copy.done = false }
        }
    }
}
