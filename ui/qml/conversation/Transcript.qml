pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Sotto

/// The messages. It follows the end of the text only while the end is in view.
ReadingList {
    id: view
    objectName: "transcript"

    required property ConversationViewModel conversation

    signal linkChosen(string target)

    /// The end is in view and stays there.
    property bool following: true
    property bool hasNewText: false
    /// The row that was opened stays in view until the page is moved; -1: none.
    property int sought: -1
    /// The row that is marked for a moment; -1: none.
    property int marked: -1

    function goToEnd() {
        following = true
        hasNewText = false
        sought = -1
        settle()
    }
    function showMessage(row: int) {
        following = false
        hasNewText = false
        sought = row
        marked = row
        unmark.restart()
        currentIndex = row
        settle()
        if (currentItem) {
            currentItem.forceActiveFocus(Qt.OtherFocusReason)
        }
    }
    function goToLatestAnswer() {
        const row = conversation.chat.messages.lastAnswer()
        if (row >= 0) {
            showMessage(row)
        }
    }
    /// After the user moved the page.
    function look() {
        sought = -1
        following = contentY + height >= originY + contentHeight - Theme.space2
        hasNewText = hasNewText && !following
    }
    /// After the layout changed.
    function settle() {
        topMargin = Math.max(Theme.space4, height - contentHeight)
        if (following) {
            forceLayout()
            positionViewAtEnd()
        } else if (sought >= 0) {
            forceLayout()
            positionViewAtIndex(sought, ListView.Beginning)
        }
    }

    model: conversation.chat.messages
    spacing: Theme.space2
    cacheBuffer: 1200
    // A short conversation stands just above the composer.
    topMargin: Theme.space4
    footer: Item { implicitHeight: Theme.space4 }

    Accessible.role: Accessible.List
    Accessible.name: qsTr("Messages")

    onKeyUsed: sought = -1
    onHomePressed: scrollBy(-contentHeight)
    onEndPressed: goToEnd()
    onActiveFocusChanged: if (activeFocus && currentIndex < 0) go(-1)
    // Only the user's moves count: the page also moves when it is laid out.
    onContentYChanged: if (moving || bar.pressed || byKey) look()
    onMovementEnded: look()
    onContentHeightChanged: Qt.callLater(settle)
    onHeightChanged: Qt.callLater(settle)

    Connections {
        target: view.conversation.chat
        function onOpened() {
            view.currentIndex = -1
            if (view.conversation.chat.openedAt >= 0) {
                Qt.callLater(view.showMessage, view.conversation.chat.openedAt)
            } else {
                view.goToEnd()
                Qt.callLater(view.goToEnd)
            }
        }
        function onTextArrived() { view.hasNewText = !view.following }
    }
    delegate: MessageRow {
        width: ListView.view.width
        idle: !view.conversation.chat.running
        marked: index === view.marked
        citations: isUser || isActive ? null : view.conversation.citations.of(index)
        onLinkChosen: target => view.linkChosen(target)
        onCopyTextChosen: text => view.conversation.copy(text)
        onCopyChosen: view.conversation.chat.copyMessage(index)
        onPassageChosen: (document, offset, length) => view.conversation.reader.open(document, offset, length)
        onAgainChosen: if (view.conversation.chat.tryAgain(index)) view.goToEnd()
        onEditChosen: view.conversation.chat.edit(index)
        onBranchChosen: step => view.conversation.chat.chooseBranch(index, step)
        onActiveFocusChanged: if (activeFocus) view.currentIndex = index
    }
    ScrollBar.vertical: ThinScrollBar { id: bar }
    Timer { id: unmark; interval: 2500; onTriggered: view.marked = -1 }
}
