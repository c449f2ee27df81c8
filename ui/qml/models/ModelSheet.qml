pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// About the current model: its size, licence, source and model card.
Sheet {
    id: sheet

    required property ModelListViewModel models

    signal linkChosen(string target)
    signal copyChosen(string text)

    title: models.current.title
    widest: 640
    onAboutToShow: models.loadCard()

    contentItem: ColumnLayout {
        spacing: Theme.space4

        Flickable {
            id: page
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredHeight: Math.min(words.implicitHeight, (sheet.parent ? sheet.parent.height : 600) - 180)
            contentHeight: words.implicitHeight
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            activeFocusOnTab: true
            Accessible.role: Accessible.Document
            Accessible.name: sheet.title
            Keys.onUpPressed: scrollBar.decrease()
            Keys.onDownPressed: scrollBar.increase()
            ScrollBar.vertical: ThinScrollBar { id: scrollBar }

            Column {
                id: words
                width: page.width - Theme.space3
                spacing: Theme.space1

                Fact { text: sheet.models.current.facts }
                Fact {
                    text: sheet.models.currentLicence === "" ? qsTr("Its licence is not known.")
                                                             : qsTr("Licence: %1").arg(sheet.models.currentLicence)
                }
                Fact {
                    visible: sheet.models.currentSource !== ""
                    text: qsTr("From %1").arg(sheet.models.currentSource)
                }
                Item { width: 1; height: Theme.space3 }
                Repeater {
                    model: sheet.models.currentCard

                    AnswerBlock {
                        width: words.width
                        onLinkChosen: target => sheet.linkChosen(target)
                        onCopyChosen: text => sheet.copyChosen(text)
                    }
                }
            }
        }
        TextButton {
            Layout.alignment: Qt.AlignRight
            text: qsTr("Close")
            focus: true
            onClicked: sheet.close()
        }
    }

    component Fact: Text {
        width: words.width
        textFormat: Text.PlainText
        wrapMode: Text.Wrap
        font.pixelSize: Theme.small
        color: Theme.inkSoft
    }
}
