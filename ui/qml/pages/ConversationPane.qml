import QtQuick
import QtQuick.Layouts
import Sotto

/// The list of conversations; below it the model, and that everything stays on this device.
FocusScope {
    id: pane

    required property ConversationListViewModel conversations
    required property ChatViewModel chat
    required property CurrentModel model
    required property Actions actions

    /// A conversation was opened.
    signal chosen()
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
        PaneButton {
            objectName: "searchButton"
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space4
            Layout.rightMargin: Theme.space4
            Layout.bottomMargin: Theme.space3
            framed: true
            userAction: pane.actions.search
        }
        PaneButton {
            objectName: "newConversation"
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space3
            Layout.rightMargin: Theme.space3
            userAction: pane.actions.newConversation
        }
        ConversationList {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.topMargin: Theme.space1
            conversations: pane.conversations
            chat: pane.chat
            actions: pane.actions
            onChosen: pane.chosen()
            onRenameChosen: (id, title) => pane.renameChosen(id, title)
            onRemoveChosen: (id, title) => pane.removeChosen(id, title)
        }
        Text {
            visible: text !== ""
            Layout.fillWidth: true
            Layout.margins: Theme.space4
            text: pane.conversations.notice
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
            text: (pane.model.facts === "" ? "" : pane.model.facts + "\n")
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
