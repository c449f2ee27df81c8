pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Sotto

/// A menu in the theme's colours.
Menu {
    id: menu

    padding: Theme.space1
    margins: Theme.space2
    overlap: 0
    // Modal, so that Esc closes the menu only.
    modal: true
    dim: false
    background: Rectangle {
        implicitWidth: 200
        color: Theme.raised
        border.color: Theme.line
        border.width: Theme.lineWidth
        radius: Theme.radiusSheet
    }
    delegate: PlainMenuItem {}
    enter: Transition { NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.quick } }
    exit: Transition { NumberAnimation { property: "opacity"; from: 1; to: 0; duration: Theme.quick } }
}
