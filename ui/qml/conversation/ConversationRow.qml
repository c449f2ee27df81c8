import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// A conversation in the list: its title and when it was last used. It has a menu.
ItemDelegate {
    id: row

    required property int index
    required property double conversationId
    required property string title
    required property string time
    required property UserAction renameAction
    required property UserAction removeAction
    property bool chosen: false

    signal renameChosen()
    signal removeChosen()

    implicitHeight: Math.max(Theme.target + 3, words.implicitHeight + Theme.space3)
    leftPadding: Theme.space2
    rightPadding: Theme.space2
    topPadding: 0
    bottomPadding: 0
    focusPolicy: Qt.ClickFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: title
    Accessible.description: time
    Accessible.selected: chosen
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()
    onPressAndHold: if (Theme.touch) menu.popup(row, pressX, pressY)
    Keys.onMenuPressed: menu.popup(row, row.width / 2, row.height)
    Keys.onPressed: event => {
        event.accepted = true
        if (renameAction.takeKey(event.key, event.modifiers)) {
            renameChosen()
        } else if (removeAction.takeKey(event.key, event.modifiers)) {
            removeChosen()
        } else if (event.key === Qt.Key_F10 && event.modifiers & Qt.ShiftModifier) {
            menu.popup(row, row.width / 2, row.height)
        } else {
            event.accepted = false
        }
    }

    contentItem: RowLayout {
        spacing: Theme.space2

        Text {
            id: words
            Layout.fillWidth: true
            text: row.title
            horizontalAlignment: Text.AlignLeft
            textFormat: Text.PlainText
            font.pixelSize: Theme.body
            color: Theme.ink
            elide: Text.ElideRight
        }
        Text {
            visible: !more.visible
            text: row.time
            textFormat: Text.PlainText
            font.pixelSize: Theme.small
            font.features: Theme.figures
            color: Theme.inkSoft
        }
        IconButton {
            id: more
            visible: row.hovered || row.activeFocus || menu.visible || Theme.touch
            Layout.rightMargin: -Theme.space2 + 2
            implicitHeight: Math.min(Theme.target, row.height - 4)
            implicitWidth: implicitHeight
            focusPolicy: Qt.NoFocus
            sign: "more"
            words: qsTr("Rename or remove")
            onClicked: menu.popup(more, 0, more.height)
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: row.chosen ? Theme.you : row.hovered ? Theme.hover : "transparent"
        border.color: Theme.line
        border.width: Theme.highContrast && row.chosen ? Theme.lineWidth : 0
        FocusRing { shown: row.activeFocus; distance: 0 }
    }
    TapHandler {
        acceptedButtons: Qt.RightButton
        onTapped: point => menu.popup(row, point.position.x, point.position.y)
    }
    PlainMenu {
        id: menu
        PlainMenuItem { text: row.renameAction.text; onTriggered: row.renameChosen() }
        PlainMenuItem { text: row.removeAction.text; onTriggered: row.removeChosen() }
    }
}
