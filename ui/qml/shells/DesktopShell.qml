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

    readonly property bool narrow: width < Theme.narrow
    property bool listWanted: true

    function toggleList() {
        if (!narrow) {
            listWanted = !listWanted
        } else if (drawer.opened) {
            drawer.close()
        } else {
            drawer.open()
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
        } else {
            page.composer.take()
        }
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
            active: !window.narrow && window.listWanted
            visible: active
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
            focus: true
            onListChosen: window.toggleList()
            onAboutModelChosen: modelSheet.open()
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
    ConversationDialogs {
        id: dialogs
        conversations: window.app.conversations
    }
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
    }
    Connections {
        target: window.app.chat
        function onAnnounced(words: string) { page.announce(words) }
    }
    onNarrowChanged: drawer.close()

    Shortcut { sequences: [StandardKey.New]; onActivated: window.startNew() }
    Shortcut { sequence: "Ctrl+B"; onActivated: window.toggleList() }
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
