pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Sotto

/// A document's text over the conversation, where there is no room beside it.
Drawer {
    id: sheet
    objectName: "readerSheet"

    required property ReaderViewModel reader
    /// There is room beside the conversation.
    required property bool beside

    readonly property bool wanted: reader.isOpen && !beside

    width: parent ? Math.min(Theme.readingWidth + 2 * Theme.space8, parent.width) : 0
    height: parent ? parent.height : 0
    interactive: opened
    padding: 0
    background: Rectangle { color: Theme.page }
    Overlay.modal: Rectangle { color: Theme.shade }
    onWantedChanged: wanted ? open() : close()
    onClosed: if (wanted) reader.close()

    contentItem: Loader {
        active: sheet.wanted
        focus: true
        sourceComponent: ReaderPane {
            focus: true
            reader: sheet.reader
            onCloseChosen: sheet.close()
        }
    }
}
