pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Sotto

/// An empty conversation: one sentence and three examples. The starter model says what it is.
ColumnLayout {
    id: empty

    required property bool hasModel
    required property bool isStarter
    /// The documents of the conversation in words; empty without any.
    required property string subject

    /// The model is known and waits for the user's word.
    required property bool isHeld
    required property UserAction models

    signal exampleChosen(string words)

    readonly property list<string> starterExamples: [
        qsTr("The meeting is on Friday at noon. Lunch is at the Blue Door. When is the meeting?"),
        qsTr("The code of the front gate is 4827. New members pay 20 a year. What is the code of the front gate?"),
        qsTr("What can you do?")
    ]
    readonly property list<string> examples: [
        qsTr("Write a short note to my neighbour about the noise last night"),
        qsTr("Explain to a child why the sea is salty"),
        qsTr("Make a packing list for three rainy days in Lisbon")
    ]
    readonly property list<string> documentExamples: [
        qsTr("What is this about, in five sentences?"),
        qsTr("Which dates, names and amounts does it mention?"),
        qsTr("Explain the hardest part in plain words")
    ]
    readonly property list<string> offered: !hasModel || (subject !== "" && isStarter) ? []
        : subject !== "" ? documentExamples
        : isStarter ? starterExamples : examples
    visible: !isHeld
    spacing: Theme.space2

    Text {
        Layout.fillWidth: true
        Layout.bottomMargin: Theme.space2
        text: !empty.hasModel ? qsTr("There is no model yet. Import one from a file on this device.")
            : empty.subject !== "" ? qsTr("Ask about %1.").arg(empty.subject)
            : empty.isStarter ? qsTr("This is the starter, a tiny model that comes with Sotto. It finds facts in a short text that you write, and is often wrong. For real conversations, import a model.")
            : qsTr("Ask something, or start with one of these.")
        textFormat: Text.PlainText
        horizontalAlignment: Text.AlignLeft
        wrapMode: Text.Wrap
        font.pixelSize: Theme.lead
        lineHeight: 1.3
        color: Theme.ink
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
    Repeater {
        model: empty.offered

        ExampleButton {
            required property string modelData
            Layout.fillWidth: true
            text: modelData
            onClicked: empty.exampleChosen(modelData)
        }
    }

    TextButton {
        objectName: "getModel"
        visible: !empty.hasModel || empty.isStarter
        Layout.topMargin: Theme.space2
        weight: TextButton.Primary
        text: qsTr("Get a model")
        onClicked: empty.models.trigger()
    }

    component ExampleButton: TextButton {
        id: example
        implicitHeight: Math.max(Theme.target + Theme.space2, words.implicitHeight + Theme.space4)
        contentItem: Text {
            id: words
            text: example.text
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            font: example.font
            color: Theme.ink
            verticalAlignment: Text.AlignVCenter
        }
    }
}
