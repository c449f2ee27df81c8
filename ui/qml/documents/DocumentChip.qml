pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// A document as a button above the composer; opens the documents.
AbstractButton {
    id: chip

    required property string title
    required property string brief
    required property string spoken
    property string error: ""
    property bool recognizable: false
    /// Null where the chip stands for all documents.
    property UserAction removeAction: null
    property int room: 320

    signal removeChosen()
    signal recognizeChosen()

    readonly property bool canRemove: removeAction !== null
    readonly property bool failed: error !== ""

    width: failed ? room : Math.min(room, Math.max(120, implicitContentWidth + leftPadding + rightPadding))
    implicitHeight: Math.max(Theme.target, implicitContentHeight + Theme.space2)
    leftPadding: Theme.space2
    rightPadding: canRemove ? 2 : Theme.space3
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: spoken
    Accessible.description: canRemove ? qsTr("Enter opens the documents, Delete removes it from this conversation")
                                      : qsTr("Enter opens the documents")
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()
    Keys.onPressed: event => {
        if (removeAction && removeAction.takeKey(event.key, event.modifiers)) {
            event.accepted = true
            removeChosen()
        }
    }

    contentItem: ColumnLayout {
        spacing: 0

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.space1

            IconButton {
                implicitWidth: Math.round(20 * Theme.signScale)
                implicitHeight: implicitWidth
                enabled: false
                focusPolicy: Qt.NoFocus
                sign: "document"
                words: ""
                signSize: 18
                tint: chip.failed ? Theme.caution : Theme.inkSoft
                Accessible.ignored: true
            }
            Text {
                Layout.fillWidth: true
                Layout.maximumWidth: chip.failed ? Number.POSITIVE_INFINITY : Math.round(220 * Math.max(1, Theme.zoom))
                text: chip.failed ? chip.error : chip.title
                textFormat: Text.PlainText
                horizontalAlignment: Text.AlignLeft
                font.pixelSize: Theme.small
                color: Theme.ink
                elide: chip.failed ? Text.ElideNone : Text.ElideMiddle
                wrapMode: chip.failed ? Text.Wrap : Text.NoWrap
                Accessible.ignored: true
            }
            Text {
                visible: chip.brief !== ""
                Layout.leftMargin: Theme.space1
                Layout.rightMargin: Theme.space1
                text: chip.brief
                textFormat: Text.PlainText
                font.pixelSize: Theme.small
                font.features: Theme.figures
                color: Theme.inkSoft
                Accessible.ignored: true
            }
            IconButton {
                visible: chip.canRemove
                implicitWidth: Theme.target - Theme.space2
                implicitHeight: Theme.target - Theme.space2
                focusPolicy: Qt.NoFocus
                sign: "close"
                words: chip.failed ? qsTr("Dismiss") : chip.removeAction ? chip.removeAction.text : ""
                keys: chip.removeAction ? chip.removeAction.firstKey : ""
                signSize: 14
                onClicked: chip.removeChosen()
            }
        }
        TextButton {
            objectName: "recognizeText"
            visible: chip.recognizable
            Layout.leftMargin: Math.round(20 * Theme.signScale) + Theme.space1
            Layout.bottomMargin: Theme.space1
            text: qsTr("Read it with OCR")
            Accessible.description: qsTr("Recognizes the text in the pictures; takes seconds a page and makes mistakes")
            onClicked: chip.recognizeChosen()
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: chip.down ? Theme.line : chip.hovered ? Theme.hover : Theme.raised
        border.color: chip.failed ? Theme.caution : Theme.line
        border.width: Theme.lineWidth
        FocusRing { shown: chip.visualFocus }
    }
}
