pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Sotto

/// The current model, as a button that opens the menu of models.
Button {
    id: button
    objectName: "modelButton"

    required property ModelListViewModel models
    required property UserAction about
    required property UserAction all
    property int room: 240

    visible: models.count > 0
    implicitHeight: Theme.target
    implicitWidth: Math.min(room, label.implicitWidth + mark.width + Theme.space6)
    padding: 0
    Accessible.role: Accessible.ButtonMenu
    Accessible.name: qsTr("Model: %1").arg(models.current.title)
    Accessible.description: models.current.facts
    Keys.onReturnPressed: click()
    Keys.onDownPressed: click()
    onClicked: menu.popup(button, 0, button.height + Theme.space1)

    contentItem: Item {
        Text {
            id: label
            anchors { left: parent.left; leftMargin: Theme.space2; right: mark.left; verticalCenter: parent.verticalCenter }
            text: button.models.current.title === "" ? qsTr("Choose a model") : button.models.current.title
            textFormat: Text.PlainText
            font.pixelSize: Theme.small
            color: button.hovered || button.visualFocus ? Theme.ink : Theme.inkSoft
            elide: Text.ElideMiddle
        }
        IconButton {
            id: mark
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            width: Math.round(20 * Theme.signScale)
            sign: "chevron-down"
            words: ""
            signSize: 16
            enabled: false
            focusPolicy: Qt.NoFocus
            Accessible.ignored: true
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: button.down ? Theme.line : button.hovered || menu.visible ? Theme.hover : "transparent"
        FocusRing { shown: button.visualFocus; distance: 0 }
    }

    PlainMenu {
        id: menu
        width: Math.min(360, Math.max(240, Overlay.overlay ? Overlay.overlay.width - 2 * Theme.space4 : 240))

        Instantiator {
            model: button.models
            delegate: PlainMenuItem {
                required property int index
                required property string title
                required property bool current
                required facts
                text: title
                chosen: current
                onTriggered: button.models.use(index)
            }
            onObjectAdded: (index, object) => menu.insertItem(index, object as PlainMenuItem)
            onObjectRemoved: (index, object) => menu.removeItem(object as PlainMenuItem)
        }
        PlainMenuItem {
            objectName: "allModels"
            text: button.all.text
            onTriggered: button.all.trigger()
        }
        PlainMenuItem {
            objectName: "aboutModel"
            text: button.about.text
            enabled: button.about.enabled
            onTriggered: button.about.trigger()
        }
    }
}
