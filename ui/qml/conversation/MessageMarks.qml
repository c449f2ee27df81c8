import QtQuick
import Sotto

/// What is drawn around a message: that it was opened just now, or that the model no longer reads it.
Item {
    id: marks

    required property bool marked
    required property bool isUser
    required property bool truncated

    Rectangle {
        anchors { fill: parent; margins: -Theme.space2 }
        opacity: marks.marked ? 1 : 0
        radius: Theme.radiusSheet
        color: marks.isUser ? "transparent" : Theme.you
        border.color: Theme.accent
        border.width: Theme.ringWidth
        Behavior on opacity { NumberAnimation { duration: Theme.enter } }
    }
    // Paler text would be hard to read for people, too.
    Rectangle {
        objectName: "truncationLine"
        visible: marks.truncated
        anchors { left: parent.left; leftMargin: -Theme.space3; top: parent.top; bottom: parent.bottom }
        width: 3
        radius: 1
        color: Theme.highContrast ? Theme.ink : Theme.line
    }
}
