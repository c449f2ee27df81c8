pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// Searches all messages and documents while the user types. The arrow keys choose, Enter opens.
Popup {
    id: sheet
    objectName: "searchSheet"

    required property SearchViewModel search
    required property string closeKey

    /// Words for a screen reader.
    signal announced(string words)

    function choose(row: int) {
        if (row >= 0 && row < list.count) {
            close() // before opening, so that what opens gets the keyboard
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
    // One height for all results, so that nothing jumps while the user types.
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

            PlainTextField {
                id: field
                objectName: "searchField"
                Layout.fillWidth: true
                implicitHeight: Theme.target + Theme.space2
                focus: true
                text: sheet.search.query
                maximumLength: 500
                placeholderText: qsTr("Search all messages and documents")
                inputMethodHints: Qt.ImhNoPredictiveText
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
            }
            IconButton {
                objectName: "closeSearch"
                sign: "close"
                words: qsTr("Close")
                keys: sheet.closeKey
                onClicked: sheet.close()
            }
        }
        Text {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space1
            Layout.rightMargin: Theme.space1
            text: sheet.search.summary !== "" ? sheet.search.summary
                : qsTr("Finds text with all of the words, in any order. “Words in quotes” are found together.")
            textFormat: Text.PlainText
            horizontalAlignment: Text.AlignLeft
            wrapMode: Text.Wrap
            font.pixelSize: Theme.small
            font.features: Theme.figures
            color: Theme.inkSoft
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
        SearchHits {
            id: list
            visible: count > 0
            Layout.fillWidth: true
            Layout.fillHeight: true
            model: sheet.search
            onChosen: row => sheet.choose(row)
        }
    }
}
