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
    required property int sibling
    required property int siblingCount
    required property bool idle
    /// The sources of an answer; null for a question.
    property CitationList citations: null
    property bool marked: false ///< this is the message that was opened

    signal linkChosen(string target)
    signal copyTextChosen(string text)
    signal copyChosen()
    signal againChosen()
    signal editChosen()
    signal branchChosen(int step)
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

    MessageMarks {
        anchors.fill: column
        marked: row.marked
        isUser: row.isUser
        truncated: row.truncation !== ""
    }
    Item {
        id: here
        anchors.fill: column
        focus: true
        FocusRing { shown: here.activeFocus; distance: Theme.space2 }
    }
    HoverHandler { id: pointer }

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
        BranchSwitch {
            Layout.alignment: Qt.AlignRight
            visible: row.isUser && count > 1
            number: row.sibling
            count: row.siblingCount
            idle: row.idle
            onChosen: step => row.branchChosen(step)
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
            canTryAgain: row.idle && row.error === ""
            sibling: row.sibling
            siblingCount: row.siblingCount
            idle: row.idle
            onBranchChosen: step => row.branchChosen(step)
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
            canEdit: row.idle
            onCopyChosen: row.copyChosen()
            onEditChosen: row.editChosen()
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
