pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// What the conversation is about: one card a document.
FocusScope {
    id: pane
    objectName: "documentPane"

    required property DocumentListViewModel documents
    required property SummariesViewModel summaries

    signal closeChosen()
    signal addChosen()
    signal textChosen(double document)

    Rectangle { anchors.fill: parent; color: Theme.page }

    ColumnLayout {
        anchors { fill: parent; bottomMargin: Theme.space4 }
        spacing: 0

        RowLayout {
            Layout.fillWidth: true
            Layout.preferredHeight: Math.max(52, Theme.target + Theme.space3)
            Layout.leftMargin: Theme.space4
            Layout.rightMargin: Theme.space2

            Text {
                Layout.fillWidth: true
                text: qsTr("Documents")
                horizontalAlignment: Text.AlignLeft
                font.pixelSize: Theme.body
                font.weight: Font.DemiBold
                color: Theme.ink
                Accessible.role: Accessible.Heading
                Accessible.name: text
            }
            IconButton {
                objectName: "closeDocuments"
                sign: "close"
                words: qsTr("Close (Ctrl+D)")
                onClicked: pane.closeChosen()
            }
        }
        Text {
            visible: pane.documents.count === 0
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space4
            Layout.rightMargin: Theme.space4
            Layout.bottomMargin: Theme.space4
            text: qsTr("Drop a file on the window, or open one. Every answer in this conversation then knows its text.")
            textFormat: Text.PlainText
            horizontalAlignment: Text.AlignLeft
            wrapMode: Text.Wrap
            lineHeight: 1.3
            font.pixelSize: Theme.body
            color: Theme.inkSoft
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
        ListView {
            id: list
            objectName: "documentList"
            visible: count > 0
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.bottomMargin: Theme.space3
            leftMargin: Theme.space4
            rightMargin: Theme.space4
            topMargin: 2
            bottomMargin: Theme.space2
            spacing: Theme.space3
            model: pane.documents
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            activeFocusOnTab: true
            keyNavigationEnabled: true
            highlightMoveDuration: 0
            focus: count > 0
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Documents")
            ScrollBar.vertical: ThinScrollBar {}

            delegate: DocumentCard {
                width: ListView.view.width - 2 * Theme.space4
                focus: true
                onRemoveChosen: pane.documents.remove(index)
                onTextChosen: pane.textChosen(document)
                onStopChosen: pane.documents.stopReading()
                onResumeChosen: pane.documents.resumeReading()
                onRecognizeChosen: pane.documents.recognize(index)
                onRecognizeStopChosen: pane.documents.stopRecognizing(index)
                summary: pane.summaries.of(document, pane.summaries.revision)
                onSummaryChosen: pane.summaries.begin(document)
                onSummaryStopChosen: pane.summaries.stop(document)
                onActiveFocusChanged: if (activeFocus) list.currentIndex = index
            }
        }
        TextButton {
            id: add
            objectName: "addDocument"
            Layout.leftMargin: Theme.space4
            Layout.rightMargin: Theme.space4
            Layout.fillWidth: true
            focus: pane.documents.count === 0
            text: qsTr("Open a document…")
            onClicked: pane.addChosen()
        }
        Text {
            visible: text !== ""
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space4
            Layout.rightMargin: Theme.space4
            Layout.topMargin: Theme.space3
            text: pane.documents.caution
            textFormat: Text.PlainText
            horizontalAlignment: Text.AlignLeft
            wrapMode: Text.Wrap
            font.pixelSize: Theme.small
            color: Theme.caution
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
        Item { visible: pane.documents.count === 0; Layout.fillHeight: true }
    }
}
