import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// Where the user writes. Grows to eight lines.
Item {
    id: composer

    required property ConversationViewModel conversation
    required property Actions actions

    readonly property bool canSend: field.text.trim() !== "" && !conversation.chat.running && !conversation.documents.importing
    readonly property alias field: field
    property alias text: field.text

    signal sent()

    function take() { field.forceActiveFocus(Qt.ShortcutFocusReason) }
    function send() {
        if (canSend && conversation.chat.send(field.text)) {
            field.clear()
            sent()
        }
    }
    /// Puts a question that was refused back, before what has been written since.
    function giveBack(words: string) { put(field.text === "" ? words : words + "\n" + field.text) }
    function sendText(words: string) {
        field.text = words
        send()
    }
    function cancelEdit() {
        conversation.chat.cancelEdit()
        field.clear()
        take()
    }
    function put(words: string) {
        field.text = words
        field.cursorPosition = words.length
        take()
    }

    implicitHeight: box.height

    FontMetrics { id: metrics; font: field.font }

    FieldFrame {
        id: box
        width: parent.width
        height: row.implicitHeight + 2 * Theme.space3
        radius: Theme.radiusSheet
        color: Theme.raised
        focused: field.activeFocus

        RowLayout {
            id: row
            anchors { fill: parent; margins: Theme.space3; leftMargin: Theme.space2; rightMargin: Theme.space3 }
            spacing: Theme.space1

            IconButton {
                objectName: "attachButton"
                Layout.alignment: Qt.AlignBottom
                sign: "attach"
                words: composer.actions.openDocument.text
                keys: composer.actions.openDocument.firstKey
                onClicked: composer.actions.openDocument.trigger()
            }

            ScrollView {
                id: scroller
                Layout.fillWidth: true
                Layout.alignment: Qt.AlignVCenter
                Layout.preferredHeight: Math.min(field.implicitHeight,
                                                 Math.ceil(metrics.lineSpacing * 8) + 2 * Theme.space1)
                ScrollBar.vertical: ThinScrollBar {
                    parent: scroller
                    x: scroller.mirrored ? 0 : scroller.width - width
                    height: scroller.availableHeight
                }
                ScrollBar.horizontal.policy: ScrollBar.AlwaysOff

                TextArea {
                    id: field
                    objectName: "composerField"
                    font.pixelSize: Theme.body
                    color: Theme.ink
                    placeholderText: composer.conversation.documents.subject === "" ? qsTr("Ask anything")
                                                                           : qsTr("Ask about the text, or anything")
                    placeholderTextColor: Theme.inkSoft
                    selectionColor: Theme.accent
                    selectedTextColor: Theme.accentInk
                    textFormat: TextEdit.PlainText
                    wrapMode: TextArea.Wrap
                    leftPadding: Theme.space2
                    rightPadding: Theme.space3
                    topPadding: Theme.space1
                    bottomPadding: Theme.space1
                    background: null
                    Keys.onTabPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
                    Keys.onBacktabPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
                    Accessible.role: Accessible.EditableText
                    Accessible.name: qsTr("Your message")
                    onTextChanged: {
                        composer.conversation.context.draft = text
                        if (text !== "") {
                            composer.conversation.chat.prepare()
                        }
                    }
                    Keys.onPressed: event => {
                        if (composer.actions.send.takeKey(event.key, event.modifiers)) {
                            event.accepted = true
                        } else {
                            // The field itself begins the new line.
                            composer.actions.newLine.takeKey(event.key, event.modifiers)
                        }
                    }
                }
            }
            TextButton {
                id: action
                objectName: "sendButton"
                Layout.alignment: Qt.AlignBottom
                weight: TextButton.Primary
                text: composer.conversation.chat.running ? qsTr("Stop") : composer.actions.send.text
                enabled: composer.conversation.chat.running || composer.canSend
                Accessible.description: composer.conversation.chat.running ? qsTr("Ends the answer and keeps what is written")
                                     : composer.conversation.documents.importing ? qsTr("Waits until the document is open")
                                                                       : qsTr("Sends your message")
                onClicked: composer.conversation.chat.running ? composer.conversation.chat.stop() : composer.actions.send.trigger()
            }
        }
    }
}
