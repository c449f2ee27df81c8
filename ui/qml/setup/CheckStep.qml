import QtQuick
import QtQuick.Layouts
import Sotto

/// Compares the files with their hashes, loads the model and asks it a question.
ColumnLayout {
    id: step

    required property FirstRunViewModel setup

    spacing: Theme.space4

    SetupText { text: qsTr("Sotto compares the model's files with their checksums, loads it, asks it a question with a known answer, and measures how fast it is here.") }
    ModelJob { Layout.fillWidth: true; job: step.setup.job }
    SetupText {
        objectName: "checkWords"
        visible: text !== ""
        text: step.setup.checking ? qsTr("The model is being checked…") : step.setup.verdict
        Accessible.role: Accessible.AlertMessage
    }
    TextButton {
        objectName: "startCheck"
        enabled: !step.setup.checking && !step.setup.job.running
        text: qsTr("Check the model")
        onClicked: step.setup.check()
    }
}
