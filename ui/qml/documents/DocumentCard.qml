pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Sotto

/// A document of the conversation: its size, its progress, its summary, and what can be done with it.
FocusScope {
    id: card

    required property int index
    required property double document
    required property string title
    required property string facts
    required property string phase
    required property real share
    required property string error
    required property bool stoppable
    required property bool resumable
    required property bool recognizable
    required property string spoken
    required property UserAction removeAction
    property summaryState summary

    signal removeChosen()
    signal stopChosen()
    signal resumeChosen()
    signal recognizeChosen()
    signal recognizeStopChosen()
    signal textChosen()
    signal summaryChosen()
    signal summaryStopChosen()

    implicitHeight: words.implicitHeight + 2 * Theme.space3
    activeFocusOnTab: false
    Accessible.role: Accessible.ListItem
    Accessible.name: summary.words === "" ? spoken : spoken + ", " + summary.words
    Accessible.focusable: true
    Keys.onPressed: event => {
        if (removeAction.takeKey(event.key, event.modifiers)) {
            event.accepted = true
            removeChosen()
        }
    }
    Keys.onReturnPressed: if (document !== 0) textChosen()
    Keys.onEnterPressed: if (document !== 0) textChosen()

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusSheet
        color: Theme.raised
        border.color: card.error !== "" ? Theme.caution : Theme.line
        border.width: Theme.lineWidth
        FocusRing { shown: here.activeFocus; distance: 1; radius: Theme.radiusSheet + 1 }
    }
    Item {
        id: here
        focus: true
    }
    ColumnLayout {
        id: words
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.space3 }
        spacing: Theme.space1

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.space1

            Text {
                Layout.fillWidth: true
                text: card.title
                textFormat: Text.PlainText
                horizontalAlignment: Text.AlignLeft
                wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                maximumLineCount: 3
                elide: Text.ElideRight
                font.pixelSize: Theme.body
                font.weight: Font.DemiBold
                color: Theme.ink
                Accessible.ignored: true
            }
            IconButton {
                objectName: "removeDocument"
                Layout.alignment: Qt.AlignTop
                Layout.topMargin: -Theme.space2 + 2
                Layout.bottomMargin: -Theme.space2
                Layout.rightMargin: -Theme.space2 + 2
                sign: "close"
                words: card.error !== "" ? qsTr("Dismiss") : card.removeAction.text
                keys: card.removeAction.firstKey
                signSize: 16
                onClicked: card.removeChosen()
            }
        }
        DocumentNote { text: card.facts }
        ProgressLine {
            visible: card.share >= 0
            Layout.fillWidth: true
            Layout.topMargin: Theme.space1
            Layout.bottomMargin: Theme.space1
            share: card.share
            Accessible.role: Accessible.ProgressBar
            Accessible.name: card.phase
        }
        DocumentNote { text: card.phase }
        DocumentNote {
            text: card.error
            color: Theme.ink
        }
        ProgressLine {
            visible: card.summary.share >= 0
            Layout.fillWidth: true
            Layout.topMargin: Theme.space2
            Layout.bottomMargin: Theme.space1
            share: card.summary.share
            Accessible.role: Accessible.ProgressBar
            Accessible.name: card.summary.words
        }
        DocumentNote { text: card.summary.words }
        DocumentNote {
            text: card.summary.error
            color: Theme.ink
        }
        DocumentButtons {
            visible: card.document !== 0
            Layout.fillWidth: true
            Layout.topMargin: Theme.space1
            stoppable: card.stoppable
            resumable: card.resumable
            summary: card.summary
            cardFocused: card.activeFocus
            onTextChosen: card.textChosen()
            onStopChosen: card.stopChosen()
            onResumeChosen: card.resumeChosen()
            onSummaryChosen: card.summaryChosen()
            onSummaryStopChosen: card.summaryStopChosen()
        }
        TextButton { // one for both, so that it keeps the keyboard
            readonly property bool stops: card.document === 0 && card.stoppable

            objectName: "recognizeText"
            visible: card.recognizable || stops
            Layout.topMargin: Theme.space1
            text: stops ? qsTr("Stop") : qsTr("Read it with OCR")
            Accessible.description: stops ? qsTr("Stops the text recognition; the file stays here")
                                          : qsTr("Recognizes the text in the pictures; takes seconds a page and makes mistakes")
            onClicked: stops ? card.recognizeStopChosen() : card.recognizeChosen()
        }
    }
}
