pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// What can be done about a question that does not fit. Esc leaves it in the composer.
Sheet {
    id: sheet

    required property ContextChoicesViewModel choices

    title: qsTr("This is more than the model can read at once")
    widest: 520
    onOpened: {
        const first = all.count > 0 ? all.itemAt(0) : keep
        first.forceActiveFocus(Qt.TabFocusReason)
    }

    contentItem: ColumnLayout {
        spacing: Theme.space3

        Flickable {
            id: page
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredHeight: Math.min(contentHeight, (sheet.parent ? sheet.parent.height : 600) - 200)
            contentHeight: column.implicitHeight + 2 * Theme.space1
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            ScrollBar.vertical: ThinScrollBar {}

            function reveal(item: Item) {
                contentY = Math.max(0, Math.min(contentY, item.y - Theme.space1))
                contentY = Math.max(contentY, item.y + item.height + 2 * Theme.space1 - height)
            }

            ColumnLayout {
                id: column
                x: Theme.space1
                y: Theme.space1
                width: page.width - 2 * Theme.space1
                spacing: Theme.space3

                Text {
                    Layout.fillWidth: true
                    text: sheet.choices.numbers
                    textFormat: Text.PlainText
                    wrapMode: Text.Wrap
                    horizontalAlignment: Text.AlignLeft
                    lineHeight: 1.3
                    font.pixelSize: Theme.body
                    font.features: Theme.figures
                    color: Theme.ink
                    Accessible.role: Accessible.StaticText
                    Accessible.name: text
                }
                Repeater {
                    id: all
                    model: sheet.choices

                    ChoiceButton {
                        required property int index
                        required property string title
                        objectName: "choice" + index
                        Layout.fillWidth: true
                        text: title
                        onActiveFocusChanged: if (activeFocus) page.reveal(this)
                        onClicked: {
                            sheet.close()
                            sheet.choices.choose(index)
                        }
                    }
                }
            }
        }
        TextButton {
            id: keep
            objectName: "keepDraft"
            Layout.alignment: Qt.AlignRight
            text: qsTr("Back to my text")
            onClicked: sheet.close()
        }
    }

    component ChoiceButton: TextButton {
        id: choice
        required property string detail
        implicitHeight: words.implicitHeight + 2 * Theme.space2
        Accessible.description: detail
        contentItem: ColumnLayout {
            id: words
            spacing: 2

            Text {
                Layout.fillWidth: true
                text: choice.text
                textFormat: Text.PlainText
                horizontalAlignment: Text.AlignLeft
                wrapMode: Text.Wrap
                font: choice.font
                color: Theme.ink
                Accessible.ignored: true
            }
            Text {
                Layout.fillWidth: true
                text: choice.detail
                textFormat: Text.PlainText
                horizontalAlignment: Text.AlignLeft
                wrapMode: Text.Wrap
                font.pixelSize: Theme.small
                font.features: Theme.figures
                color: Theme.inkSoft
                Accessible.ignored: true
            }
        }
    }
}
