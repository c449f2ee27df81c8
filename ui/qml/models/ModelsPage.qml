pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// The installed models, and where new ones are imported.
FullPage {
    id: sheet

    required property ModelPageViewModel page
    required property string closeKey

    /// The user wants to be led to a model.
    signal setupChosen()

    onAboutToShow: page.reload()
    onOpened: importFile.forceActiveFocus(Qt.TabFocusReason)

    contentItem: FocusScope {
        focus: true

        ColumnLayout {
            anchors { fill: parent; topMargin: Theme.space2; bottomMargin: Theme.space4 }
            width: Math.min(720, parent.width)
            spacing: Theme.space3

            PaneHeader {
                Layout.leftMargin: Theme.space4
                Layout.rightMargin: Theme.space4
                title: qsTr("Models")
                closeName: "closeModels"
                closeKey: sheet.closeKey
                onCloseChosen: sheet.close()
            }
            Column {
                Layout.alignment: Qt.AlignHCenter
                Layout.preferredWidth: list.wide
                spacing: Theme.space3

                Text {
                    width: parent.width
                    text: qsTr("Drop a model here, or choose one: a GGUF file, a folder with config.json and weights, or a bundle from another device. Sotto itself never downloads anything.")
                    textFormat: Text.PlainText
                    horizontalAlignment: Text.AlignLeft
                    wrapMode: Text.Wrap
                    lineHeight: 1.3
                    font.pixelSize: Theme.body
                    color: Theme.ink
                }
                Flow {
                    width: parent.width
                    spacing: Theme.space2
                    TextButton {
                        id: importFile
                        objectName: "importFile"
                        focus: true
                        enabled: !sheet.page.job.running
                        text: qsTr("Import a file…")
                        onClicked: dialogs.chooseFile()
                    }
                    TextButton {
                        objectName: "importFolder"
                        enabled: !sheet.page.job.running
                        text: qsTr("Import a folder…")
                        onClicked: dialogs.chooseFolder()
                    }
                    TextButton {
                        objectName: "openSetup"
                        enabled: !sheet.page.job.running
                        text: qsTr("Where to get a model")
                        onClicked: {
                            sheet.close()
                            sheet.setupChosen()
                        }
                    }
                }
                ModelJob { width: parent.width; job: sheet.page.job }
            }
            Flickable {
                id: list
                readonly property real wide: Math.min(720, sheet.width - 2 * Theme.space4)
                Layout.fillWidth: true
                Layout.fillHeight: true
                contentHeight: rows.implicitHeight
                boundsBehavior: Flickable.StopAtBounds
                clip: true
                ScrollBar.vertical: ThinScrollBar {}

                function reveal(item: Item) {
                    contentY = Math.max(0, Math.min(item.y, contentHeight - height))
                }
                Column {
                    id: rows
                    anchors.horizontalCenter: parent.horizontalCenter
                    width: list.wide
                    spacing: Theme.space3
                    Repeater {
                        model: sheet.page
                        delegate: ModelRow {
                            id: row
                            width: rows.width
                            busy: sheet.page.job.running
                            onActiveFocusChanged: if (activeFocus) list.reveal(row)
                            onUseChosen: sheet.page.use(index)
                            onVerifyChosen: sheet.page.verify(index)
                            onExportChosen: dialogs.chooseTarget(index, title)
                            onRemoveChosen: removing.ask(index, title, sheet.page.sizeOf(index))
                        }
                    }
                }
            }
        }
        DropVeil {
            anchors.fill: parent
            words: qsTr("Drop it to import the model")
            onFilesDropped: files => sheet.page.importFrom(files[0])
        }
        ModelDialogs {
            id: dialogs
            onSourceChosen: path => sheet.page.importFrom(path)
            onTargetChosen: (row, file) => sheet.page.exportTo(row, file)
        }
        RemoveModelSheet {
            id: removing
            property bool confirmedRow: false
            onAboutToShow: confirmedRow = false
            onConfirmed: row => {
                confirmedRow = true
                sheet.page.remove(row)
            }
            // The button that had the focus goes with the model.
            onClosed: if (confirmedRow) importFile.forceActiveFocus(Qt.TabFocusReason)
        }
    }
}
