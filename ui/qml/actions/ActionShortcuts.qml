pragma ComponentBehavior: Bound

import QtQml
import QtQuick
import Sotto

/// The shortcuts of a window's actions. They rest while a sheet is open.
Instantiator {
    id: shortcuts

    required property ActionList actions

    model: actions
    delegate: Shortcut {
        required property UserAction action
        required property bool isShortcut
        sequences: isShortcut ? action.sequences : []
        enabled: action.enabled
        onActivated: action.trigger()
    }
}
