pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Sotto

/// The desktop window: the list beside the conversation, or over it where there is little room.
ApplicationWindow {
    id: window

    required property DesktopViewModel app
    required property Appearance appearance

    readonly property alias narrow: room.narrow
    readonly property alias actions: actions

    visible: true
    minimumWidth: 360
    minimumHeight: 480
    title: app.title === "" ? "Sotto" : qsTr("%1 – Sotto").arg(app.title)
    color: Theme.page
    font.pixelSize: Theme.body
    LayoutMirroring.enabled: Application.layoutDirection === Qt.RightToLeft
    LayoutMirroring.childrenInherit: true

    Binding { target: Theme; property: "appearance"; value: window.appearance }
    Component.onCompleted: panes.page.composer.take()
    onClosing: close => {
        close.accepted = false
        app.conversation.close()
    }

    WindowRoom { id: room; width: window.width }
    DesktopActions {
        id: actions
        window: window
        app: window.app
        room: room
        panes: panes
        drawers: drawers
        sheets: sheets
    }
    ActionShortcuts { actions: actions }

    DesktopPanes {
        id: panes
        anchors.fill: parent
        app: window.app
        actions: actions
        room: room
        conversationPane: conversationPane
        documentPane: documentPane
    }
    DropVeil {
        anchors.fill: parent
        onFilesDropped: files => window.app.conversation.documents.open(files)
    }
    DesktopDrawers {
        id: drawers
        anchors.fill: parent
        room: room
        reader: window.app.conversation.reader
        actions: actions
        conversationPane: conversationPane
        documentPane: documentPane
    }
    DesktopSheets {
        id: sheets
        app: window.app
        actions: actions
        onAnnounced: words => panes.page.announce(words)
    }
    Component {
        id: conversationPane
        ConversationPane {
            conversations: window.app.conversations
            chat: window.app.conversation.chat
            model: window.app.conversation.model
            actions: window.actions
            onChosen: {
                drawers.closeList()
                panes.page.composer.take()
            }
            onRenameChosen: (id, title) => sheets.rename(id, title)
            onRemoveChosen: (id, title) => sheets.remove(id, title)
        }
    }
    Component {
        id: documentPane
        DocumentPane {
            focus: true
            documents: window.app.conversation.documents
            summaries: window.app.conversation.summaries
            actions: window.actions
            onTextChosen: document => {
                drawers.closeDocuments()
                window.app.conversation.reader.open(document)
            }
        }
    }
    Connections {
        target: window.app.conversation
        function onClosable() { Qt.exit(0) }
        function onAnnounced(words: string) { panes.page.announce(words) }
        function onQuestionWanted(question: string) { panes.page.composer.sendText(question) }
    }
    Connections {
        target: window.app.conversation.chat
        function onDraftReturned(question: string) { panes.page.composer.giveBack(question) }
        function onEditBegun(question: string) { panes.page.composer.put(question) }
    }
}
