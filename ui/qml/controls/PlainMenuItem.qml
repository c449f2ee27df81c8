import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// A menu item, with a second line for facts.
MenuItem {
    id: item

    property string facts: ""
    property bool chosen: false

    implicitHeight: Math.max(Theme.target, words.implicitHeight + Theme.space3)
    leftPadding: Theme.space3
    rightPadding: Theme.space3
    font.pixelSize: Theme.body
    indicator: null
    arrow: null
    Accessible.role: Accessible.MenuItem
    Accessible.name: text
    Accessible.description: facts

    contentItem: RowLayout {
        spacing: Theme.space3

        ColumnLayout {
            id: words
            Layout.fillWidth: true
            spacing: 0
            Text {
                Layout.fillWidth: true
                text: item.text
                textFormat: Text.PlainText
                font: item.font
                color: Theme.ink
                elide: Text.ElideRight
            }
            Text {
                visible: item.facts !== ""
                Layout.fillWidth: true
                text: item.facts
                textFormat: Text.PlainText
                font.pixelSize: Theme.small
                color: Theme.inkSoft
                elide: Text.ElideRight
            }
        }
        Rectangle {
            visible: item.chosen
            implicitWidth: 8
            implicitHeight: 8
            radius: 4
            color: Theme.accent
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: item.down ? Theme.line : item.highlighted ? Theme.you : "transparent"
        border.color: Theme.accent
        border.width: item.highlighted ? Theme.ringWidth : 0
    }
}
