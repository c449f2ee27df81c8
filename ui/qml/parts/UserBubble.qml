import QtQuick
import QtQuick.Layouts
import Sotto

/// What the user wrote, as it was written.
Item {
    id: bubble

    required property string text
    required property bool isCut

    readonly property int room: width - (width > 480 ? Theme.space12 : Theme.space6)

    implicitHeight: box.height

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
                      topMargin: Theme.space3 - 2; bottomMargin: Theme.space3 - 2 }
            spacing: Theme.space2

            TextEdit {
                Layout.fillWidth: true
                Layout.maximumWidth: bubble.room - 2 * (Theme.space3 + 2)
                text: bubble.text
                textFormat: TextEdit.PlainText
                wrapMode: TextEdit.Wrap
                readOnly: true
                selectByMouse: true
                activeFocusOnTab: false
                font.pixelSize: Theme.body
                color: Theme.ink
                selectionColor: Theme.accent
                selectedTextColor: Theme.accentInk
                Accessible.ignored: true
                onActiveFocusChanged: if (!activeFocus) deselect()
            }
            Text {
                visible: bubble.isCut
                Layout.fillWidth: true
                text: qsTr("Only the beginning is shown here. All of it was sent; Copy gives all of it.")
                wrapMode: Text.Wrap
                font.pixelSize: Theme.small
                color: Theme.inkSoft
            }
        }
    }
}
