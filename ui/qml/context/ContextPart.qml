import QtQuick
import QtQuick.Layouts
import Sotto

/// A part of the context bar in words, after a swatch of its colour and pattern.
RowLayout {
    id: part

    required property string text
    required property color color
    required property bool shown
    property int pattern: PatternFill.Solid
    /// With the space beside it, shown or not. Unit: pixels.
    readonly property real needed: text === "" ? 0
        : swatch.implicitWidth + spacing + label.implicitWidth + Theme.space3

    visible: text !== "" && shown
    spacing: Theme.space1 + 1

    PatternFill {
        id: swatch
        implicitWidth: Math.round(9 * Theme.signScale)
        implicitHeight: implicitWidth
        color: part.color
        pattern: part.pattern
    }
    Text {
        id: label
        text: part.text
        textFormat: Text.PlainText
        font.pixelSize: Theme.small
        font.features: Theme.figures
        color: Theme.inkSoft
        Accessible.ignored: true
    }
}
