import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// Rename and remove, each asked for in a sheet.
Item {
    id: dialogs

    required property ConversationListViewModel conversations

    property double conversation: 0
    property string title: ""

    function rename(id: double, words: string) {
        conversation = id
        title = words
        field.text = words
        renaming.open()
        field.selectAll()
        field.forceActiveFocus()
    }
    function remove(id: double, words: string) {
        conversation = id
        title = words
        removing.open()
        keep.forceActiveFocus(Qt.TabFocusReason)
    }

    Sheet {
        id: renaming
        title: qsTr("Rename the conversation")
        onAccepted: dialogs.conversations.rename(dialogs.conversation, field.text)

        contentItem: ColumnLayout {
            spacing: Theme.space4

            TextField {
                id: field
                Layout.fillWidth: true
                implicitHeight: Theme.target + 4
                font.pixelSize: Theme.body
                color: Theme.ink
                maximumLength: 120
                selectionColor: Theme.accent
                selectedTextColor: Theme.accentInk
                Accessible.name: qsTr("Title")
                onAccepted: if (text.trim() !== "") renaming.accept()
                background: Rectangle {
                    radius: Theme.radius
                    color: Theme.page
                    border.color: field.activeFocus ? Theme.accent : Theme.line
                    border.width: field.activeFocus ? Theme.ringWidth : Theme.lineWidth
                }
            }
            RowLayout {
                Layout.alignment: Qt.AlignRight
                spacing: Theme.space2
                TextButton { text: qsTr("Cancel"); onClicked: renaming.reject() }
                TextButton {
                    text: qsTr("Rename")
                    weight: TextButton.Primary
                    enabled: field.text.trim() !== ""
                    onClicked: renaming.accept()
                }
            }
        }
    }
    Sheet {
        id: removing
        title: qsTr("Remove this conversation?")
        onAccepted: dialogs.conversations.remove(dialogs.conversation)

        contentItem: ColumnLayout {
            spacing: Theme.space4

            Text {
                Layout.fillWidth: true
                text: qsTr("“%1” will be gone from this device. This cannot be undone.").arg(dialogs.title)
                textFormat: Text.PlainText
                wrapMode: Text.Wrap
                lineHeight: 1.3
                font.pixelSize: Theme.body
                color: Theme.ink
            }
            RowLayout {
                Layout.alignment: Qt.AlignRight
                spacing: Theme.space2
                TextButton { id: keep; text: qsTr("Keep it"); onClicked: removing.reject() }
                TextButton { text: qsTr("Remove"); weight: TextButton.Warning; onClicked: removing.accept() }
            }
        }
    }
}
