pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// What the model would read, as shares of what it can read at once. Opens the list of it.
AbstractButton {
    id: bar
    objectName: "contextBar"

    required property ContextViewModel context

    // What is free, and of what the rest is made where all of it can be read.
    readonly property bool wordy: context.known
        && (!context.fits || width >= Math.round(440 * Math.max(1, Theme.zoom * 0.8)))
    readonly property bool detailed: system.needed + documents.needed + history.needed
        + free.implicitWidth <= availableWidth

    function part(share: real): real {
        return share > 0 ? Math.max(3, Math.round(strip.width * share)) : 0
    }

    implicitHeight: Math.max(24, implicitContentHeight + topPadding + bottomPadding)
    topPadding: Theme.space1
    bottomPadding: Theme.space1
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    Accessible.role: Accessible.Button
    Accessible.name: qsTr("Context. %1").arg(context.words)
    Accessible.description: qsTr("Enter shows what is in it")
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    contentItem: Column {
        spacing: Theme.space1

        Item {
            id: strip
            width: parent.width
            height: Math.round(6 * Theme.signScale)

            Row {
                anchors.fill: parent
                spacing: 1
                clip: true
                layoutDirection: bar.mirrored ? Qt.RightToLeft : Qt.LeftToRight

                PatternFill {
                    width: bar.part(bar.context.systemShare)
                    height: parent.height
                    visible: width > 0
                    color: Theme.inkSoft
                    pattern: PatternFill.Bars
                }
                PatternFill {
                    width: bar.part(bar.context.documentsShare)
                    height: parent.height
                    visible: width > 0
                    color: bar.context.fits ? Theme.accent : Theme.caution
                }
                PatternFill {
                    width: bar.part(bar.context.historyShare)
                    height: parent.height
                    visible: width > 0
                    color: bar.context.fits ? Theme.accent : Theme.caution
                    pattern: PatternFill.Hatch
                }
                Rectangle {
                    width: strip.width
                    height: parent.height
                    color: Theme.highContrast ? Theme.page : Theme.line
                    border.color: Theme.line
                    border.width: Theme.lineWidth
                }
            }
        }
        RowLayout {
            visible: bar.wordy
            width: parent.width
            spacing: Theme.space3

            Part {
                id: system
                text: bar.context.systemWords
                color: Theme.inkSoft
                pattern: PatternFill.Bars
            }
            Part {
                id: documents
                text: bar.context.documentsWords
                color: bar.context.fits ? Theme.accent : Theme.caution
            }
            Part {
                id: history
                text: bar.context.historyWords
                color: bar.context.fits ? Theme.accent : Theme.caution
                pattern: PatternFill.Hatch
            }
            Item { Layout.fillWidth: true }
            Words {
                id: free
                objectName: "contextFree"
                text: bar.context.freeWords
                color: bar.context.fits ? Theme.inkSoft : Theme.caution
            }
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: "transparent"
        FocusRing { shown: bar.visualFocus; distance: 1 }
    }
    ToolTip {
        id: tip
        visible: bar.hovered || bar.visualFocus
        delay: 700
        text: bar.context.words
        font.pixelSize: Theme.small
        contentItem: Text {
            text: tip.text
            textFormat: Text.PlainText
            font: tip.font
            lineHeight: 1.3
            color: Theme.page
        }
        background: Rectangle { color: Theme.ink; radius: Theme.radius }
    }

    component Words: Text {
        textFormat: Text.PlainText
        font.pixelSize: Theme.small
        font.features: Theme.figures
        color: Theme.inkSoft
        Accessible.ignored: true
    }
    component Part: RowLayout {
        id: part
        required property string text
        required property color color
        property int pattern: PatternFill.Solid
        /// With the space beside it, shown or not. Unit: pixels.
        readonly property real needed: text === "" ? 0
            : swatch.implicitWidth + spacing + label.implicitWidth + Theme.space3

        visible: text !== "" && bar.detailed
        spacing: Theme.space1 + 1

        PatternFill {
            id: swatch
            implicitWidth: Math.round(9 * Theme.signScale)
            implicitHeight: implicitWidth
            color: part.color
            pattern: part.pattern
        }
        Words {
            id: label
            text: part.text
        }
    }
}
