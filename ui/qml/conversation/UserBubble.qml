import QtQuick
import QtQuick.Layouts
import Sotto

/// A message of the user, shown as plain text.
Item {
    id: bubble

    required property string rich
    required property bool rightToLeft
    required property bool isCut
    required property bool shown
    required property bool canEdit

    signal copyChosen()
    signal editChosen()

    readonly property int room: width - Math.max(2 * Theme.target + Theme.space2, width > 480 ? Theme.space12 : 0)

    implicitHeight: box.height

    CopyButton {
        id: copy
        anchors { right: box.left; rightMargin: Theme.space1; top: box.top; topMargin: 2 }
        shown: bubble.shown
        onChosen: bubble.copyChosen()
    }
    IconButton {
        objectName: "editButton"
        anchors { right: copy.left; top: copy.top }
        visible: bubble.canEdit
        activeFocusOnTab: bubble.shown
        opacity: bubble.shown || activeFocus ? 1 : 0
        sign: "rename"
        words: qsTr("Edit and ask again")
        signSize: 18
        onClicked: bubble.editChosen()
    }
    Rectangle {
        id: box
        anchors.right: parent.right
        width: Math.min(bubble.room, column.implicitWidth + 2 * (Theme.space3 + 2))
        height: column.implicitHeight + 2 * Theme.space3 - 4
        radius: Theme.radiusSheet
        color: Theme.you
        border.color: Theme.line
        border.width: Theme.highContrast ? Theme.lineWidth : 0

        ColumnLayout {
            id: column
            anchors { fill: parent; leftMargin: Theme.space3 + 2; rightMargin: Theme.space3 + 2
                      topMargin: Theme.space3; bottomMargin: Theme.space2 }
            spacing: Theme.space2

            RichText {
                Layout.fillWidth: true
                Layout.maximumWidth: bubble.room - 2 * (Theme.space3 + 2)
                rich: bubble.rich
                rightToLeft: bubble.rightToLeft
                asWritten: true
            }
            Text {
                visible: bubble.isCut
                Layout.fillWidth: true
                text: qsTr("Only the beginning is shown. All of it was sent, and Copy copies all of it.")
                wrapMode: Text.Wrap
                font.pixelSize: Theme.small
                color: Theme.inkSoft
            }
        }
    }
}
