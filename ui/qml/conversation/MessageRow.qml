pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Sotto

/// A message of the transcript. It is a single item for a screen reader and for the keyboard.
FocusScope {
    id: row

    required property int index
    required property bool isUser
    required property string rich
    required property bool rightToLeft
    required property BlockList blocks
    required property bool isCut
    required property string activity
    required property real share
    required property bool isActive
    required property string figures
    required property string reused
    required property string endNote
    required property string error
    required property string errorDetail
    required property string spokenName
    required property string spokenText
    required property string truncation
    required property bool idle
    /// The sources of an answer; null for a question.
    property CitationList citations: null
    /// This is the message that was opened from a search.
    property bool marked: false

    signal linkChosen(string target)
    signal copyTextChosen(string text)
    signal copyChosen()
    signal againChosen()
    signal passageChosen(double document, double offset, double length)

    /// The pointer or the keyboard is on this message; a finger could be on any of them.
    readonly property bool attended: pointer.hovered || activeFocus || Theme.touch
    readonly property int side: width > Theme.narrow - 80 ? Theme.space6 : Theme.space4

    implicitHeight: column.implicitHeight + (isUser ? Theme.space3 : Theme.space4)

    Accessible.role: Accessible.StaticText
    Accessible.name: spokenName + (truncation === "" ? "" : ", " + truncation) + ": " + spokenText
                     + (error === "" ? "" : " " + error)
    Accessible.description: isActive ? activity : figures
    Accessible.focusable: true

    Rectangle {
        anchors { fill: column; margins: -Theme.space2 }
        opacity: row.marked ? 1 : 0
        radius: Theme.radiusSheet
        color: row.isUser ? "transparent" : Theme.you
        border.color: Theme.accent
        border.width: Theme.ringWidth
        Behavior on opacity { NumberAnimation { duration: Theme.enter } }
    }
    Item {
        id: here
        anchors.fill: column
        focus: true
        FocusRing { shown: here.activeFocus; distance: Theme.space2 }
    }
    HoverHandler { id: pointer }
    // Beside what the model no longer reads. Paler text would be hard to read for people, too.
    Rectangle {
        objectName: "truncationLine"
        visible: row.truncation !== ""
        anchors { left: column.left; leftMargin: -Theme.space3; top: column.top; bottom: column.bottom }
        width: 3
        radius: 1
        color: Theme.highContrast ? Theme.ink : Theme.line
    }

    ColumnLayout {
        id: column
        width: Math.min(Theme.readingWidth, row.width - 2 * row.side)
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: 0

        Text {
            visible: row.truncation !== "" && row.isUser
            Layout.fillWidth: true
            Layout.bottomMargin: Theme.space1
            text: row.truncation
            textFormat: Text.PlainText
            horizontalAlignment: Text.AlignRight
            font.pixelSize: Theme.small
            color: Theme.inkSoft
            Accessible.ignored: true
        }
        Loader {
            Layout.fillWidth: true
            sourceComponent: row.isUser ? question : answer
        }
        CitationChips {
            Layout.fillWidth: true
            Layout.topMargin: Theme.space3
            citations: row.citations
            onChosen: (document, offset, length) => row.passageChosen(document, offset, length)
        }
        MessageActions {
            visible: !row.isActive && !row.isUser
            Layout.fillWidth: true
            figures: row.figures
            reused: row.reused
            endNote: row.endNote
            canTryAgain: row.idle && row.error === "" && row.endNote !== ""
            shown: row.attended
            links: row.isActive || !row.blocks ? [] : row.blocks.links()
            onLinkChosen: target => row.linkChosen(target)
            onCopyChosen: row.copyChosen()
            onAgainChosen: row.againChosen()
        }
    }
    Component {
        id: question
        UserBubble {
            rich: row.rich
            rightToLeft: row.rightToLeft
            isCut: row.isCut
            shown: row.attended
            onCopyChosen: row.copyChosen()
        }
    }
    Component {
        id: answer
        Answer {
            blocks: row.blocks
            isCut: row.isCut
            isActive: row.isActive
            activity: row.activity
            share: row.share
            error: row.error
            errorDetail: row.errorDetail
            canTryAgain: row.idle
            onAgainChosen: row.againChosen()
            onLinkChosen: target => row.linkChosen(target)
            onCopyChosen: text => row.copyTextChosen(text)
        }
    }
}
