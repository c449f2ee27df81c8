pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// The parts of what the model would read. Documents can be removed from it.
Sheet {
    id: sheet

    required property ContextViewModel context
    required property UserAction removeAction

    widest: 520
    onOpened: context.known ? list.forceActiveFocus(Qt.TabFocusReason) : done.forceActiveFocus(Qt.TabFocusReason)

    contentItem: ColumnLayout {
        spacing: Theme.space3

        Text {
            Layout.fillWidth: true
            text: sheet.context.sizeWords
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
            font.pixelSize: Theme.small
            color: Theme.inkSoft
        }
        ListView {
            id: list
            objectName: "contextList"
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredHeight: Math.min(contentHeight, (sheet.parent ? sheet.parent.height : 600) - 260)
            model: sheet.context
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            activeFocusOnTab: true
            keyNavigationEnabled: true
            highlightMoveDuration: 0
            currentIndex: 0
            Accessible.role: Accessible.List
            Accessible.name: sheet.title
            ScrollBar.vertical: ThinScrollBar {}

            delegate: ContextRow {
                width: ListView.view.width
                focus: true
                removeAction: sheet.removeAction
                onRemoveChosen: sheet.context.remove(index)
            }
        }
        Text {
            visible: text !== ""
            Layout.fillWidth: true
            text: sheet.context.way
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignLeft
            lineHeight: 1.3
            font.pixelSize: Theme.small
            color: Theme.inkSoft
        }
        Flow {
            Layout.fillWidth: true
            layoutDirection: sheet.mirrored ? Qt.LeftToRight : Qt.RightToLeft
            spacing: Theme.space2

            TextButton {
                id: done
                text: qsTr("Close")
                onClicked: sheet.close()
            }
            TextButton {
                objectName: "askEachTime"
                visible: sheet.context.way !== ""
                text: qsTr("Ask me each time")
                onClicked: sheet.context.askEachTime()
            }
        }
    }
}
