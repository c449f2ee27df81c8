pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Sotto

/// A document's text as a list of paragraphs, opened at a passage.
ReadingList {
    id: list
    objectName: "readerText"

    required property ReaderViewModel reader
    required property int side

    /// The keyboard moved from paragraph to paragraph: the ring is shown.
    property bool ringShown: false
    /// The passage stays in view until the page is moved.
    property bool seeking: false

    /// Scrolls to the passage, or to the beginning.
    function showPassage() {
        ringShown = false
        seeking = true
        seek()
        if (currentItem) {
            currentItem.focus = true // so that Tab comes here
        }
    }
    function seek() {
        if (count === 0) {
            return
        }
        const row = Math.max(0, reader.passageRow)
        currentIndex = row
        forceLayout()
        positionViewAtIndex(row, ListView.Beginning)
        const passage = itemAtIndex(row) as ReaderPassage
        if (passage && reader.passageRow >= 0) {
            moveTo(passage.y + passage.passageTop() - Math.round(height / 4))
        }
    }
    /// After the layout changed; the page may have been moved meanwhile.
    function seekAgain() {
        if (seeking) {
            seek()
        }
    }

    leftMargin: width > Theme.readingWidth ? Math.round((width - Theme.readingWidth) / 2) : side
    rightMargin: leftMargin
    topMargin: Theme.space2
    bottomMargin: Theme.space8
    cacheBuffer: 600
    model: reader
    Accessible.role: Accessible.Document
    Accessible.name: reader.title

    Keys.onSpacePressed: scrollBy(pageStep)
    onKeyUsed: {
        seeking = false
        ringShown = true
    }
    onHomePressed: {
        seeking = false
        currentIndex = 0
        positionViewAtBeginning()
    }
    onEndPressed: {
        seeking = false
        currentIndex = count - 1
        positionViewAtEnd()
    }
    onMovementStarted: seeking = false
    onWidthChanged: Qt.callLater(seekAgain)
    onHeightChanged: Qt.callLater(seekAgain)
    onContentHeightChanged: Qt.callLater(seekAgain)
    Component.onCompleted: Qt.callLater(showPassage)

    Connections {
        target: list.reader
        function onArrived() { Qt.callLater(list.showPassage) }
    }
    delegate: ReaderPassage {
        width: ListView.view.width - 2 * ListView.view.leftMargin
        byKey: list.ringShown
        onActiveFocusChanged: if (activeFocus) list.currentIndex = index
    }
    ScrollBar.vertical: ThinScrollBar { onPressedChanged: if (pressed) list.seeking = false }
}
