import QtQuick
import QtQuick.Layouts
import Sotto

/// Says that the model is not loaded because that ended the program the last time.
ColumnLayout {
    id: held

    required property ModelListViewModel models
    required property UserAction all

    visible: models.heldTitle !== ""
    spacing: Theme.space2

    Text {
        objectName: "heldWords"
        Layout.fillWidth: true
        text: qsTr("Sotto ended while it was loading %1. The model is not loaded until you say so.").arg(held.models.heldTitle)
        textFormat: Text.PlainText
        horizontalAlignment: Text.AlignLeft
        wrapMode: Text.Wrap
        font.pixelSize: Theme.body
        color: Theme.caution
        Accessible.role: Accessible.AlertMessage
        Accessible.name: text
    }
    Flow {
        Layout.fillWidth: true
        spacing: Theme.space2
        TextButton { objectName: "loadAgain"; text: qsTr("Load it again"); onClicked: held.models.loadAgain() }
        TextButton { objectName: "chooseOther"; text: qsTr("Choose another model"); onClicked: held.all.trigger() }
    }
}
