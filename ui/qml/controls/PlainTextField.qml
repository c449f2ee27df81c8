import QtQuick
import QtQuick.Controls.Basic
import Sotto

/// A text field of one line. Its accessible name is its placeholder unless it is given another.
TextField {
    id: field

    implicitHeight: Theme.target + Theme.space1
    font.pixelSize: Theme.body
    color: Theme.ink
    placeholderTextColor: Theme.inkSoft
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    Accessible.role: Accessible.EditableText
    Accessible.name: placeholderText
    background: FieldFrame { focused: field.activeFocus }
}
