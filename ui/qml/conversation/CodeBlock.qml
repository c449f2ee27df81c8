import QtQuick
import QtQuick.Controls.Basic
import Sotto

/// A block of code: not wrapped but scrolled sideways, with a button that copies it.
Rectangle {
    id: block

    required property string code
    required property string language

    signal copyChosen(string text)

    implicitHeight: head.height + scroller.height
    radius: Theme.radius
    color: Theme.raised
    border.color: Theme.line
    border.width: Theme.lineWidth
    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true

    Item {
        id: head
        width: parent.width
        height: Theme.target + 4

        Text {
            anchors { left: parent.left; leftMargin: Theme.space3; verticalCenter: parent.verticalCenter }
            text: block.language === "" ? qsTr("Code") : block.language
            textFormat: Text.PlainText
            font.pixelSize: Theme.small
            color: Theme.inkSoft
            elide: Text.ElideRight
            width: parent.width - copy.width - Theme.space6
        }
        IconButton {
            id: copy
            property bool done: false
            anchors { right: parent.right; rightMargin: 2; verticalCenter: parent.verticalCenter }
            sign: done ? "check" : "copy"
            words: done ? qsTr("Copied") : qsTr("Copy the code")
            signSize: 18
            onClicked: {
                block.copyChosen(block.code)
                done = true
                back.restart()
            }
            Timer { id: back; interval: 1500; onTriggered: copy.done = false }
        }
        Rectangle {
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: 1 }
            height: 1
            color: Theme.line
        }
    }
    Flickable {
        id: scroller
        anchors { top: head.bottom; left: parent.left; right: parent.right }
        height: words.implicitHeight + 2 * Theme.space3
        contentWidth: Math.max(width, words.implicitWidth + 2 * Theme.space3)
        contentHeight: height
        flickableDirection: Flickable.HorizontalFlick
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        ScrollBar.horizontal: ThinScrollBar {}

        TextEdit {
            id: words
            x: Theme.space3
            y: Theme.space3
            text: block.code
            textFormat: TextEdit.PlainText
            readOnly: true
            selectByMouse: true
            activeFocusOnTab: false
            font.family: Theme.mono
            font.pixelSize: Math.round(Theme.base * 0.92)
            color: Theme.ink
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentInk
            Accessible.ignored: true
            onActiveFocusChanged: if (!activeFocus) deselect()
        }
    }
}
