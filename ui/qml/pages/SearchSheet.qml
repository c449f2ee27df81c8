pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// One field over the conversation; what is found in all messages and documents comes while one
/// types. The arrow keys choose, Enter opens, Esc closes.
Popup {
    id: sheet
    objectName: "searchSheet"

    required property SearchViewModel search

    /// Words for a screen reader.
    signal announced(string words)

    function choose(row: int) {
        if (row >= 0 && row < list.count) {
            close() // first, so that what opens gets the keyboard
            search.open(row)
        }
    }
    function step(by: int) {
        if (list.count === 0) {
            return
        }
        list.currentIndex = Math.max(0, Math.min(list.count - 1, list.currentIndex + by))
        list.positionViewAtIndex(list.currentIndex, ListView.Contain)
        announced((list.currentItem as SearchHit).spoken)
    }

    readonly property int margin: parent && parent.width < Theme.narrow ? Theme.space2 : Theme.space8

    parent: Overlay.overlay
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: margin
    width: parent ? Math.min(Math.max(640, Theme.readingWidth), parent.width - 2 * margin) : 640
    // One height for all that is found: nothing jumps while one types.
    height: !parent ? 480
          : Math.min(parent.height - 2 * margin, list.count > 0 ? 42 * Theme.base : column.implicitHeight + 2 * padding)
    modal: true
    focus: true
    padding: Theme.space3
    font.pixelSize: Theme.body
    background: Rectangle {
        color: Theme.raised
        border.color: Theme.line
        border.width: Theme.lineWidth
        radius: Theme.radiusSheet
    }
    Overlay.modal: Rectangle { color: Theme.shade }
    enter: Transition { NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.quick } }
    exit: Transition { NumberAnimation { property: "opacity"; from: 1; to: 0; duration: Theme.quick } }
    onAboutToShow: {
        field.selectAll()
        field.forceActiveFocus(Qt.PopupFocusReason)
    }

    Connections {
        target: sheet.search
        function onChanged() {
            list.currentIndex = list.count > 0 ? 0 : -1
            list.positionViewAtBeginning()
            if (sheet.opened && sheet.search.summary !== "") {
                sheet.announced(sheet.search.summary)
            }
        }
    }

    contentItem: ColumnLayout {
        id: column
        spacing: Theme.space2

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.space1

            TextField {
                id: field
                objectName: "searchField"
                Layout.fillWidth: true
                implicitHeight: Theme.target + Theme.space2
                focus: true
                text: sheet.search.query
                maximumLength: 500
                placeholderText: qsTr("Search all messages and documents")
                placeholderTextColor: Theme.inkSoft
                font.pixelSize: Theme.body
                color: Theme.ink
                selectionColor: Theme.accent
                selectedTextColor: Theme.accentInk
                inputMethodHints: Qt.ImhNoPredictiveText
                Accessible.role: Accessible.EditableText
                Accessible.name: placeholderText
                Accessible.description: sheet.search.summary
                onTextEdited: sheet.search.query = text
                onAccepted: sheet.choose(list.currentIndex)
                Keys.onUpPressed: sheet.step(-1)
                Keys.onDownPressed: sheet.step(1)
                Keys.onPressed: event => {
                    if (event.key === Qt.Key_PageUp || event.key === Qt.Key_PageDown) {
                        sheet.step(event.key === Qt.Key_PageUp ? -5 : 5)
                        event.accepted = true
                    }
                }
                background: Rectangle {
                    radius: Theme.radius
                    color: Theme.page
                    border.color: field.activeFocus ? Theme.accent : Theme.line
                    border.width: field.activeFocus ? Theme.ringWidth : Theme.lineWidth
                }
            }
            IconButton {
                objectName: "closeSearch"
                sign: "close"
                words: qsTr("Close (Esc)")
                onClicked: sheet.close()
            }
        }
        Text {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space1
            Layout.rightMargin: Theme.space1
            text: sheet.search.summary !== "" ? sheet.search.summary
                : qsTr("All words must occur, in any order; “words in quotes” stand together.")
            textFormat: Text.PlainText
            horizontalAlignment: Text.AlignLeft
            wrapMode: Text.Wrap
            font.pixelSize: Theme.small
            font.features: Theme.figures
            color: Theme.inkSoft
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
        ListView {
            id: list
            objectName: "searchHits"
            visible: count > 0
            Layout.fillWidth: true
            Layout.fillHeight: true
            model: sheet.search
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            keyNavigationEnabled: false
            highlightFollowsCurrentItem: false
            currentIndex: -1
            spacing: 2
            section.property: "group"
            section.delegate: Text {
                required property string section
                width: ListView.view.width
                text: section
                horizontalAlignment: Text.AlignLeft
                topPadding: Theme.space2
                bottomPadding: Theme.space1
                leftPadding: Theme.space1
                font.pixelSize: Theme.small
                font.weight: Font.DemiBold
                color: Theme.inkSoft
                Accessible.role: Accessible.Heading
                Accessible.name: text
            }
            delegate: SearchHit {
                width: ListView.view.width
                current: ListView.isCurrentItem
                onClicked: sheet.choose(index)
            }
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Found")
            ScrollBar.vertical: ThinScrollBar {}
        }
    }
}
