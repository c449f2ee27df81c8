import QtQuick
import QtQuick.Controls.Basic
import Sotto

/// A page over the whole window. Esc closes it.
Popup {
    id: page

    parent: Overlay.overlay
    width: parent ? parent.width : 0
    height: parent ? parent.height : 0
    modal: true
    dim: false
    focus: true
    padding: 0
    closePolicy: Popup.CloseOnEscape
    font.pixelSize: Theme.body
    background: Rectangle { color: Theme.page }
    enter: Transition { NumberAnimation { property: "opacity"; from: 0; to: 1; duration: Theme.enter } }
    exit: Transition { NumberAnimation { property: "opacity"; from: 1; to: 0; duration: Theme.quick } }
}
