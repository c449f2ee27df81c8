pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Sotto

/// What this machine has, and which contexts fit its memory.
ColumnLayout {
    id: step

    required property FirstRunViewModel setup

    spacing: Theme.space2

    Repeater {
        model: step.setup.machine
        SetupText {
            required property string modelData
            text: modelData
            font.features: Theme.figures
        }
    }
    SetupText {
        visible: step.setup.memory !== ""
        Layout.topMargin: Theme.space3
        text: qsTr("Memory for a context, in tokens, with the current model: %1.").arg(step.setup.memory)
        font.features: Theme.figures
    }
}
