pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// The first run, in four steps. Each can be skipped, and Esc skips all that are left.
FullPage {
    id: sheet

    required property FirstRunViewModel setup

    property int step: 0
    readonly property list<string> titles: [qsTr("Welcome to Sotto"), qsTr("This machine"),
                                            qsTr("Get a model"), qsTr("Check the model")]
    readonly property bool last: step === titles.length - 1
    readonly property real wide: Math.min(640, width - 2 * Theme.space4)

    signal copyChosen(string text)

    function go(to: int) {
        step = to
        scroll.contentY = 0
        next.forceActiveFocus(Qt.TabFocusReason)
    }

    onAboutToShow: {
        step = 0
        setup.load()
    }
    onOpened: next.forceActiveFocus(Qt.TabFocusReason)
    onClosed: setup.finish()

    Connections {
        target: sheet.setup
        function onImported() {
            if (sheet.visible) {
                sheet.go(3)
                sheet.setup.check()
            }
        }
    }

    contentItem: FocusScope {
        focus: true

        ColumnLayout {
            anchors { top: parent.top; bottom: parent.bottom; horizontalCenter: parent.horizontalCenter; topMargin: Theme.space8; bottomMargin: Theme.space4 }
            width: sheet.wide
            spacing: Theme.space4

            Text {
                text: qsTr("Step %1 of %2").arg(sheet.step + 1).arg(sheet.titles.length)
                font.pixelSize: Theme.small
                color: Theme.inkSoft
            }
            Text {
                objectName: "stepTitle"
                Layout.fillWidth: true
                text: sheet.titles[sheet.step]
                textFormat: Text.PlainText
                horizontalAlignment: Text.AlignLeft
                wrapMode: Text.Wrap
                font.pixelSize: Theme.title
                font.weight: Font.DemiBold
                color: Theme.ink
                Accessible.role: Accessible.Heading
                Accessible.name: text
            }
            Flickable {
                id: scroll
                Layout.fillWidth: true
                Layout.fillHeight: true
                contentHeight: body.implicitHeight
                boundsBehavior: Flickable.StopAtBounds
                clip: true
                ScrollBar.vertical: ThinScrollBar {}

                Item {
                    id: body
                    readonly property Item shown: [welcome, machine, get, check][sheet.step]
                    width: scroll.width - Theme.space2
                    implicitHeight: shown.implicitHeight + Theme.space1

                    WelcomeStep { id: welcome; x: 2; visible: sheet.step === 0; width: body.width - 4; setup: sheet.setup }
                    MachineStep { id: machine; x: 2; visible: sheet.step === 1; width: body.width - 4; setup: sheet.setup }
                    GetModelStep { id: get; x: 2; visible: sheet.step === 2; width: body.width - 4; setup: sheet.setup; onCopyChosen: text => sheet.copyChosen(text) }
                    CheckStep { id: check; x: 2; visible: sheet.step === 3; width: body.width - 4; setup: sheet.setup }
                }
            }
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.space2
                TextButton { objectName: "backStep"; visible: sheet.step > 0; text: qsTr("Back"); onClicked: sheet.go(sheet.step - 1) }
                Item { Layout.fillWidth: true }
                TextButton { objectName: "skipSetup"; visible: !sheet.last; text: qsTr("Skip all"); onClicked: sheet.close() }
                TextButton {
                    id: next
                    objectName: "nextStep"
                    focus: true
                    weight: TextButton.Primary
                    text: sheet.last ? qsTr("Start writing") : qsTr("Next")
                    onClicked: sheet.last ? sheet.close() : sheet.go(sheet.step + 1)
                }
            }
        }
        DropVeil {
            anchors.fill: parent
            words: qsTr("Drop it to look at the model")
            onFilesDropped: files => {
                get.door = "files"
                sheet.go(2)
                sheet.setup.look(files[0])
            }
        }
    }
}
