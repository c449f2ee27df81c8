pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Dialogs
import Sotto

/// The desktop's dialogs that choose what to import and where to export.
Item {
    id: dialogs

    signal sourceChosen(url path)
    signal targetChosen(int row, url file)

    function chooseFile() { files.active = true; (files.item as FileDialog).open() }
    function chooseFolder() { folders.active = true; (folders.item as FolderDialog).open() }
    function chooseTarget(row: int, name: string) {
        targets.row = row
        targets.active = true
        const dialog = targets.item as FileDialog
        dialog.selectedFile = dialog.currentFolder + "/" + name + ".tar"
        dialog.open()
    }

    Loader {
        id: files
        active: false
        sourceComponent: FileDialog {
            title: qsTr("Import a model")
            nameFilters: [qsTr("Models (*.gguf *.tar)"), qsTr("All files (*)")]
            onAccepted: dialogs.sourceChosen(selectedFile)
        }
    }
    Loader {
        id: folders
        active: false
        sourceComponent: FolderDialog {
            title: qsTr("Import a model from a folder")
            onAccepted: dialogs.sourceChosen(selectedFolder)
        }
    }
    Loader {
        id: targets
        property int row: -1
        active: false
        sourceComponent: FileDialog {
            title: qsTr("Export the model")
            fileMode: FileDialog.SaveFile
            nameFilters: [qsTr("Bundles (*.tar)")]
            onAccepted: dialogs.targetChosen(targets.row, selectedFile)
        }
    }
}
