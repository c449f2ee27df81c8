pragma ComponentBehavior: Bound

import QtQuick
import Sotto

/// The passages that an answer is based on; the first few, and the others on request.
Flow {
    id: chips

    required property CitationList citations

    readonly property int maxShown: 6
    readonly property int count: citations ? citations.count : 0
    property bool all: false

    signal chosen(double document, double offset, double length)

    visible: count > 0
    spacing: Theme.space1 + 2
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Sources")

    Repeater {
        model: chips.citations

        CitationChip {
            required property int index
            required property double document
            required property double offset
            required property double length
            visible: chips.all || index < chips.maxShown
            room: chips.width
            onClicked: chips.chosen(document, offset, length)
        }
    }
    TextButton {
        visible: !chips.all && chips.count > chips.maxShown
        implicitHeight: Math.max(24, implicitContentHeight + Theme.space1)
        leftPadding: Theme.space2
        rightPadding: Theme.space2
        font.pixelSize: Theme.small
        text: qsTr("%1 more").arg(chips.count - chips.maxShown)
        onClicked: chips.all = true
    }
}
