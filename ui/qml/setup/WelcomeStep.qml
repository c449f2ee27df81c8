import QtQuick
import QtQuick.Layouts
import Sotto

/// What Sotto does, and where its data lives.
ColumnLayout {
    id: step

    required property FirstRunViewModel setup

    spacing: Theme.space4

    SetupText { text: qsTr("Sotto answers questions, about your documents too, with a model that runs on this computer. It opens no network connection, now or later.") }
    SetupText {
        visible: step.setup.dataFolder !== ""
        text: qsTr("Your conversations and documents are kept in %1, and nowhere else.").arg(step.setup.dataFolder)
        wrapMode: Text.Wrap
    }
    SetupText { text: qsTr("These steps look at the machine and help you to a model. You can skip each of them and come back from the models page (Ctrl+Shift+M).") }
}
