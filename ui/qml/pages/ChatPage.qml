import QtQuick
import QtQuick.Layouts
import Sotto

/// A conversation: header, transcript, composer.
FocusScope {
    id: page

    required property ConversationViewModel conversation
    required property string title
    required property ModelListViewModel models

    signal linkChosen(string target)
    required property Actions actions
    required property bool narrow
    /// The documents are open beside this page.
    required property bool documentsBeside

    readonly property alias composer: composer
    readonly property alias transcript: transcript
    readonly property bool isEmpty: conversation.ready && conversation.chat.messages.count === 0
    readonly property int side: width > Theme.narrow - 80 ? Theme.space6 : Theme.space3

    /// Gives words to a screen reader, without interrupting it.
    function announce(words: string) { Accessible.announce(words) }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        ChatHeader {
            Layout.fillWidth: true
            title: page.title
            models: page.models
            actions: page.actions
            narrow: page.narrow
        }
        Item {
            Layout.fillWidth: true
            Layout.fillHeight: true

            Transcript {
                id: transcript
                anchors.fill: parent
                conversation: page.conversation
                onLinkChosen: target => page.linkChosen(target)
                visible: !page.isEmpty
            }
            Flickable {
                visible: page.isEmpty
                anchors.fill: parent
                contentHeight: Math.max(height, empty.implicitHeight + 2 * Theme.space6)
                boundsBehavior: Flickable.StopAtBounds
                clip: true

                EmptyState {
                    id: empty
                    anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: Theme.space6 }
                    width: Math.min(Theme.readingWidth, parent.width - 2 * (page.narrow ? Theme.space4 : Theme.space6))
                    hasModel: page.conversation.model.exists
                    isStarter: page.conversation.model.isBuiltIn
                    subject: page.conversation.documents.subject
                    models: page.actions.models
                    isHeld: page.models.heldTitle !== ""
                    onExampleChosen: words => composer.put(words)
                }
            }
            TextButton {
                visible: transcript.hasNewText
                anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: Theme.space3 }
                text: qsTr("New text ↓")
                onClicked: transcript.goToEnd()
            }
        }
        HeldModel {
            Layout.fillWidth: true
            Layout.maximumWidth: composer.width
            Layout.alignment: Qt.AlignHCenter
            Layout.bottomMargin: Theme.space3
            models: page.models
            all: page.actions.models
        }
        Text {
            visible: text !== ""
            Layout.fillWidth: true
            Layout.maximumWidth: composer.width
            Layout.alignment: Qt.AlignHCenter
            Layout.bottomMargin: Theme.space2
            text: page.conversation.chat.notice !== "" ? page.conversation.chat.notice
                : page.conversation.documents.notice !== "" ? page.conversation.documents.notice
                : page.models.notice !== "" ? page.models.notice
                : page.conversation.chat.runningElsewhere ? qsTr("An answer is being written in another conversation.") : ""
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            font.pixelSize: Theme.small
            color: page.conversation.chat.notice !== "" || page.conversation.documents.notice !== "" || page.models.notice !== ""
                   ? Theme.caution : Theme.inkSoft
            Accessible.role: Accessible.AlertMessage
            Accessible.name: text
        }
        DocumentChips {
            visible: page.conversation.documents.count > 0 && !page.documentsBeside
            Layout.fillWidth: true
            Layout.maximumWidth: Theme.readingWidth + 2 * Theme.space6
            Layout.alignment: Qt.AlignHCenter
            Layout.leftMargin: page.side
            Layout.rightMargin: page.side
            Layout.bottomMargin: Theme.space2
            documents: page.conversation.documents
            removeAction: page.actions.removeDocument
            onChosen: page.actions.documents.trigger()
        }
        EditNotice {
            visible: page.conversation.chat.editing !== 0
            Layout.fillWidth: true
            Layout.maximumWidth: composer.width
            Layout.alignment: Qt.AlignHCenter
            Layout.bottomMargin: Theme.space2
            onCancelled: composer.cancelEdit()
        }
        ContextBar {
            Layout.fillWidth: true
            Layout.maximumWidth: Theme.readingWidth + 2 * Theme.space6
            Layout.alignment: Qt.AlignHCenter
            Layout.leftMargin: page.side
            Layout.rightMargin: page.side
            Layout.bottomMargin: Theme.space1
            context: page.conversation.context
            onClicked: page.actions.context.trigger()
        }
        Composer {
            id: composer
            Layout.fillWidth: true
            Layout.maximumWidth: Theme.readingWidth + 2 * Theme.space6
            Layout.alignment: Qt.AlignHCenter
            Layout.leftMargin: page.side
            Layout.rightMargin: page.side
            Layout.bottomMargin: page.narrow ? Theme.space3 : Theme.space4
            conversation: page.conversation
            actions: page.actions
            focus: true
            onSent: transcript.goToEnd()
        }
    }
}
