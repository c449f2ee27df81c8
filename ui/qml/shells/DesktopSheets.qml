pragma ComponentBehavior: Bound

import QtQuick
import Sotto

/// The sheets over the window, each made when it is first opened.
Item {
    id: sheets

    required property DesktopViewModel app
    required property Actions actions

    /// Words for a screen reader.
    signal announced(string words)

    function openSearch() { search.open() }
    function openShortcuts() { shortcuts.open() }
    function openContext() { context.open() }
    function openModel() { model.open() }
    function openModels() { models.open() }
    function openFirstRun() { firstRun.open() }
    function chooseFiles() { files.open() }
    function rename(id: double, title: string) { (renaming.make() as RenameSheet).ask(id, title) }
    function remove(id: double, title: string) { (removing.make() as RemoveSheet).ask(id, title) }

    Connections {
        target: sheets.app.conversation.choices
        function onOpened() { choices.open() }
    }
    SheetLoader {
        id: search
        sourceComponent: SearchSheet {
            search: sheets.app.search
            closeKey: sheets.actions.back.firstKey
            onAnnounced: words => sheets.announced(words)
        }
    }
    SheetLoader {
        id: shortcuts
        sourceComponent: ShortcutSheet { objectName: "shortcuts"; actions: sheets.actions }
    }
    SheetLoader {
        id: context
        sourceComponent: ContextSheet {
            objectName: "contextSheet"
            title: sheets.actions.context.text
            context: sheets.app.conversation.context
            removeAction: sheets.actions.removeDocument
        }
    }
    SheetLoader {
        id: choices
        sourceComponent: ChoiceSheet { objectName: "choiceSheet"; choices: sheets.app.conversation.choices }
    }
    SheetLoader {
        id: model
        sourceComponent: ModelSheet {
            objectName: "modelSheet"
            models: sheets.app.models
            onLinkChosen: target => sheets.app.openLink(target)
            onCopyChosen: text => sheets.app.conversation.copy(text)
        }
    }
    Connections {
        target: sheets.app.firstRun
        function onWanted() { firstRun.open() }
    }
    SheetLoader {
        id: firstRun
        sourceComponent: FirstRunPage {
            objectName: "firstRun"
            setup: sheets.app.firstRun
            onCopyChosen: text => sheets.app.conversation.copy(text)
        }
    }
    SheetLoader {
        id: models
        sourceComponent: ModelsPage {
            objectName: "modelsPage"
            page: sheets.app.modelPage
            closeKey: sheets.actions.back.firstKey
            onSetupChosen: firstRun.open()
        }
    }
    SheetLoader {
        id: renaming
        sourceComponent: RenameSheet { conversations: sheets.app.conversations }
    }
    SheetLoader {
        id: removing
        sourceComponent: RemoveSheet { conversations: sheets.app.conversations }
    }
    Loader {
        id: files
        function open() {
            if (!active) {
                active = true
            }
            (item as OpenDialog).open()
        }
        active: false
        sourceComponent: OpenDialog {
            onChosen: urls => sheets.app.conversation.documents.open(urls)
        }
    }
}
