import QtQuick
import Sotto

/// The ring around the item that has the keyboard focus.
Rectangle {
    required property bool shown
    property int distance: 2

    anchors.fill: parent
    anchors.margins: -distance
    visible: shown
    color: "transparent"
    border.color: Theme.accent
    border.width: Theme.ringWidth
    radius: Theme.radius + distance
}
