pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Sotto

/// A document of the conversation: what it is, how far it has come, and the way to take it out.
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
    /// Where its summary stands.
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
    Keys.onDeletePressed: removeChosen()
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
                words: card.error !== "" ? qsTr("Dismiss") : qsTr("Remove from this conversation")
                signSize: 16
                onClicked: card.removeChosen()
            }
        }
        Note { text: card.facts }
        ProgressLine {
            visible: card.share >= 0
            Layout.fillWidth: true
            Layout.topMargin: Theme.space1
            Layout.bottomMargin: Theme.space1
            share: card.share
            Accessible.role: Accessible.ProgressBar
            Accessible.name: card.phase
        }
        Note { text: card.phase }
        Note {
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
        Note { text: card.summary.words }
        Note {
            text: card.summary.error
            color: Theme.ink
        }
        Flow {
            visible: card.document !== 0
            Layout.fillWidth: true
            Layout.topMargin: Theme.space1
            spacing: Theme.space2

            TextButton {
                id: openText
                objectName: "openText"
                text: qsTr("Open text")
                onClicked: card.textChosen()
            }
            PassingButton {
                id: stopReading
                objectName: "stopReading"
                other: resumeReading
                visible: card.stoppable
                text: qsTr("Stop")
                Accessible.description: qsTr("Ends the reading; what is read stays")
                onClicked: card.stopChosen()
            }
            PassingButton {
                id: resumeReading
                objectName: "resumeReading"
                other: stopReading
                visible: card.resumable
                text: qsTr("Go on reading")
                onClicked: card.resumeChosen()
            }
            PassingButton {
                id: beginSummary
                objectName: "beginSummary"
                other: stopSummary
                visible: card.summary.canBegin || card.summary.canGoOn
                text: card.summary.canGoOn ? qsTr("Go on summarizing") : qsTr("Summarize")
                Accessible.description: qsTr("The summary comes as an answer in this conversation")
                onClicked: card.summaryChosen()
            }
            PassingButton {
                id: stopSummary
                objectName: "stopSummary"
                other: beginSummary
                visible: card.summary.canStop
                text: qsTr("Stop summarizing")
                Accessible.description: qsTr("What is done of it is kept")
                onClicked: card.summaryStopChosen()
            }
        }
        TextButton { // one for both, so that it keeps the keyboard
            readonly property bool stops: card.document === 0 && card.stoppable

            objectName: "recognizeText"
            visible: card.recognizable || stops
            Layout.topMargin: Theme.space1
            text: stops ? qsTr("Stop") : qsTr("Read it with OCR")
            Accessible.description: stops ? qsTr("Ends the recognizing; the file stays here")
                                          : qsTr("Recognizes the text in the pictures, which takes seconds a page and makes mistakes")
            onClicked: stops ? card.recognizeStopChosen() : card.recognizeChosen()
        }
    }

    component Note: Text {
        visible: text !== ""
        Layout.fillWidth: true
        textFormat: Text.PlainText
        horizontalAlignment: Text.AlignLeft
        wrapMode: Text.Wrap
        lineHeight: 1.25
        font.pixelSize: Theme.small
        font.features: Theme.figures
        color: Theme.inkSoft
        Accessible.ignored: true
    }
    /// A button that goes when it was pressed: `other`, which comes in its place, gets the keyboard.
    component PassingButton: TextButton {
        required property Item other

        function passOn() {
            const next = other.visible ? other : openText
            if (card.activeFocus)
                next.forceActiveFocus(Qt.TabFocusReason)
            else
                next.focus = true
        }

        onVisibleChanged: if (!visible && focus && card.visible) Qt.callLater(passOn)
    }
}
