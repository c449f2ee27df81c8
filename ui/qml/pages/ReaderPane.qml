pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// A document's text, opened at a passage.
FocusScope {
    id: pane
    objectName: "readerPane"

    required property ReaderViewModel reader

    signal closeChosen()

    readonly property bool isWide: width > Theme.readingWidth
    readonly property int side: width > 480 ? Theme.space6 : Theme.space4 + 2

    Rectangle { anchors.fill: parent; color: Theme.page }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        RowLayout {
            Layout.fillWidth: true
            Layout.preferredHeight: Math.max(52, Theme.target + Theme.space3)
            Layout.leftMargin: pane.side
            Layout.rightMargin: Theme.space2

            Text {
                Layout.fillWidth: true
                text: pane.reader.title
                textFormat: Text.PlainText
                horizontalAlignment: Text.AlignLeft
                font.pixelSize: Theme.body
                font.weight: Font.DemiBold
                color: Theme.ink
                elide: Text.ElideMiddle
                Accessible.role: Accessible.Heading
                Accessible.name: text
            }
            IconButton {
                objectName: "closeReader"
                sign: "close"
                words: qsTr("Close (Esc)")
                onClicked: pane.closeChosen()
            }
        }
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: Theme.lineWidth
            color: Theme.line
        }
        Text {
            visible: text !== ""
            Layout.fillWidth: true
            Layout.margins: pane.side
            text: pane.reader.notice
            textFormat: Text.PlainText
            horizontalAlignment: Text.AlignLeft
            wrapMode: Text.Wrap
            font.pixelSize: Theme.body
            color: Theme.caution
            Accessible.role: Accessible.AlertMessage
            Accessible.name: text
        }
        ListView {
            id: list
            objectName: "readerText"

            property bool byKey: false
            /// The passage stays in view until the reader moves.
            property bool isSeeking: false

            function seek() {
                const row = Math.max(0, pane.reader.passageRow)
                if (count === 0) {
                    return
                }
                currentIndex = row
                forceLayout()
                positionViewAtIndex(row, ListView.Beginning)
                const passage = itemAtIndex(row) as ReaderPassage
                if (passage && pane.reader.passageRow >= 0) {
                    moveTo(passage.y + passage.passageTop() - Math.round(height / 4))
                }
            }
            /// After the layout changed; the reader may have moved meanwhile.
            function seekAgain() {
                if (isSeeking) {
                    seek()
                }
            }
            function moveTo(top: real) {
                contentY = Math.max(originY - topMargin,
                                    Math.min(top, originY + contentHeight + bottomMargin - height))
            }
            function go(step: int) {
                isSeeking = false
                byKey = true
                currentIndex = Math.max(0, Math.min(count - 1, currentIndex + step))
                positionViewAtIndex(currentIndex, ListView.Contain)
                if (currentItem) {
                    currentItem.forceActiveFocus(Qt.TabFocusReason)
                }
            }
            function scrollBy(step: real) {
                isSeeking = false
                moveTo(contentY + step)
            }

            Layout.fillWidth: true
            Layout.fillHeight: true
            leftMargin: pane.isWide ? Math.round((width - Theme.readingWidth) / 2) : pane.side
            rightMargin: leftMargin
            topMargin: Theme.space2
            bottomMargin: Theme.space8
            model: pane.reader
            clip: true
            focus: true
            activeFocusOnTab: true
            boundsBehavior: Flickable.StopAtBounds
            cacheBuffer: 600
            currentIndex: -1
            highlightFollowsCurrentItem: false
            keyNavigationEnabled: false
            Accessible.role: Accessible.Document
            Accessible.name: pane.reader.title

            Keys.onUpPressed: go(-1)
            Keys.onDownPressed: go(1)
            Keys.onSpacePressed: scrollBy(height - Theme.space12)
            Keys.onPressed: event => {
                const page = height - Theme.space12
                if (event.key === Qt.Key_PageUp || event.key === Qt.Key_PageDown) {
                    scrollBy(event.key === Qt.Key_PageUp ? -page : page)
                    event.accepted = true
                } else if (event.key === Qt.Key_Home || event.key === Qt.Key_End) {
                    isSeeking = false
                    currentIndex = event.key === Qt.Key_Home ? 0 : count - 1
                    event.key === Qt.Key_Home ? positionViewAtBeginning() : positionViewAtEnd()
                    event.accepted = true
                }
            }
            onMovementStarted: isSeeking = false
            onWidthChanged: Qt.callLater(seekAgain)
            onHeightChanged: Qt.callLater(seekAgain)
            onContentHeightChanged: Qt.callLater(seekAgain)
            Component.onCompleted: Qt.callLater(pane.showPassage)

            delegate: ReaderPassage {
                width: ListView.view.width - 2 * ListView.view.leftMargin
                byKey: list.byKey
                onActiveFocusChanged: if (activeFocus) list.currentIndex = index
            }
            ScrollBar.vertical: ThinScrollBar { onPressedChanged: if (pressed) list.isSeeking = false }
        }
    }
    /// Scrolls to the passage, or to the beginning.
    function showPassage() {
        list.byKey = false
        list.isSeeking = true
        list.seek()
        if (list.currentItem) {
            list.currentItem.focus = true // the keyboard's place, whenever it comes here
        }
    }
    Connections {
        target: pane.reader
        function onArrived() { Qt.callLater(pane.showPassage) }
    }
}
