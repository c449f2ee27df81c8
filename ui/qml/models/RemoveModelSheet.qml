import QtQuick
import QtQuick.Layouts
import Sotto

/// Asks before a model is removed.
Sheet {
    id: sheet
    objectName: "removeModelSheet"

    property int row: -1
    property string modelTitle: ""
    property string size: ""

    signal confirmed(int row)

    function ask(index: int, words: string, bytes: string) {
        row = index
        modelTitle = words
        size = bytes
        open()
        keep.forceActiveFocus(Qt.TabFocusReason)
    }

    title: qsTr("Remove this model?")
    onAccepted: confirmed(row)

    contentItem: ColumnLayout {
        spacing: Theme.space4

        Text {
            Layout.fillWidth: true
            text: qsTr("“%1” and its packed weights will be deleted, which frees %2. Your conversations and documents stay. To use the model again, import it again.").arg(sheet.modelTitle).arg(sheet.size)
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            lineHeight: 1.3
            font.pixelSize: Theme.body
            color: Theme.ink
        }
        RowLayout {
            Layout.alignment: Qt.AlignRight
            spacing: Theme.space2
            TextButton { id: keep; text: qsTr("Keep it"); onClicked: sheet.reject() }
            TextButton { objectName: "confirmRemoveModel"; text: qsTr("Remove"); weight: TextButton.Warning; onClicked: sheet.accept() }
        }
    }
}
