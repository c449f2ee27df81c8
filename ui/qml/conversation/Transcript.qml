pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Sotto

/// The messages. It follows the end only while the reader is there.
ListView {
    id: view
    objectName: "transcript"

    required property AppViewModel app

    /// The reader is at the end and stays there.
    property bool following: true
    property bool hasNewText: false
    /// A key is moving the page (the pointer moves it through `moving`).
    property bool byKey: false
    /// The row that was looked for stays in view until the reader moves; -1: none.
    property int sought: -1
    /// The row that is marked for a moment; -1: none.
    property int marked: -1

    /// Moves the keyboard to a message, `step` before or after the current one.
    function go(step: int) {
        if (count === 0) {
            return
        }
        sought = -1
        const from = currentIndex < 0 ? count : currentIndex
        currentIndex = Math.max(0, Math.min(count - 1, from + step))
        byKey = true
        positionViewAtIndex(currentIndex, ListView.Contain)
        byKey = false
        if (currentItem) {
            currentItem.forceActiveFocus(Qt.TabFocusReason)
        }
    }
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
    function place() {
        forceLayout()
        positionViewAtEnd()
    }
    function scrollBy(step: real) {
        byKey = true
        contentY = Math.max(originY - topMargin,
                            Math.min(contentY + step, originY + contentHeight - height))
        byKey = false
    }
    function look() {
        sought = -1
        following = contentY + height >= originY + contentHeight - Theme.space2
        hasNewText = hasNewText && !following
    }
    function settle() {
        topMargin = Math.max(Theme.space4, height - contentHeight)
        if (following) {
            place()
        } else if (sought >= 0) {
            forceLayout()
            positionViewAtIndex(sought, ListView.Beginning)
        }
    }

    model: app.chat.messages
    clip: true
    spacing: Theme.space2
    boundsBehavior: Flickable.StopAtBounds
    cacheBuffer: 1200
    currentIndex: -1
    highlightFollowsCurrentItem: false
    keyNavigationEnabled: false
    activeFocusOnTab: true
    // A short conversation stands just above where one writes.
    topMargin: Theme.space4
    footer: Item { implicitHeight: Theme.space4 }

    Accessible.role: Accessible.List
    Accessible.name: qsTr("Messages")

    Keys.onUpPressed: go(-1)
    Keys.onDownPressed: go(1)
    Keys.onPressed: event => {
        if (event.key === Qt.Key_PageUp || event.key === Qt.Key_PageDown) {
            scrollBy((event.key === Qt.Key_PageUp ? -1 : 1) * (height - Theme.space12))
            event.accepted = true
        } else if (event.key === Qt.Key_End) {
            goToEnd()
            event.accepted = true
        } else if (event.key === Qt.Key_Home) {
            scrollBy(-contentHeight)
            event.accepted = true
        }
    }
    onActiveFocusChanged: if (activeFocus && currentIndex < 0) go(-1)
    // Only the reader's own moves count: the page also moves when it is laid out.
    onContentYChanged: if (moving || bar.pressed || byKey) look()
    onMovementEnded: look()
    onContentHeightChanged: Qt.callLater(settle)
    onHeightChanged: Qt.callLater(settle)

    Connections {
        target: view.app.chat
        function onOpened() {
            view.currentIndex = -1
            if (view.app.chat.openedAt >= 0) {
                Qt.callLater(view.showMessage, view.app.chat.openedAt)
            } else {
                view.goToEnd()
                Qt.callLater(view.goToEnd)
            }
        }
        function onTextArrived() { view.hasNewText = !view.following }
    }
    delegate: MessageRow {
        width: ListView.view.width
        idle: !view.app.chat.running
        marked: index === view.marked
        citations: isUser || isActive ? null : view.app.citations.of(index)
        onLinkChosen: target => view.app.openLink(target)
        onCopyTextChosen: text => view.app.copy(text)
        onCopyChosen: view.app.chat.copyMessage(index)
        onPassageChosen: (document, offset, length) => view.app.reader.open(document, offset, length)
        onAgainChosen: if (view.app.chat.tryAgain(index)) view.goToEnd()
        onActiveFocusChanged: if (activeFocus) view.currentIndex = index
    }
    ScrollBar.vertical: ThinScrollBar { id: bar }
    Timer { id: unmark; interval: 2500; onTriggered: view.marked = -1 }
}
