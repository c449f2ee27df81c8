pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// The documents of the conversation, one card each.
FocusScope {
    id: pane
    objectName: "documentPane"

    required property DocumentListViewModel documents
    required property SummariesViewModel summaries
    required property Actions actions

    signal textChosen(double document)

    Rectangle { anchors.fill: parent; color: Theme.page }

    ColumnLayout {
        anchors { fill: parent; bottomMargin: Theme.space4 }
        spacing: 0

        PaneHeader {
            Layout.leftMargin: Theme.space4
            Layout.rightMargin: Theme.space2
            title: pane.actions.documents.text
            closeName: "closeDocuments"
            closeKey: pane.actions.documents.firstKey
            onCloseChosen: pane.actions.documents.trigger()
        }
        Text {
            visible: pane.documents.count === 0
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space4
            Layout.rightMargin: Theme.space4
            Layout.bottomMargin: Theme.space4
            text: qsTr("Drop a file on the window, or open one. Answers in this conversation then use its text.")
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
                removeAction: pane.actions.removeDocument
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
            text: qsTr("%1…").arg(pane.actions.openDocument.text)
            onClicked: pane.actions.openDocument.trigger()
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
