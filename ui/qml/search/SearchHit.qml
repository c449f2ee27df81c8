import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// A message or passage that a search found.
ItemDelegate {
    id: hit

    required property int index
    required property string title
    required property string place
    required property string snippet
    required property string spoken
    property bool current: false

    implicitHeight: words.implicitHeight + 2 * (Theme.space2 + 2)
    leftPadding: Theme.space3
    rightPadding: Theme.space3
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: spoken
    Accessible.selected: current

    contentItem: ColumnLayout {
        id: words
        spacing: 2

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.space3

            Text {
                Layout.fillWidth: true
                text: hit.title
                textFormat: Text.PlainText
                horizontalAlignment: Text.AlignLeft
                font.pixelSize: Theme.body
                color: Theme.ink
                elide: Text.ElideRight
                Accessible.ignored: true
            }
            Text {
                visible: text !== ""
                Layout.maximumWidth: Math.round(hit.width * 0.55)
                text: hit.place
                textFormat: Text.PlainText
                font.pixelSize: Theme.small
                font.features: Theme.figures
                color: Theme.inkSoft
                elide: Text.ElideRight
                Accessible.ignored: true
            }
        }
        Text {
            Layout.fillWidth: true
            text: hit.snippet
            textFormat: Text.StyledText
            horizontalAlignment: Text.AlignLeft
            wrapMode: Text.Wrap
            maximumLineCount: 3
            elide: Text.ElideRight
            lineHeight: 1.25
            font.pixelSize: Theme.small
            color: Theme.inkSoft
            Accessible.ignored: true
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: hit.current ? Theme.you : hit.hovered ? Theme.hover : "transparent"
        border.color: Theme.accent
        border.width: hit.current ? Theme.ringWidth : 0
    }
}
