pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Sotto

/// Three doors to a model: files, a download with a browser, or one that is here already.
ColumnLayout {
    id: step

    required property FirstRunViewModel setup

    property string door: "files"

    signal copyChosen(string text)

    spacing: Theme.space4

    Flow {
        Layout.fillWidth: true
        spacing: Theme.space2
        Door { objectName: "doorFiles"; name: "files"; text: qsTr("I have the files") }
        Door { objectName: "doorBrowser"; name: "browser"; text: qsTr("Download in my browser") }
        Door { objectName: "doorHere"; name: "here"; text: qsTr("Use one that is here already") }
    }
    ModelJob { Layout.fillWidth: true; job: step.setup.job }

    ColumnLayout {
        visible: step.door === "files"
        spacing: Theme.space3
        SetupText { text: qsTr("Drop a model here, or choose one: a GGUF file, a folder with config.json and weights, or a bundle from another device.") }
        Flow {
            Layout.fillWidth: true
            spacing: Theme.space2
            TextButton { text: qsTr("Choose a file…"); enabled: !step.setup.job.running; onClicked: dialogs.chooseFile() }
            TextButton { text: qsTr("Choose a folder…"); enabled: !step.setup.job.running; onClicked: dialogs.chooseFolder() }
        }
        SetupText { objectName: "foundWords"; visible: text !== ""; text: step.setup.found }
        TextButton {
            objectName: "importFound"
            visible: step.setup.canImport
            enabled: !step.setup.job.running
            weight: TextButton.Primary
            text: qsTr("Import it")
            onClicked: step.setup.importFound()
        }
    }
    ColumnLayout {
        visible: step.door === "browser"
        spacing: Theme.space6
        SetupText { text: qsTr("Sotto does not download. Open one of these pages with your browser, accept the licence there if it asks, download the file, and import it through the first door.") }
        TextButton {
            objectName: "watchDownloads"
            checkable: true
            checked: step.setup.watching
            text: step.setup.watching ? qsTr("Stop watching the downloads folder")
                                      : qsTr("Watch the downloads folder and go on by itself")
            onClicked: step.setup.watching = !step.setup.watching
        }
        Repeater {
            model: step.setup.published
            PublishedCard { Layout.fillWidth: true; onCopyChosen: text => step.copyChosen(text) }
        }
    }
    ColumnLayout {
        visible: step.door === "here"
        spacing: Theme.space3
        SetupText {
            text: step.setup.nearbyTitle !== ""
                  ? qsTr("%1 was fetched for Sotto and lies in the cache folder. Importing it copies it to your models.").arg(step.setup.nearbyTitle)
                  : qsTr("No model of the catalogue is on this device. The starter, which comes with Sotto, is tiny: it finds facts in short texts, and is often wrong.")
        }
        TextButton {
            objectName: "importNearby"
            visible: step.setup.nearbyTitle !== ""
            enabled: !step.setup.job.running
            weight: TextButton.Primary
            text: qsTr("Import it")
            onClicked: step.setup.importNearby()
        }
    }
    ModelDialogs {
        id: dialogs
        onSourceChosen: path => step.setup.look(path)
    }

    component Door: TextButton {
        required property string name
        checkable: true
        autoExclusive: true
        checked: step.door === name
        weight: checked ? TextButton.Primary : TextButton.Plain
        Accessible.role: Accessible.RadioButton
        onClicked: step.door = name
    }
}
