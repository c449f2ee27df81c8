import QtQuick
import QtQuick.Layouts
import Sotto

/// Asks for a conversation's new title.
Sheet {
    id: sheet

    required property ConversationListViewModel conversations
    property double conversation: 0

    function ask(id: double, title: string) {
        conversation = id
        field.text = title
        open()
        field.selectAll()
        field.forceActiveFocus()
    }

    title: qsTr("Rename the conversation")
    onAccepted: conversations.rename(conversation, field.text)

    contentItem: ColumnLayout {
        spacing: Theme.space4

        PlainTextField {
            id: field
            objectName: "renameField"
            Layout.fillWidth: true
            maximumLength: 120
            Accessible.name: qsTr("Title")
            onAccepted: if (text.trim() !== "") sheet.accept()
        }
        RowLayout {
            Layout.alignment: Qt.AlignRight
            spacing: Theme.space2
            TextButton { text: qsTr("Cancel"); onClicked: sheet.reject() }
            TextButton {
                text: qsTr("Rename")
                weight: TextButton.Primary
                enabled: field.text.trim() !== ""
                onClicked: sheet.accept()
            }
        }
    }
}
