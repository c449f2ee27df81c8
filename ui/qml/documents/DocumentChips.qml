pragma ComponentBehavior: Bound

import QtQuick
import Sotto

/// The documents of the conversation, just above where one writes. Many become one chip; what could
/// not be opened says why in place.
Flow {
    id: chips
    objectName: "documentChips"

    required property DocumentListViewModel documents

    signal chosen()

    readonly property int most: width < 480 ? 2 : 4
    readonly property bool isCrowded: documents.count > most

    spacing: Theme.space2
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Documents of this conversation")

    DocumentChip {
        visible: chips.isCrowded
        title: qsTr("%L1 documents").arg(chips.documents.attachedCount)
        brief: chips.documents.arriving ? qsTr("Opening") : ""
        spoken: title + (brief === "" ? "" : ", " + brief)
        canRemove: false
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
            onClicked: chips.chosen()
            onRemoveChosen: chips.documents.remove(index)
            onRecognizeChosen: chips.documents.recognize(index)
        }
    }
}
