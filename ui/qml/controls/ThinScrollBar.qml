import QtQuick
import QtQuick.Controls.Basic
import Sotto

/// A thin scroll bar, only visible where there is something to scroll.
ScrollBar {
    id: bar

    policy: ScrollBar.AsNeeded
    padding: 3
    minimumSize: 0.06
    Accessible.ignored: true

    contentItem: Rectangle {
        implicitWidth: bar.hovered || bar.pressed ? 8 : 5
        implicitHeight: bar.hovered || bar.pressed ? 8 : 5
        radius: width / 2
        color: Theme.inkSoft
        opacity: bar.size >= 1 ? 0 : bar.pressed ? 0.7 : bar.active || bar.hovered ? 0.45 : 0
        Behavior on opacity { NumberAnimation { duration: Theme.enter } }
    }
}
