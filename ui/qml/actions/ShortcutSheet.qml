pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// What the keyboard can do: the actions that have keys.
Sheet {
    id: sheet

    required property ActionList actions

    title: qsTr("Keyboard")
    widest: 460

    contentItem: ColumnLayout {
        spacing: Theme.space4

        Flickable {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredHeight: Math.min(rows.implicitHeight, (sheet.parent ? sheet.parent.height : 600) - 180)
            contentHeight: rows.implicitHeight
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            ScrollBar.vertical: ThinScrollBar {}

            ColumnLayout {
                id: rows
                width: parent.width
                spacing: Theme.space2

                Repeater {
                    model: sheet.actions

                    RowLayout {
                        id: line
                        required property string words
                        required property string keys
                        visible: keys !== ""
                        Layout.fillWidth: true
                        spacing: Theme.space4
                        Accessible.role: Accessible.StaticText
                        Accessible.name: words + ": " + keys
                        Text {
                            Layout.fillWidth: true
                            text: line.words
                            wrapMode: Text.Wrap
                            font.pixelSize: Theme.body
                            color: Theme.ink
                            Accessible.ignored: true
                        }
                        Text {
                            text: line.keys
                            font.pixelSize: Theme.small
                            color: Theme.inkSoft
                            Accessible.ignored: true
                        }
                    }
                }
            }
        }
        TextButton {
            Layout.alignment: Qt.AlignRight
            text: qsTr("Close")
            focus: true
            onClicked: sheet.close()
        }
    }
}
