pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Sotto

/// What the model would read, as shares of its context. Opens the list of the parts.
AbstractButton {
    id: bar
    objectName: "contextBar"

    required property ContextViewModel context

    // Free tokens are shown where there is room for words, the other parts where all of them fit.
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

            ContextPart {
                id: system
                text: bar.context.systemWords
                shown: bar.detailed
                color: Theme.inkSoft
                pattern: PatternFill.Bars
            }
            ContextPart {
                id: documents
                text: bar.context.documentsWords
                shown: bar.detailed
                color: bar.context.fits ? Theme.accent : Theme.caution
            }
            ContextPart {
                id: history
                text: bar.context.historyWords
                shown: bar.detailed
                color: bar.context.fits ? Theme.accent : Theme.caution
                pattern: PatternFill.Hatch
            }
            Item { Layout.fillWidth: true }
            Text {
                id: free
                objectName: "contextFree"
                text: bar.context.freeWords
                textFormat: Text.PlainText
                font.pixelSize: Theme.small
                font.features: Theme.figures
                color: bar.context.fits ? Theme.inkSoft : Theme.caution
                Accessible.ignored: true
            }
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: "transparent"
        FocusRing { shown: bar.visualFocus; distance: 1 }
    }
    PlainToolTip {
        visible: bar.hovered || bar.visualFocus
        text: bar.context.words
    }
}
