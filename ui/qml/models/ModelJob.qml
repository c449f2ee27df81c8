import QtQuick
import QtQuick.Layouts
import Sotto

/// What is being done with a model, with a button that stops it; then how it ended.
ColumnLayout {
    id: strip

    required property ModelJobViewModel job

    visible: job.running || job.outcome !== ""
    spacing: Theme.space2

    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.space3

        Text {
            objectName: "jobWords"
            Layout.fillWidth: true
            text: strip.job.running ? strip.job.words : strip.job.outcome
            textFormat: Text.PlainText
            horizontalAlignment: Text.AlignLeft
            wrapMode: Text.Wrap
            font.pixelSize: Theme.small
            font.features: Theme.figures
            color: strip.job.failed ? Theme.caution : Theme.inkSoft
            Accessible.role: strip.job.running ? Accessible.StaticText : Accessible.AlertMessage
            Accessible.name: text
        }
        TextButton {
            objectName: "stopJob"
            visible: strip.job.running
            text: qsTr("Stop")
            onClicked: strip.job.stop()
        }
    }
    ProgressLine {
        Layout.fillWidth: true
        visible: strip.job.running
        share: strip.job.share
    }
}
