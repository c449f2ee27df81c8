pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// What the keyboard can do.
Sheet {
    id: list

    title: qsTr("Keyboard")
    widest: 460

    readonly property var lines: [
        [qsTr("Send"), qsTr("Enter")],
        [qsTr("New line"), qsTr("Shift+Enter")],
        [qsTr("Stop the answer, close what is open"), qsTr("Esc")],
        [qsTr("New conversation"), qsTr("Ctrl+N")],
        [qsTr("Search messages and documents"), qsTr("Ctrl+K, Ctrl+F")],
        [qsTr("Show or hide the conversations"), qsTr("Ctrl+B")],
        [qsTr("Open a document"), qsTr("Ctrl+O")],
        [qsTr("Show or hide the documents"), qsTr("Ctrl+D")],
        [qsTr("Remove a document from the conversation"), qsTr("Delete")],
        [qsTr("Write"), qsTr("Ctrl+L")],
        [qsTr("Message before, message after"), qsTr("Alt+Up, Alt+Down")],
        [qsTr("Copy the last answer"), qsTr("Ctrl+Shift+C")],
        [qsTr("Rename, remove a conversation"), qsTr("F2, Delete")],
        [qsTr("Larger, smaller, as it was"), qsTr("Ctrl +, Ctrl −, Ctrl 0")],
        [qsTr("Full screen"), qsTr("F11")],
        [qsTr("This list"), qsTr("F1")]
    ]

    contentItem: ColumnLayout {
        spacing: Theme.space4

        Flickable {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredHeight: Math.min(rows.implicitHeight, (list.parent ? list.parent.height : 600) - 180)
            contentHeight: rows.implicitHeight
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            ScrollBar.vertical: ThinScrollBar {}

            ColumnLayout {
                id: rows
                width: parent.width
                spacing: Theme.space2

                Repeater {
                    model: list.lines

                    RowLayout {
                        id: line
                        required property var modelData
                        Layout.fillWidth: true
                        spacing: Theme.space4
                        Accessible.role: Accessible.StaticText
                        Accessible.name: modelData[0] + ": " + modelData[1]
                        Text {
                            Layout.fillWidth: true
                            text: line.modelData[0]
                            wrapMode: Text.Wrap
                            font.pixelSize: Theme.body
                            color: Theme.ink
                            Accessible.ignored: true
                        }
                        Text {
                            text: line.modelData[1]
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
            onClicked: list.close()
        }
    }
}
