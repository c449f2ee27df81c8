import QtQuick
import QtQuick.Controls.Basic
import Sotto

/// A pane that comes over the conversation from the side.
Drawer {
    height: parent ? parent.height : 0
    padding: 0
    background: Rectangle { color: Theme.page }
    Overlay.modal: Rectangle { color: Theme.shade }
}
