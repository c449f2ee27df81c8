pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Sotto

/// An answer: its blocks, then its progress or its error.
ColumnLayout {
    id: answer

    required property BlockList blocks
    required property bool isCut
    required property bool isActive
    required property string activity
    required property real share
    required property string error
    required property string errorDetail
    required property bool canTryAgain

    signal linkChosen(string target)
    signal copyChosen(string text)
    signal againChosen()

    spacing: 0

    Column {
        Layout.fillWidth: true

        Repeater {
            model: answer.blocks

            AnswerBlock {
                width: parent ? parent.width : 0
                onLinkChosen: target => answer.linkChosen(target)
                onCopyChosen: text => answer.copyChosen(text)
            }
        }
    }
    Text {
        visible: answer.isCut
        Layout.fillWidth: true
        Layout.topMargin: Theme.space3
        text: qsTr("The rest is too long to be shown. Copy copies all of it.")
        wrapMode: Text.Wrap
        font.pixelSize: Theme.small
        color: Theme.inkSoft
    }
    ProgressLine {
        visible: answer.isActive && answer.share >= 0 && answer.share < 1
        Layout.preferredWidth: Math.min(answer.width, 320)
        Layout.topMargin: Theme.space2
        share: answer.share
        Accessible.role: Accessible.ProgressBar
        Accessible.name: answer.activity
    }
    Text {
        visible: answer.isActive
        Layout.fillWidth: true
        Layout.topMargin: Theme.space2
        text: qsTr("%1 · <font color=\"%2\">Esc to stop</font>").arg(answer.activity).arg(Theme.accent)
        textFormat: Text.StyledText
        wrapMode: Text.Wrap
        font.pixelSize: Theme.small
        font.features: Theme.figures
        color: Theme.inkSoft
    }
    RowLayout {
        visible: answer.error !== ""
        Layout.fillWidth: true
        Layout.topMargin: Theme.space2
        spacing: Theme.space3

        Rectangle {
            Layout.fillHeight: true
            implicitWidth: 3
            radius: 1
            color: Theme.caution
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: Theme.space1

            Text {
                Layout.fillWidth: true
                text: answer.error
                textFormat: Text.PlainText
                wrapMode: Text.Wrap
                font.pixelSize: Theme.body
                color: Theme.ink
            }
            Text {
                visible: text !== ""
                Layout.fillWidth: true
                text: answer.errorDetail
                textFormat: Text.PlainText
                wrapMode: Text.Wrap
                font.pixelSize: Theme.small
                color: Theme.inkSoft
            }
            TextButton {
                visible: answer.canTryAgain
                Layout.topMargin: Theme.space2
                text: qsTr("Try again")
                onClicked: answer.againChosen()
            }
        }
    }
}
