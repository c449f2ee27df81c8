pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Sotto

/// What a search found, grouped; the search field keeps the keyboard.
ListView {
    id: list
    objectName: "searchHits"

    signal chosen(int row)

    clip: true
    boundsBehavior: Flickable.StopAtBounds
    keyNavigationEnabled: false
    highlightFollowsCurrentItem: false
    currentIndex: -1
    spacing: 2
    section.property: "group"
    section.delegate: Text {
        required property string section
        width: ListView.view.width
        text: section
        horizontalAlignment: Text.AlignLeft
        topPadding: Theme.space2
        bottomPadding: Theme.space1
        leftPadding: Theme.space1
        font.pixelSize: Theme.small
        font.weight: Font.DemiBold
        color: Theme.inkSoft
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
    delegate: SearchHit {
        width: ListView.view.width
        current: ListView.isCurrentItem
        onClicked: list.chosen(index)
    }
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Search results")
    ScrollBar.vertical: ThinScrollBar {}
}
