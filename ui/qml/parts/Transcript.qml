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

    /// Moves the keyboard to a message, `step` before or after the current one.
    function go(step: int) {
        if (count === 0) {
            return
        }
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
        settle()
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
        following = contentY + height >= originY + contentHeight - Theme.space2
        hasNewText = hasNewText && !following
    }
    function settle() {
        topMargin = Math.max(Theme.space4, height - contentHeight)
        if (following) {
            place()
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
            view.goToEnd()
            Qt.callLater(view.goToEnd)
        }
        function onTextArrived() { view.hasNewText = !view.following }
    }
    delegate: MessageRow {
        width: ListView.view.width
        idle: !view.app.chat.running
        onLinkChosen: target => view.app.openLink(target)
        onCopyTextChosen: text => view.app.copy(text)
        onCopyChosen: view.app.chat.copyMessage(index)
        onAgainChosen: if (view.app.chat.tryAgain(index)) view.goToEnd()
        onActiveFocusChanged: if (activeFocus) view.currentIndex = index
    }
    ScrollBar.vertical: ThinScrollBar { id: bar }
}
