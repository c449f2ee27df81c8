pragma ComponentBehavior: Bound

import QtQuick
import QtQml
import QtQuick.Layouts
import Sotto

/// The line under a message: facts on the left; buttons that appear on hover and on focus.
RowLayout {
    id: line

    required property string figures
    required property string reused
    required property string endNote
    required property bool canTryAgain
    required property bool shown
    required property int sibling
    required property int siblingCount
    required property bool idle
    required property list<string> links

    signal copyChosen()
    signal againChosen()
    signal branchChosen(int step)
    signal linkChosen(string target)

    spacing: Theme.space4

    Text {
        readonly property list<string> facts: [line.endNote, line.figures].filter(words => words !== "")

        Layout.fillWidth: true
        Layout.alignment: Qt.AlignTop
        topPadding: Math.max(0, (Theme.target - Theme.small * 1.3) / 2)
        // Text of the program only: nothing in it comes from a message.
        text: facts.join(" · ") + (line.reused === "" ? "" : "&nbsp;&nbsp; <font color=\"" + Theme.accent + "\">"
                                                             + line.reused + "</font>")
        textFormat: Text.StyledText
        horizontalAlignment: Text.AlignLeft
        wrapMode: Text.Wrap
        lineHeight: 1.3
        font.pixelSize: Theme.small
        font.features: Theme.figures
        color: Theme.inkSoft
    }
    Row {
        id: actions
        Layout.alignment: Qt.AlignTop

        BranchSwitch {
            number: line.sibling
            count: line.siblingCount
            idle: line.idle
            onChosen: step => line.branchChosen(step)
        }
        IconButton {
            id: again
            objectName: "againButton"
            opacity: line.shown ? 1 : 0
            visible: line.canTryAgain
            activeFocusOnTab: line.shown
            sign: "again"
            words: qsTr("Try again")
            signSize: 18
            onClicked: line.againChosen()
        }
        IconButton {
            opacity: line.shown || menu.visible ? 1 : 0
            visible: line.links.length > 0
            activeFocusOnTab: line.shown
            sign: "link"
            words: qsTr("Links of this message")
            signSize: 18
            onClicked: menu.popup(this, 0, height)

            PlainMenu {
                id: menu
                width: 320

                Instantiator {
                    model: line.links
                    delegate: PlainMenuItem {
                        required property string modelData
                        text: modelData
                        onTriggered: line.linkChosen(modelData)
                    }
                    onObjectAdded: (index, object) => menu.insertItem(index, object as PlainMenuItem)
                    onObjectRemoved: (index, object) => menu.removeItem(object as PlainMenuItem)
                }
            }
        }
        CopyButton {
            shown: line.shown
            onChosen: line.copyChosen()
        }
    }
}
