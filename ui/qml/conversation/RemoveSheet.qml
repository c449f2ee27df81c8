import QtQuick
import QtQuick.Layouts
import Sotto

/// Asks before a conversation is removed.
Sheet {
    id: sheet
    objectName: "removeSheet"

    required property ConversationListViewModel conversations
    property double conversation: 0
    property string conversationTitle: ""

    function ask(id: double, words: string) {
        conversation = id
        conversationTitle = words
        open()
        keep.forceActiveFocus(Qt.TabFocusReason)
    }

    title: qsTr("Remove this conversation?")
    onAccepted: conversations.remove(conversation)

    contentItem: ColumnLayout {
        spacing: Theme.space4

        Text {
            Layout.fillWidth: true
            text: qsTr("“%1” will be gone from this device. This cannot be undone.").arg(sheet.conversationTitle)
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            lineHeight: 1.3
            font.pixelSize: Theme.body
            color: Theme.ink
        }
        RowLayout {
            Layout.alignment: Qt.AlignRight
            spacing: Theme.space2
            TextButton { id: keep; text: qsTr("Keep it"); onClicked: sheet.reject() }
            TextButton { text: qsTr("Remove"); weight: TextButton.Warning; onClicked: sheet.accept() }
        }
    }
}
