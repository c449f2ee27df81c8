pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// The list of conversations, and at its foot what answers and where everything stays.
FocusScope {
    id: pane

    required property AppViewModel app

    signal chosen()
    signal newChosen()
    signal searchChosen()
    signal renameChosen(double id, string title)
    signal removeChosen(double id, string title)

    Rectangle { anchors.fill: parent; color: Theme.page }

    ColumnLayout {
        anchors { fill: parent; topMargin: Theme.space4; bottomMargin: Theme.space3 }
        spacing: 0

        RowLayout {
            Layout.leftMargin: Theme.space4 + 4
            Layout.bottomMargin: Theme.space3 + 2
            spacing: Theme.space2

            Image {
                source: Theme.dark ? "icons/sotto-dark.svg" : "icons/sotto.svg"
                readonly property int side: Math.round(24 * Theme.signScale)
                sourceSize: Qt.size(side, side)
                Accessible.ignored: true
            }
            Text {
                text: "Sotto"
                font.pixelSize: Theme.lead
                font.weight: Font.DemiBold
                color: Theme.ink
                Accessible.ignored: true
            }
        }
        AbstractButton {
            id: finder
            objectName: "searchButton"
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space4
            Layout.rightMargin: Theme.space4
            Layout.bottomMargin: Theme.space3
            implicitHeight: Theme.target + 3
            leftPadding: Theme.space3
            rightPadding: Theme.space3
            focusPolicy: Qt.StrongFocus
            Accessible.role: Accessible.Button
            Accessible.name: qsTr("Search everything")
            Keys.onReturnPressed: click()
            Keys.onEnterPressed: click()
            onClicked: pane.searchChosen()

            contentItem: RowLayout {
                Text {
                    Layout.fillWidth: true
                    text: qsTr("Search everything")
                    horizontalAlignment: Text.AlignLeft
                    font.pixelSize: Theme.body
                    color: Theme.inkSoft
                    elide: Text.ElideRight
                }
                Text {
                    text: qsTr("Ctrl K")
                    font.pixelSize: Theme.small
                    color: Theme.inkSoft
                }
            }
            background: Rectangle {
                radius: Theme.radius
                color: finder.down ? Theme.line : finder.hovered ? Theme.hover : Theme.raised
                border.color: Theme.line
                border.width: Theme.lineWidth
                FocusRing { shown: finder.visualFocus }
            }
        }
        ItemDelegate {
            id: fresh
            objectName: "newConversation"
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space3
            Layout.rightMargin: Theme.space3
            implicitHeight: Theme.target + 3
            focusPolicy: Qt.StrongFocus
            leftPadding: Theme.space2
            rightPadding: Theme.space2
            Accessible.role: Accessible.Button
            Accessible.name: qsTr("New conversation")
            Keys.onReturnPressed: click()
            onClicked: pane.newChosen()

            contentItem: RowLayout {
                Text {
                    Layout.fillWidth: true
                    text: qsTr("New conversation")
                    horizontalAlignment: Text.AlignLeft
                    font.pixelSize: Theme.body
                    color: Theme.ink
                    elide: Text.ElideRight
                }
                Text {
                    text: qsTr("Ctrl N")
                    font.pixelSize: Theme.small
                    color: Theme.inkSoft
                }
            }
            background: Rectangle {
                radius: Theme.radius
                color: fresh.down ? Theme.line : fresh.hovered ? Theme.hover : "transparent"
                FocusRing { shown: fresh.visualFocus; distance: 0 }
            }
        }
        ListView {
            id: list
            objectName: "conversationList"
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.topMargin: Theme.space1
            leftMargin: Theme.space3
            rightMargin: Theme.space3
            spacing: Theme.space1
            model: pane.app.conversations
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            activeFocusOnTab: true
            keyNavigationEnabled: true
            highlightMoveDuration: 0
            currentIndex: count > 0 ? pane.app.conversations.rowOf(pane.app.chat.conversation) : -1
            section.property: "section"
            section.delegate: Text {
                required property string section
                width: ListView.view.width - 2 * Theme.space3
                text: section
                horizontalAlignment: Text.AlignLeft
                topPadding: Theme.space3
                bottomPadding: Theme.space1 + 2
                leftPadding: Theme.space2
                rightPadding: Theme.space2
                font.pixelSize: Theme.small
                color: Theme.inkSoft
                Accessible.role: Accessible.Heading
                Accessible.name: text
            }
            delegate: ConversationRow {
                width: ListView.view.width - 2 * Theme.space3
                chosen: conversationId === pane.app.chat.conversation
                focus: true
                onClicked: {
                    pane.app.chat.open(conversationId)
                    pane.chosen()
                }
                onRenameChosen: pane.renameChosen(conversationId, title)
                onRemoveChosen: pane.removeChosen(conversationId, title)
            }
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Conversations")
            ScrollBar.vertical: ThinScrollBar {}
        }
        Text {
            visible: text !== ""
            Layout.fillWidth: true
            Layout.margins: Theme.space4
            text: pane.app.conversations.notice
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            font.pixelSize: Theme.small
            color: Theme.caution
        }
        Rectangle {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space3
            Layout.rightMargin: Theme.space3
            Layout.bottomMargin: Theme.space3
            implicitHeight: Theme.lineWidth
            color: Theme.line
        }
        Text {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space4 + 4
            Layout.rightMargin: Theme.space4
            text: (pane.app.models.currentFacts === "" ? "" : pane.app.models.currentFacts + "\n")
                  + qsTr("Everything stays on this device.")
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            lineHeight: 1.25
            horizontalAlignment: Text.AlignLeft
            font.pixelSize: Theme.small
            font.features: Theme.figures
            color: Theme.inkSoft
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }
}
