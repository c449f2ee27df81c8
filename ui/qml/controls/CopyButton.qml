import QtQuick
import Sotto

/// Copies a message, and shows for a moment that it did.
IconButton {
    id: button

    required property bool shown
    property bool done: false

    signal chosen()

    activeFocusOnTab: shown
    opacity: shown || activeFocus ? 1 : 0
    sign: done ? "check" : "copy"
    words: done ? qsTr("Copied") : qsTr("Copy the message")
    signSize: 18
    onClicked: {
        chosen()
        done = true
        back.restart()
    }
    Behavior on opacity { NumberAnimation { duration: Theme.quick } }

    Timer {
        id: back
        interval: 1500
        onTriggered: button.done = false
    }
}
