pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Sotto

/// What comes over the conversation where there is no room beside it: the conversations, the
/// documents, and a document's text.
Item {
    id: drawers

    required property WindowRoom room
    required property ReaderViewModel reader
    required property Actions actions
    required property Component conversationPane
    required property Component documentPane

    readonly property bool mirrored: LayoutMirroring.enabled
    readonly property int trailingEdge: mirrored ? Qt.LeftEdge : Qt.RightEdge
    readonly property bool readerWanted: reader.isOpen && !room.forReader

    // The list can be pulled in from the edge, so it is there before it is opened.
    function makeList() {
        if (room.narrow) {
            list.make()
        }
    }
    function toggleList() { list.shown ? list.close() : list.open() }
    function closeList() { list.close() }
    function toggleDocuments() { documents.shown ? documents.close() : documents.open() }
    function closeDocuments() { documents.close() }

    Component.onCompleted: makeList()
    onReaderWantedChanged: readerWanted ? text.open() : text.close()

    Connections {
        target: drawers.room
        function onNarrowChanged() {
            list.close()
            drawers.makeList()
        }
        function onForDocumentsChanged() { documents.close() }
    }
    SheetLoader {
        id: list
        sourceComponent: SideDrawer {
            objectName: "drawer"
            parent: Overlay.overlay
            edge: drawers.mirrored ? Qt.RightEdge : Qt.LeftEdge
            width: Math.min(Theme.listWidth + Theme.space4, drawers.width * 0.85)
            interactive: drawers.room.narrow
            contentItem: Loader {
                active: drawers.room.narrow
                sourceComponent: drawers.conversationPane
                focus: true
            }
        }
    }
    SheetLoader {
        id: documents
        sourceComponent: SideDrawer {
            id: documentsDrawer
            objectName: "documentsSheet"
            parent: Overlay.overlay
            edge: drawers.trailingEdge
            width: Math.min(Theme.documentsWidth + Theme.space6, drawers.width * 0.92)
            interactive: opened
            contentItem: Loader {
                active: !drawers.room.forDocuments && documentsDrawer.visible
                sourceComponent: drawers.documentPane
                focus: true
            }
        }
    }
    SheetLoader {
        id: text
        sourceComponent: SideDrawer {
            id: textDrawer
            objectName: "readerSheet"
            parent: Overlay.overlay
            edge: drawers.trailingEdge
            width: parent ? Math.min(Theme.readingWidth + 2 * Theme.space8, parent.width) : 0
            interactive: opened
            onClosed: if (drawers.readerWanted) drawers.reader.close()
            contentItem: Loader {
                active: drawers.readerWanted
                focus: true
                sourceComponent: ReaderPane {
                    focus: true
                    reader: drawers.reader
                    closeKey: drawers.actions.back.firstKey
                    onCloseChosen: textDrawer.close()
                }
            }
        }
    }
}
