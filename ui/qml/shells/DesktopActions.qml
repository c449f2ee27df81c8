import QtQuick
import Sotto

/// What each action does in the desktop window.
Actions {
    id: actions

    required property Window window
    required property DesktopViewModel app
    required property WindowRoom room
    required property DesktopPanes panes
    required property DesktopDrawers drawers
    required property DesktopSheets sheets

    function toggleDocuments() {
        if (!room.forDocuments) {
            drawers.toggleDocuments()
        } else if (room.documentsWanted) {
            room.documentsWanted = false
            panes.page.composer.take()
        } else {
            room.documentsWanted = true
            panes.documentsSide.forceActiveFocus(Qt.ShortcutFocusReason)
        }
    }
    function stepBack() {
        if (app.conversation.chat.running) {
            app.conversation.chat.stop()
        } else if (app.conversation.chat.editing !== 0) {
            panes.page.composer.cancelEdit()
        } else if (panes.readerSide.activeFocus) {
            panes.closeReader()
        } else if (panes.documentsSide.activeFocus) {
            toggleDocuments()
        } else {
            panes.page.composer.take()
        }
    }
    function zoomTo(zoom: real) {
        Theme.zoom = Math.round(Math.max(0.8, Math.min(2.5, zoom)) * 10) / 10
    }

    send.onTriggered: panes.page.composer.send()
    back.onTriggered: stepBack()
    newConversation.onTriggered: {
        drawers.closeList()
        app.conversation.chat.startNew()
        panes.page.composer.take()
    }
    search.onTriggered: {
        drawers.closeList()
        sheets.openSearch()
    }
    conversations.onTriggered: {
        if (room.narrow) {
            drawers.toggleList()
        } else {
            room.listWanted = !room.listWanted
        }
    }
    openDocument.onTriggered: sheets.chooseFiles()
    documents.onTriggered: toggleDocuments()
    write.onTriggered: panes.page.composer.take()
    previousMessage.onTriggered: panes.page.transcript.go(-1)
    nextMessage.onTriggered: panes.page.transcript.go(1)
    latestAnswer.onTriggered: panes.page.transcript.goToLatestAnswer()
    copyAnswer.onTriggered: app.conversation.chat.copyLastAnswer()
    zoomIn.onTriggered: zoomTo(Theme.zoom + 0.1)
    zoomOut.onTriggered: zoomTo(Theme.zoom - 0.1)
    zoomReset.onTriggered: zoomTo(1)
    fullScreen.onTriggered: window.visibility = window.visibility === Window.FullScreen ? Window.Windowed
                                                                                       : Window.FullScreen
    shortcuts.onTriggered: sheets.openShortcuts()
    context.onTriggered: sheets.openContext()
    models.onTriggered: sheets.openModels()
    aboutModel.onTriggered: sheets.openModel()
    aboutModel.enabled: app.models.current.title !== ""
}
