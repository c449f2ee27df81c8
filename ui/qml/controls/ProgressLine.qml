import QtQuick
import Sotto

/// A thin progress bar; the text beside it says what it shows.
Rectangle {
    id: line

    required property real share

    implicitHeight: 3
    radius: 1.5
    color: Theme.line

    Rectangle {
        width: Math.round(line.width * Math.max(0, Math.min(1, line.share)))
        height: parent.height
        radius: parent.radius
        color: Theme.accent
        anchors.left: parent.left
        Behavior on width { NumberAnimation { duration: Theme.enter } }
    }
}
