import QtQuick
import Sotto

/// A paragraph of a document's text, a heading, or the line where a page begins.
FocusScope {
    id: passage

    required property int index
    required property int kind
    required property string text
    required property string before
    required property string passage
    required property string after
    required property int passageAt
    required property bool marked
    required property bool continued
    required property bool rightToLeft
    /// The keyboard moved here: the ring is shown.
    property bool byKey: false

    readonly property bool isParagraph: kind === ReaderViewModel.Paragraph
    readonly property int gap: continued ? 0 : kind === ReaderViewModel.Paragraph ? Theme.space3
                             : kind === ReaderViewModel.Section ? Theme.space6 : Theme.space4
    readonly property string mark: "<span style=\"" + (Theme.highContrast ? "text-decoration:underline"
                                                        : "background-color:" + Theme.you) + "\">"

    /// The marked passage's distance from the top of this item, in the present layout.
    function passageTop(): real {
        return isParagraph ? words.y + words.positionToRectangle(passageAt).y : 0
    }

    implicitHeight: gap + (isParagraph ? words.implicitHeight : heading.implicitHeight)
    Accessible.role: isParagraph ? Accessible.StaticText : Accessible.Heading
    Accessible.name: text
    Accessible.description: marked ? qsTr("The passage you opened") : ""
    Accessible.focusable: true

    Item {
        id: here
        anchors { fill: parent; topMargin: passage.gap }
        focus: true
        FocusRing { shown: here.activeFocus && passage.byKey; distance: Theme.space1 }
    }
    Rectangle {
        visible: passage.marked
        x: passage.rightToLeft ? passage.width + Theme.space2 : -Theme.space2 - width
        y: passage.gap
        width: 3
        height: passage.height - y
        radius: 1
        color: Theme.accent
    }
    RichText {
        id: words
        visible: passage.isParagraph
        y: passage.gap
        width: passage.width
        asWritten: true
        rightToLeft: passage.rightToLeft
        rich: !visible ? "" : passage.marked ? passage.before + passage.mark + passage.passage + "</span>" + passage.after
                                           : passage.before
    }
    Text {
        id: heading
        visible: !passage.isParagraph
        y: passage.gap
        width: passage.width
        text: visible ? passage.text : ""
        textFormat: Text.PlainText
        horizontalAlignment: passage.rightToLeft ? Text.AlignRight : Text.AlignLeft
        wrapMode: Text.Wrap
        font.pixelSize: passage.kind === ReaderViewModel.Section ? Theme.lead : Theme.small
        font.weight: passage.kind === ReaderViewModel.Section ? Font.DemiBold : Font.Normal
        font.features: Theme.figures
        color: passage.kind === ReaderViewModel.Section ? Theme.ink : Theme.inkSoft
        LayoutMirroring.enabled: false
    }
    Rectangle {
        visible: passage.kind === ReaderViewModel.Page
        anchors { left: parent.left; right: parent.right; verticalCenter: heading.verticalCenter
                  leftMargin: heading.contentWidth + Theme.space3 }
        height: Theme.lineWidth
        color: Theme.line
    }
}
