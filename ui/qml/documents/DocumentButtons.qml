pragma ComponentBehavior: Bound

import QtQuick
import Sotto

/// What can be done with a document that was read, or is being read.
Flow {
    id: buttons

    required property bool stoppable
    required property bool resumable
    required property summaryState summary
    /// The keyboard is on the document's card.
    required property bool cardFocused

    signal textChosen()
    signal stopChosen()
    signal resumeChosen()
    signal summaryChosen()
    signal summaryStopChosen()

    spacing: Theme.space2

    TextButton {
        id: openText
        objectName: "openText"
        text: qsTr("Open text")
        onClicked: buttons.textChosen()
    }
    SwapButton {
        id: stopReading
        objectName: "stopReading"
        other: resumeReading
        visible: buttons.stoppable
        text: qsTr("Stop")
        Accessible.description: qsTr("Stops reading and keeps what has been read")
        onClicked: buttons.stopChosen()
    }
    SwapButton {
        id: resumeReading
        objectName: "resumeReading"
        other: stopReading
        visible: buttons.resumable
        text: qsTr("Continue reading")
        onClicked: buttons.resumeChosen()
    }
    SwapButton {
        id: beginSummary
        objectName: "beginSummary"
        other: stopSummary
        visible: buttons.summary.canStart || buttons.summary.canResume
        text: buttons.summary.canResume ? qsTr("Continue summarizing") : qsTr("Summarize")
        Accessible.description: qsTr("The summary appears as an answer in this conversation")
        onClicked: buttons.summaryChosen()
    }
    SwapButton {
        id: stopSummary
        objectName: "stopSummary"
        other: beginSummary
        visible: buttons.summary.canStop
        text: qsTr("Stop summarizing")
        Accessible.description: qsTr("Keeps the part that is done")
        onClicked: buttons.summaryStopChosen()
    }

    /// A button that disappears once it is pressed: `other`, which takes its place, gets the keyboard.
    component SwapButton: TextButton {
        required property Item other

        function passOn() {
            const next = other.visible ? other : openText
            if (buttons.cardFocused) {
                next.forceActiveFocus(Qt.TabFocusReason)
            } else {
                next.focus = true
            }
        }

        onVisibleChanged: if (!visible && focus && buttons.visible) Qt.callLater(passOn)
    }
}
