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
    property bool placing: false

    /// Moves the keyboard to a message, `step` before or after the current one.
    function go(step: int) {
        if (count === 0) {
            return
        }
        const from = currentIndex < 0 ? count : currentIndex
        currentIndex = Math.max(0, Math.min(count - 1, from + step))
        positionViewAtIndex(currentIndex, ListView.Contain)
        if (currentItem) {
            currentItem.forceActiveFocus(Qt.TabFocusReason)
        }
    }
    function goToEnd() {
        following = true
        hasNewText = false
        place()
    }
    function place() {
        placing = true
        forceLayout()
        positionViewAtEnd()
        placing = false
    }
    function settle() {
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
    topMargin: Math.max(Theme.space4, height - contentHeight - bottomMargin)
    bottomMargin: Theme.space4

    Accessible.role: Accessible.List
    Accessible.name: qsTr("Messages")

    Keys.onUpPressed: go(-1)
    Keys.onDownPressed: go(1)
    Keys.onPressed: event => {
        if (event.key === Qt.Key_PageUp || event.key === Qt.Key_PageDown) {
            const step = (event.key === Qt.Key_PageUp ? -1 : 1) * (height - Theme.space12)
            contentY = Math.max(originY - topMargin,
                                Math.min(contentY + step, originY + contentHeight + bottomMargin - height))
            event.accepted = true
        } else if (event.key === Qt.Key_End) {
            goToEnd()
            event.accepted = true
        } else if (event.key === Qt.Key_Home) {
            positionViewAtBeginning()
            event.accepted = true
        }
    }
    onActiveFocusChanged: if (activeFocus && currentIndex < 0) go(-1)
    onContentYChanged: {
        if (!placing) {
            following = atYEnd || contentHeight + topMargin + bottomMargin <= height
            hasNewText = hasNewText && !following
        }
    }
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
    ScrollBar.vertical: ThinScrollBar {}
}
