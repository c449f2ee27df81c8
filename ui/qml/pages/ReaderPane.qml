import QtQuick
import QtQuick.Layouts
import Sotto

/// A document's text, opened at a passage.
FocusScope {
    id: pane
    objectName: "readerPane"

    required property ReaderViewModel reader
    required property string closeKey

    signal closeChosen()

    readonly property int side: width > 480 ? Theme.space6 : Theme.space4 + 2

    Rectangle { anchors.fill: parent; color: Theme.page }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        PaneHeader {
            Layout.leftMargin: pane.side
            Layout.rightMargin: Theme.space2
            title: pane.reader.title
            closeName: "closeReader"
            closeKey: pane.closeKey
            onCloseChosen: pane.closeChosen()
        }
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: Theme.lineWidth
            color: Theme.line
        }
        Text {
            visible: text !== ""
            Layout.fillWidth: true
            Layout.margins: pane.side
            text: pane.reader.notice
            textFormat: Text.PlainText
            horizontalAlignment: Text.AlignLeft
            wrapMode: Text.Wrap
            font.pixelSize: Theme.body
            color: Theme.caution
            Accessible.role: Accessible.AlertMessage
            Accessible.name: text
        }
        ReaderText {
            Layout.fillWidth: true
            Layout.fillHeight: true
            reader: pane.reader
            side: pane.side
            focus: true
        }
    }
}
