import QtQuick
import Sotto

/// A piece of a document's text: a paragraph, a heading, or the line where a page begins.
FocusScope {
    id: piece

    required property int index
    required property int kind
    required property string text
    required property string before
    required property string passage
    required property string after
    required property int passageAt
    required property bool marked
    required property bool goesOn
    required property bool rightToLeft
    /// The keyboard moves from piece to piece.
    property bool byKey: false

    readonly property bool isParagraph: kind === ReaderViewModel.Paragraph
    readonly property int gap: goesOn ? 0 : kind === ReaderViewModel.Paragraph ? Theme.space3
                             : kind === ReaderViewModel.Section ? Theme.space6 : Theme.space4
    readonly property string mark: "<span style=\"" + (Theme.highContrast ? "text-decoration:underline"
                                                        : "background-color:" + Theme.you) + "\">"

    /// Where the passage begins, from this piece's top, as it is laid out now.
    function passageTop(): real {
        return isParagraph ? words.y + words.positionToRectangle(passageAt).y : 0
    }

    implicitHeight: gap + (isParagraph ? words.implicitHeight : heading.implicitHeight)
    Accessible.role: isParagraph ? Accessible.StaticText : Accessible.Heading
    Accessible.name: text
    Accessible.description: marked ? qsTr("The passage") : ""
    Accessible.focusable: true

    Item {
        id: here
        anchors { fill: parent; topMargin: piece.gap }
        focus: true
        FocusRing { shown: here.activeFocus && piece.byKey; distance: Theme.space1 }
    }
    Rectangle {
        visible: piece.marked
        x: piece.rightToLeft ? piece.width + Theme.space2 : -Theme.space2 - width
        y: piece.gap
        width: 3
        height: piece.height - y
        radius: 1
        color: Theme.accent
    }
    RichText {
        id: words
        visible: piece.isParagraph
        y: piece.gap
        width: piece.width
        asWritten: true
        rightToLeft: piece.rightToLeft
        rich: !visible ? "" : piece.marked ? piece.before + piece.mark + piece.passage + "</span>" + piece.after
                                           : piece.before
    }
    Text {
        id: heading
        visible: !piece.isParagraph
        y: piece.gap
        width: piece.width
        text: visible ? piece.text : ""
        textFormat: Text.PlainText
        horizontalAlignment: piece.rightToLeft ? Text.AlignRight : Text.AlignLeft
        wrapMode: Text.Wrap
        font.pixelSize: piece.kind === ReaderViewModel.Section ? Theme.lead : Theme.small
        font.weight: piece.kind === ReaderViewModel.Section ? Font.DemiBold : Font.Normal
        font.features: Theme.figures
        color: piece.kind === ReaderViewModel.Section ? Theme.ink : Theme.inkSoft
        LayoutMirroring.enabled: false
    }
    Rectangle {
        visible: piece.kind === ReaderViewModel.Page
        anchors { left: parent.left; right: parent.right; verticalCenter: heading.verticalCenter
                  leftMargin: heading.contentWidth + Theme.space3 }
        height: Theme.lineWidth
        color: Theme.line
    }
}
