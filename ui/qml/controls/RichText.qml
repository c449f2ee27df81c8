pragma ComponentBehavior: Bound

import QtQuick
import Sotto

/// Selectable rich text made from Markdown. It loads nothing; a link shows its target in a tooltip and
/// is passed on by a signal.
TextEdit {
    id: edit

    required property string rich
    property bool rightToLeft: false
    /// Line breaks and spaces stay as they are.
    property bool asWritten: false

    signal linkChosen(string target)

    text: Theme.richStyle + "<p" + (rightToLeft ? " dir=\"rtl\"" : "")
          + (asWritten ? " style=\"white-space:pre-wrap\">" : ">") + rich + "</p>"
    textFormat: TextEdit.RichText
    horizontalAlignment: rightToLeft ? TextEdit.AlignRight : TextEdit.AlignLeft
    wrapMode: TextEdit.Wrap
    readOnly: true
    selectByMouse: true
    activeFocusOnTab: false
    font.pixelSize: Theme.body
    color: Theme.ink
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    Accessible.ignored: true
    LayoutMirroring.enabled: false
    onLinkActivated: link => edit.linkChosen(link)
    onActiveFocusChanged: if (!activeFocus) deselect()

    HoverHandler { cursorShape: edit.hoveredLink !== "" ? Qt.PointingHandCursor : Qt.IBeamCursor }
    Loader {
        active: edit.hoveredLink !== ""
        sourceComponent: PlainToolTip {
            parent: edit
            visible: true
            delay: 400
            text: edit.hoveredLink
        }
    }
}
