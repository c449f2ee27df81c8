pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Sotto

/// The conversations by day, the last used first.
ListView {
    id: list
    objectName: "conversationList"

    required property ConversationListViewModel conversations
    required property ChatViewModel chat
    required property Actions actions

    /// A conversation was opened.
    signal chosen()
    signal renameChosen(double id, string title)
    signal removeChosen(double id, string title)

    leftMargin: Theme.space3
    rightMargin: Theme.space3
    spacing: Theme.space1
    model: conversations
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    activeFocusOnTab: true
    keyNavigationEnabled: true
    highlightMoveDuration: 0
    currentIndex: count > 0 ? conversations.rowOf(chat.conversation) : -1
    section.property: "section"
    section.delegate: Text {
        required property string section
        width: ListView.view.width - 2 * Theme.space3
        text: section
        horizontalAlignment: Text.AlignLeft
        topPadding: Theme.space3
        bottomPadding: Theme.space1 + 2
        leftPadding: Theme.space2
        rightPadding: Theme.space2
        font.pixelSize: Theme.small
        color: Theme.inkSoft
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
    delegate: ConversationRow {
        width: ListView.view.width - 2 * Theme.space3
        chosen: conversationId === list.chat.conversation
        renameAction: list.actions.renameConversation
        removeAction: list.actions.removeConversation
        focus: true
        onClicked: {
            list.chat.open(conversationId)
            list.chosen()
        }
        onRenameChosen: list.renameChosen(conversationId, title)
        onRemoveChosen: list.removeChosen(conversationId, title)
    }
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Conversations")
    ScrollBar.vertical: ThinScrollBar {}
}
