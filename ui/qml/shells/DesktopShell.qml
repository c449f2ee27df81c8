pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// The desktop window: the list beside the conversation, or over it where there is little room.
ApplicationWindow {
    id: window

    required property AppViewModel app
    required property int theme
    required property bool highContrast

    /// The list has no room beside the conversation.
    readonly property bool narrow: width - Theme.listWidth < Theme.leastBesideList
    property bool listWanted: true
    property bool documentsWanted: false
    readonly property int roomBesideList: width - (!narrow && listWanted ? Theme.listWidth : 0)
    readonly property int conversationWidth: Math.round(440 * Math.max(1, Theme.zoom * 0.8))
    /// There is room for the documents beside the conversation.
    readonly property bool roomy: roomBesideList - Theme.documentsWidth >= conversationWidth
    /// There is room for a document's text there.
    readonly property bool roomToRead: roomBesideList - Theme.readerWidth >= conversationWidth

    function toggleList() {
        if (!narrow) {
            listWanted = !listWanted
        } else if (drawer.opened) {
            drawer.close()
        } else {
            drawer.open()
        }
    }
    function toggleDocuments() {
        if (!roomy) {
            documentsSheet.opened ? documentsSheet.close() : documentsSheet.open()
        } else if (documentsWanted) {
            documentsWanted = false
            page.composer.take()
        } else {
            documentsWanted = true
            documentsSide.forceActiveFocus(Qt.ShortcutFocusReason)
        }
    }
    function openDocuments() {
        if (openDialog.item) {
            (openDialog.item as OpenDialog).open()
        } else {
            openDialog.active = true
        }
    }
    /// The keyboard does not stay with a list that is gone.
    function leaveList() {
        if (!listSide.active && listSide.activeFocus) {
            page.composer.take()
        }
    }
    function startNew() {
        drawer.close()
        app.chat.startNew()
        page.composer.take()
    }
    function stepBack() {
        if (app.chat.running) {
            app.chat.stop()
        } else if (readerSide.activeFocus) {
            closeReader()
        } else if (documentsSide.activeFocus) {
            toggleDocuments()
        } else {
            page.composer.take()
        }
    }
    function findAnything() {
        drawer.close()
        searchSheet.open()
    }
    function closeReader() {
        app.reader.close()
        documentsSide.active ? documentsSide.forceActiveFocus(Qt.OtherFocusReason)
                             : page.forceActiveFocus(Qt.OtherFocusReason)
    }
    function askToRemove(id: double, title: string) { dialogs.remove(id, title) }
    function zoomBy(step: real) {
        Theme.zoom = Math.round(Math.max(0.8, Math.min(2.5, Theme.zoom + step)) * 10) / 10
    }

    visible: true
    minimumWidth: 360
    minimumHeight: 480
    title: app.title === "" ? "Sotto" : qsTr("%1 – Sotto").arg(app.title)
    color: Theme.page
    font.pixelSize: Theme.body
    LayoutMirroring.enabled: Application.layoutDirection === Qt.RightToLeft
    LayoutMirroring.childrenInherit: true

    Binding { target: Theme; property: "choice"; value: window.theme }
    Binding { target: Theme; property: "highContrast"; value: window.highContrast }
    Component.onCompleted: page.composer.take()
    onClosing: close => {
        close.accepted = false
        app.close()
    }

    RowLayout {
        anchors.fill: parent
        spacing: 0

        Loader {
            id: listSide
            active: !window.narrow && window.listWanted
            visible: active
            onActiveChanged: Qt.callLater(window.leaveList)
            Layout.preferredWidth: Theme.listWidth
            Layout.fillHeight: true
            sourceComponent: pane
        }
        Rectangle {
            visible: !window.narrow && window.listWanted
            Layout.fillHeight: true
            implicitWidth: Theme.lineWidth
            color: Theme.line
        }
        ChatPage {
            id: page
            Layout.fillWidth: true
            Layout.fillHeight: true
            app: window.app
            narrow: window.narrow
            documentsBeside: documentsSide.active
            focus: true
            onListChosen: window.toggleList()
            onAboutModelChosen: modelSheet.open()
            onDocumentsChosen: window.toggleDocuments()
            onAttachChosen: window.openDocuments()
            onContextChosen: contextSheet.open()
        }
        Rectangle {
            visible: documentsSide.visible
            Layout.fillHeight: true
            implicitWidth: Theme.lineWidth
            color: Theme.line
        }
        Loader {
            id: documentsSide
            objectName: "documentsSide"
            active: window.roomy && window.documentsWanted && !readerSide.active
            visible: active
            Layout.preferredWidth: Theme.documentsWidth
            Layout.fillHeight: true
            sourceComponent: documentPane
        }
        Rectangle {
            visible: readerSide.visible
            Layout.fillHeight: true
            implicitWidth: Theme.lineWidth
            color: Theme.line
        }
        Loader {
            id: readerSide
            objectName: "readerSide"
            active: window.roomToRead && window.app.reader.isOpen
            visible: active
            Layout.preferredWidth: Math.max(Theme.readerWidth, Math.min(Theme.readingWidth + Theme.space12,
                                                                        Math.round(window.roomBesideList * 0.42)))
            Layout.fillHeight: true
            sourceComponent: ReaderPane {
                focus: true
                reader: window.app.reader
                onCloseChosen: window.closeReader()
            }
        }
    }
    DropVeil {
        anchors.fill: parent
        onFilesDropped: files => window.app.documents.open(files)
    }
    Component {
        id: documentPane
        DocumentPane {
            focus: true
            documents: window.app.documents
            summaries: window.app.summaries
            onCloseChosen: window.toggleDocuments()
            onTextChosen: document => {
                documentsSheet.close()
                window.app.reader.open(document)
            }
            onAddChosen: window.openDocuments()
        }
    }
    Drawer {
        id: documentsSheet
        objectName: "documentsSheet"
        edge: window.LayoutMirroring.enabled ? Qt.LeftEdge : Qt.RightEdge
        width: Math.min(Theme.documentsWidth + Theme.space6, window.width * 0.92)
        height: window.height
        interactive: opened
        padding: 0
        background: Rectangle { color: Theme.page }
        Overlay.modal: Rectangle { color: Theme.shade }
        contentItem: Loader {
            active: !window.roomy && documentsSheet.visible
            sourceComponent: documentPane
            focus: true
        }
    }
    Loader {
        id: openDialog
        active: false
        onLoaded: (item as OpenDialog).open()
        sourceComponent: OpenDialog {
            onChosen: files => window.app.documents.open(files)
        }
    }
    Component {
        id: pane
        ConversationPane {
            app: window.app
            onChosen: {
                drawer.close()
                page.composer.take()
            }
            onNewChosen: window.startNew()
            onSearchChosen: window.findAnything()
            onRenameChosen: (id, title) => dialogs.rename(id, title)
            onRemoveChosen: (id, title) => window.askToRemove(id, title)
        }
    }
    Drawer {
        id: drawer
        objectName: "drawer"
        edge: window.LayoutMirroring.enabled ? Qt.RightEdge : Qt.LeftEdge
        width: Math.min(Theme.listWidth + Theme.space4, window.width * 0.85)
        height: window.height
        interactive: window.narrow
        padding: 0
        background: Rectangle { color: Theme.page }
        Overlay.modal: Rectangle { color: Theme.shade }
        contentItem: Loader {
            active: window.narrow
            sourceComponent: pane
            focus: true
        }
    }
    ReaderSheet {
        id: readerSheet
        parent: Overlay.overlay
        edge: documentsSheet.edge
        reader: window.app.reader
        beside: window.roomToRead
    }
    SearchSheet {
        id: searchSheet
        search: window.app.search
        onAnnounced: words => page.announce(words)
    }
    ConversationDialogs {
        id: dialogs
        conversations: window.app.conversations
    }
    ContextSheet { id: contextSheet; objectName: "contextSheet"; context: window.app.context }
    ChoiceSheet { id: choiceSheet; objectName: "choiceSheet"; choices: window.app.choices }
    ShortcutList { id: shortcuts; objectName: "shortcuts" }
    ModelSheet {
        id: modelSheet
        objectName: "modelSheet"
        models: window.app.models
        onLinkChosen: target => window.app.openLink(target)
        onCopyChosen: text => window.app.copy(text)
    }

    Connections {
        target: window.app
        function onClosable() { Qt.exit(0) }
        function onAnnounced(words: string) { page.announce(words) }
        function onQuestionWanted(question: string) { page.composer.sendText(question) }
    }
    Connections {
        target: window.app.choices
        function onOpened() { choiceSheet.open() }
    }
    Connections {
        target: window.app.reader
        function onArrived() {
            if (readerSide.active) {
                readerSide.forceActiveFocus(Qt.OtherFocusReason)
            }
        }
    }
    Connections {
        target: window.app.chat
        function onDraftReturned(question: string) { page.composer.giveBack(question) }
        function onAnnounced(words: string) { page.announce(words) }
    }
    onNarrowChanged: drawer.close()
    onRoomyChanged: documentsSheet.close()

    Shortcut { sequences: [StandardKey.New]; onActivated: window.startNew() }
    Shortcut { sequences: [StandardKey.Find, "Ctrl+K"]; onActivated: window.findAnything() }
    Shortcut { sequence: "Ctrl+B"; onActivated: window.toggleList() }
    Shortcut { sequences: [StandardKey.Open]; onActivated: window.openDocuments() }
    Shortcut { sequence: "Ctrl+D"; onActivated: window.toggleDocuments() }
    Shortcut { sequence: "Ctrl+L"; onActivated: page.composer.take() }
    Shortcut { sequence: "Esc"; onActivated: window.stepBack() }
    Shortcut { sequence: "Alt+Up"; onActivated: page.transcript.go(-1) }
    Shortcut { sequence: "Alt+Down"; onActivated: page.transcript.go(1) }
    Shortcut { sequence: "Ctrl+Shift+C"; onActivated: window.app.chat.copyLastAnswer() }
    Shortcut { sequences: ["F1", "Ctrl+?", "Ctrl+Shift+/"]; onActivated: shortcuts.open() }
    Shortcut { sequences: ["Ctrl++", "Ctrl+="]; onActivated: window.zoomBy(0.1) }
    Shortcut { sequence: "Ctrl+-"; onActivated: window.zoomBy(-0.1) }
    Shortcut { sequence: "Ctrl+0"; onActivated: Theme.zoom = 1 }
    Shortcut {
        sequence: "F11"
        onActivated: window.visibility = window.visibility === Window.FullScreen ? Window.Windowed
                                                                                 : Window.FullScreen
    }
}
