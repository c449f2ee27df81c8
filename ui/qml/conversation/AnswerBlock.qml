pragma ComponentBehavior: Bound

import QtQuick
import Sotto

/// One block of an answer: running text, a heading, a list item, code, a table or a rule.
Item {
    id: block

    required property int index
    required property int kind
    required property string text
    required property int level
    required property string language
    required property string marker
    required property int indent
    required property int quote
    required property bool tight
    required property bool rightToLeft
    required property int columns
    required property list<string> cells

    signal linkChosen(string target)
    signal copyChosen(string text)

    readonly property int step: Math.round(Theme.base * 1.7)
    readonly property int before: index === 0 ? 0
        : kind === BlockList.Heading ? Theme.space4 + 2
        : tight ? Theme.space1 : Theme.space3
    readonly property int inset: indent * step + quote * Theme.space4

    implicitHeight: before + loader.implicitHeight

    Repeater {
        model: block.quote
        Rectangle {
            required property int index
            x: block.rightToLeft ? block.width - width - index * Theme.space4 : index * Theme.space4
            y: block.before
            width: 3
            height: block.height - y
            radius: 1
            color: Theme.line
        }
    }
    Text {
        visible: block.marker !== ""
        x: block.rightToLeft ? block.width - block.inset + Theme.space2 : block.inset - width - Theme.space2
        y: block.before
        text: block.marker
        textFormat: Text.PlainText
        font.pixelSize: Theme.body
        font.features: Theme.figures
        lineHeight: 1.5
        color: Theme.inkSoft
    }
    Loader {
        id: loader
        x: block.rightToLeft ? 0 : block.inset
        y: block.before
        width: block.width - block.inset
        sourceComponent: block.kind === BlockList.Code ? code
                       : block.kind === BlockList.Table ? table
                       : block.kind === BlockList.Rule ? rule : words
    }

    Component {
        id: words
        RichText {
            rich: block.text
            rightToLeft: block.rightToLeft
            color: block.quote > 0 ? Theme.inkSoft : Theme.ink
            font.pixelSize: block.kind !== BlockList.Heading || block.level > 2 ? Theme.body
                          : block.level === 1 ? Theme.title : Theme.lead
            font.weight: block.kind === BlockList.Heading ? Font.DemiBold : Font.Normal
            onLinkChosen: target => block.linkChosen(target)
        }
    }
    Component {
        id: code
        CodeBlock {
            code: block.text
            language: block.language
            onCopyChosen: text => block.copyChosen(text)
        }
    }
    Component {
        id: table
        TableBlock {
            columns: block.columns
            cells: block.cells
            rightToLeft: block.rightToLeft
            onLinkChosen: target => block.linkChosen(target)
        }
    }
    Component {
        id: rule
        Item {
            implicitHeight: Theme.space4
            Rectangle {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width
                height: Theme.lineWidth
                color: Theme.line
            }
        }
    }
}
