import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// A passage that an answer is based on; opens it.
AbstractButton {
    id: chip
    objectName: "citation"

    required property int number
    required property string words
    required property string passage
    property int room: 320

    width: Math.min(room, implicitContentWidth + leftPadding + rightPadding)
    implicitHeight: Math.max(24, implicitContentHeight + Theme.space1)
    leftPadding: Theme.space2
    rightPadding: Theme.space2
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.Button
    Accessible.name: qsTr("Source %1: %2").arg(chip.number).arg(chip.words)
    Accessible.description: passage
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    contentItem: RowLayout {
        spacing: Theme.space1

        Text {
            text: chip.number
            font.pixelSize: Theme.small
            font.weight: Font.DemiBold
            font.features: Theme.figures
            color: Theme.accent
            Accessible.ignored: true
        }
        Text {
            text: "·"
            font.pixelSize: Theme.small
            color: Theme.inkSoft
            Accessible.ignored: true
        }
        Text {
            Layout.fillWidth: true
            text: chip.words
            textFormat: Text.PlainText
            horizontalAlignment: Text.AlignLeft
            font.pixelSize: Theme.small
            font.underline: chip.hovered
            font.features: Theme.figures
            color: chip.hovered || chip.visualFocus ? Theme.ink : Theme.inkSoft
            elide: Text.ElideMiddle
            Accessible.ignored: true
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: chip.down ? Theme.line : chip.hovered ? Theme.hover : "transparent"
        border.color: Theme.line
        border.width: Theme.lineWidth
        FocusRing { shown: chip.visualFocus; distance: 1 }
    }
    PlainToolTip {
        visible: chip.hovered || chip.visualFocus
        delay: 400
        widest: Math.min(400, chip.room)
        text: chip.passage
    }
}
