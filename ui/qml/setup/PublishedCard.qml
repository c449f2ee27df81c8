import QtQuick
import QtQuick.Layouts
import Sotto

/// A published model: its page, its file and checksum, to be downloaded with a browser.
ColumnLayout {
    id: card

    required property string title
    required property string facts
    required property string page
    required property string files
    required property string hash

    signal copyChosen(string text)

    spacing: Theme.space1

    SetupText { text: card.title; font.weight: Font.DemiBold }
    SetupText { text: card.facts; font.pixelSize: Theme.small; color: Theme.inkSoft }
    SetupText { text: card.page; font.pixelSize: Theme.small; wrapMode: Text.WrapAnywhere }
    SetupText { text: qsTr("Download: %1").arg(card.files); font.pixelSize: Theme.small; color: Theme.inkSoft; wrapMode: Text.WrapAtWordBoundaryOrAnywhere }
    SetupText {
        visible: card.hash !== ""
        text: qsTr("SHA-256: %1").arg(card.hash)
        font.pixelSize: Theme.small
        color: Theme.inkSoft
        wrapMode: Text.WrapAnywhere
    }
    Flow {
        Layout.fillWidth: true
        Layout.topMargin: Theme.space1
        spacing: Theme.space2
        TextButton { objectName: "copyPage"; text: qsTr("Copy the address"); Accessible.name: qsTr("Copy the address of %1").arg(card.title); onClicked: card.copyChosen(card.page) }
        TextButton { visible: card.hash !== ""; text: qsTr("Copy the checksum"); Accessible.name: qsTr("Copy the checksum of %1").arg(card.title); onClicked: card.copyChosen(card.hash) }
        TextButton {
            id: toggle
            objectName: "showQr"
            text: code.visible ? qsTr("Hide the QR code") : qsTr("Show a QR code")
            Accessible.name: qsTr("QR code of the address of %1").arg(card.title)
            onClicked: code.visible = !code.visible
        }
    }
    QrCode {
        id: code
        objectName: "qrCode"
        visible: false
        Layout.topMargin: Theme.space2
        implicitWidth: 176
        implicitHeight: 176
        text: card.page
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("QR code: %1").arg(card.page)
    }
}
