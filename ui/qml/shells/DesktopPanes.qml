pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Sotto

/// The window's panes from left to right: conversations, the conversation, documents, a document's
/// text. A pane is only made while it is shown.
RowLayout {
    id: panes

    required property DesktopViewModel app
    required property Actions actions
    required property WindowRoom room
    required property Component conversationPane
    required property Component documentPane

    readonly property alias page: page
    readonly property alias documentsSide: documentsSide
    readonly property alias readerSide: readerSide

    /// A document's text was closed; the keyboard goes back to where it was opened.
    function closeReader() {
        app.conversation.reader.close()
        documentsSide.active ? documentsSide.forceActiveFocus(Qt.OtherFocusReason)
                             : page.forceActiveFocus(Qt.OtherFocusReason)
    }
    /// The keyboard does not stay with a list that is no longer shown.
    function leaveList() {
        if (!listSide.active && listSide.activeFocus) {
            page.composer.take()
        }
    }

    spacing: 0

    Loader {
        id: listSide
        active: panes.room.listShown
        visible: active
        onActiveChanged: Qt.callLater(panes.leaveList)
        Layout.preferredWidth: Theme.listWidth
        Layout.fillHeight: true
        sourceComponent: panes.conversationPane
    }
    Hairline { visible: listSide.visible }
    ChatPage {
        id: page
        Layout.fillWidth: true
        Layout.fillHeight: true
        conversation: panes.app.conversation
        title: panes.app.title
        models: panes.app.models
        onLinkChosen: target => panes.app.openLink(target)
        actions: panes.actions
        narrow: panes.room.narrow
        documentsBeside: documentsSide.active
        focus: true
    }
    Hairline { visible: documentsSide.visible }
    Loader {
        id: documentsSide
        objectName: "documentsSide"
        active: panes.room.forDocuments && panes.room.documentsWanted && !readerSide.active
        visible: active
        Layout.preferredWidth: Theme.documentsWidth
        Layout.fillHeight: true
        sourceComponent: panes.documentPane
    }
    Hairline { visible: readerSide.visible }
    Loader {
        id: readerSide
        objectName: "readerSide"
        active: panes.room.forReader && panes.app.conversation.reader.isOpen
        visible: active
        Layout.preferredWidth: panes.room.readerWidth
        Layout.fillHeight: true
        sourceComponent: ReaderPane {
            focus: true
            reader: panes.app.conversation.reader
            closeKey: panes.actions.back.firstKey
            onCloseChosen: panes.closeReader()
        }
    }
    Connections {
        target: panes.app.conversation.reader
        function onArrived() {
            if (readerSide.active) {
                readerSide.forceActiveFocus(Qt.OtherFocusReason)
            }
        }
    }

    component Hairline: Rectangle {
        Layout.fillHeight: true
        implicitWidth: Theme.lineWidth
        color: Theme.line
    }
}
