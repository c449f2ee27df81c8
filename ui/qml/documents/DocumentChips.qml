pragma ComponentBehavior: Bound

import QtQuick
import Sotto

/// The documents of the conversation, above the composer. Many become one chip; a document that could
/// not be opened says why.
Flow {
    id: chips
    objectName: "documentChips"

    required property DocumentListViewModel documents
    required property UserAction removeAction

    signal chosen()

    readonly property int maxChips: width < 480 ? 2 : 4
    readonly property bool isCrowded: documents.count > maxChips

    spacing: Theme.space2
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Documents of this conversation")

    DocumentChip {
        visible: chips.isCrowded
        title: qsTr("%L1 documents").arg(chips.documents.attachedCount)
        brief: chips.documents.importing ? qsTr("Opening") : ""
        spoken: title + (brief === "" ? "" : ", " + brief)
        onClicked: chips.chosen()
    }
    Repeater {
        model: chips.documents

        DocumentChip {
            required property int index
            required error
            required recognizable
            visible: !chips.isCrowded || error !== ""
            room: chips.width
            removeAction: chips.removeAction
            onClicked: chips.chosen()
            onRemoveChosen: chips.documents.remove(index)
            onRecognizeChosen: chips.documents.recognize(index)
        }
    }
}
