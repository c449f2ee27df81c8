import QtQuick
import QtQuick.Layouts
import Sotto

/// A part of what the model reads, with its tokens. A document can be removed.
FocusScope {
    id: row

    required property int index
    required property string title
    required property string note
    required property string tokens
    required property int part
    required property bool removable
    required property string spoken
    required property UserAction removeAction

    signal removeChosen()

    implicitHeight: Math.max(Theme.target + Theme.space2, line.implicitHeight + Theme.space2)
    Accessible.role: Accessible.ListItem
    Accessible.name: spoken
    Accessible.focusable: true
    Keys.onPressed: event => {
        if (removable && removeAction.takeKey(event.key, event.modifiers)) {
            event.accepted = true
            removeChosen()
        }
    }

    Item {
        id: here
        anchors.fill: parent
        focus: true
        FocusRing { shown: here.activeFocus; distance: -2 }
    }
    RowLayout {
        id: line
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter
                  leftMargin: Theme.space2; rightMargin: Theme.space2 }
        spacing: Theme.space2

        PatternFill {
            implicitWidth: Math.round(10 * Theme.signScale)
            implicitHeight: implicitWidth
            color: row.part === ContextViewModel.System ? Theme.inkSoft
                 : row.part === ContextViewModel.Free ? Theme.inkSoft : Theme.accent
            pattern: row.part === ContextViewModel.System ? PatternFill.Bars
                   : row.part === ContextViewModel.Documents ? PatternFill.Solid
                   : row.part === ContextViewModel.History ? PatternFill.Hatch : PatternFill.Outline
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0

            Text {
                Layout.fillWidth: true
                text: row.title
                textFormat: Text.PlainText
                horizontalAlignment: Text.AlignLeft
                wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                maximumLineCount: 2
                elide: Text.ElideRight
                font.pixelSize: Theme.body
                color: Theme.ink
                Accessible.ignored: true
            }
            Text {
                visible: row.note !== ""
                Layout.fillWidth: true
                text: row.note
                textFormat: Text.PlainText
                horizontalAlignment: Text.AlignLeft
                wrapMode: Text.Wrap
                font.pixelSize: Theme.small
                font.features: Theme.figures
                color: Theme.inkSoft
                Accessible.ignored: true
            }
        }
        Text {
            text: row.tokens
            textFormat: Text.PlainText
            font.pixelSize: Theme.body
            font.features: Theme.figures
            color: Theme.ink
            Accessible.ignored: true
        }
        Item {
            implicitWidth: Theme.target
            implicitHeight: Theme.target

            IconButton {
                objectName: "removeFromContext"
                anchors.centerIn: parent
                visible: row.removable
                sign: "close"
                signSize: 16
                words: row.removeAction.text
                keys: row.removeAction.firstKey
                onClicked: row.removeChosen()
            }
        }
    }
}
