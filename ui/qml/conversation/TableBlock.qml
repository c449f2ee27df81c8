pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// A table, as wide as its text; scrolled sideways where that is too wide.
Flickable {
    id: table

    required property int columns
    required property list<string> cells
    required property bool rightToLeft

    signal linkChosen(string target)

    readonly property int widest: Math.max(120, Math.round(Theme.readingWidth / 2.5))

    implicitHeight: grid.implicitHeight + 2
    contentWidth: grid.implicitWidth + 2
    contentHeight: height
    flickableDirection: Flickable.HorizontalFlick
    boundsBehavior: Flickable.StopAtBounds
    interactive: contentWidth > width
    clip: true
    ScrollBar.horizontal: ThinScrollBar {}

    GridLayout {
        id: grid
        columns: Math.max(1, table.columns)
        columnSpacing: 0
        rowSpacing: 0

        Repeater {
            model: table.cells

            Item {
                id: cell
                required property int index
                required property string modelData
                readonly property bool isHead: index < table.columns

                Layout.fillWidth: true
                Layout.fillHeight: true
                implicitWidth: Math.min(table.widest, words.implicitWidth) + Theme.space4
                implicitHeight: words.implicitHeight + Theme.space3

                RichText {
                    id: words
                    y: Theme.space3 / 2
                    width: Math.min(table.widest, implicitWidth)
                    rich: cell.modelData
                    font.bold: cell.isHead
                    onLinkChosen: target => table.linkChosen(target)
                }
                Rectangle {
                    anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
                    height: cell.isHead ? 2 : 1
                    color: Theme.line
                }
            }
        }
    }
}
