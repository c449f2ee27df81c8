import QtQuick
import QtQuick.Layouts
import Sotto

/// An installed model: what is known of it, and what can be done with it.
FocusScope {
    id: row

    required property int index
    required property string title
    required property string facts
    required property string licence
    required property string origin
    required property string hash
    required property string memory
    required property string speed
    required property bool current
    required property bool builtIn
    /// A job is running; another one has to wait.
    required property bool busy

    signal useChosen()
    signal verifyChosen()
    signal exportChosen()
    signal removeChosen()

    implicitHeight: words.implicitHeight + 2 * Theme.space4
    Accessible.role: Accessible.ListItem
    Accessible.name: title
    Accessible.description: facts

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusSheet
        color: Theme.raised
        border.color: row.current ? Theme.accent : Theme.line
        border.width: Theme.lineWidth
    }
    ColumnLayout {
        id: words
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.space4 }
        spacing: Theme.space1

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.space3
            Text {
                Layout.fillWidth: true
                text: row.title
                textFormat: Text.PlainText
                horizontalAlignment: Text.AlignLeft
                font.pixelSize: Theme.body
                font.weight: Font.DemiBold
                color: Theme.ink
                elide: Text.ElideMiddle
            }
            Text {
                visible: row.current
                text: qsTr("in use")
                font.pixelSize: Theme.small
                color: Theme.accent
            }
        }
        Fact { text: row.facts }
        Fact { visible: row.memory !== ""; text: qsTr("Memory for a context of %1").arg(row.memory) }
        Fact { visible: row.speed !== ""; text: qsTr("Here it %1").arg(row.speed) }
        Fact { text: qsTr("Licence: %1").arg(row.licence) }
        Fact { visible: row.origin !== ""; text: qsTr("From: %1").arg(row.origin) }
        Fact {
            visible: row.hash !== ""
            text: qsTr("SHA-256: %1").arg(row.hash)
            wrapMode: Text.WrapAnywhere
        }
        Flow {
            Layout.fillWidth: true
            Layout.topMargin: Theme.space2
            spacing: Theme.space2
            TextButton {
                objectName: "useModel"
                visible: !row.current
                text: qsTr("Use")
                Accessible.name: qsTr("Use %1").arg(row.title)
                onClicked: row.useChosen()
            }
            TextButton {
                objectName: "verifyModel"
                enabled: !row.busy
                text: qsTr("Check the files")
                Accessible.name: qsTr("Check the files of %1").arg(row.title)
                onClicked: row.verifyChosen()
            }
            TextButton {
                objectName: "exportModel"
                enabled: !row.busy
                text: qsTr("Export…")
                Accessible.name: qsTr("Export %1").arg(row.title)
                onClicked: row.exportChosen()
            }
            TextButton {
                objectName: "removeModel"
                visible: !row.builtIn
                enabled: !row.busy
                text: qsTr("Remove…")
                Accessible.name: qsTr("Remove %1").arg(row.title)
                onClicked: row.removeChosen()
            }
        }
    }

    component Fact: Text {
        Layout.fillWidth: true
        textFormat: Text.PlainText
        horizontalAlignment: Text.AlignLeft
        wrapMode: Text.Wrap
        lineHeight: 1.3
        font.pixelSize: Theme.small
        font.features: Theme.figures
        color: Theme.inkSoft
    }
}
