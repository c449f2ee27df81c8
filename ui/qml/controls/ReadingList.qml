import QtQuick
import Sotto

/// A list of texts to read: Up and Down move the keyboard from text to text, Page Up and Page Down
/// scroll.
ListView {
    id: list

    /// A key is moving the page (the pointer moves it through `moving`).
    property bool byKey: false
    readonly property real pageStep: height - Theme.space12

    /// A key is about to move the page.
    signal keyUsed()
    signal homePressed()
    signal endPressed()

    /// Moves the keyboard to the text `step` rows after the current one; before the last one if there
    /// is no current one.
    function go(step: int) {
        if (count === 0) {
            return
        }
        keyUsed()
        const from = currentIndex < 0 ? count : currentIndex
        currentIndex = Math.max(0, Math.min(count - 1, from + step))
        byKey = true
        positionViewAtIndex(currentIndex, ListView.Contain)
        byKey = false
        if (currentItem) {
            currentItem.forceActiveFocus(Qt.TabFocusReason)
        }
    }
    function moveTo(top: real) {
        contentY = Math.max(originY - topMargin,
                            Math.min(top, originY + contentHeight + bottomMargin - height))
    }
    function scrollBy(step: real) {
        keyUsed()
        byKey = true
        moveTo(contentY + step)
        byKey = false
    }

    clip: true
    boundsBehavior: Flickable.StopAtBounds
    currentIndex: -1
    highlightFollowsCurrentItem: false
    keyNavigationEnabled: false
    activeFocusOnTab: true

    Keys.onUpPressed: go(-1)
    Keys.onDownPressed: go(1)
    Keys.onPressed: event => {
        event.accepted = true
        if (event.key === Qt.Key_PageUp) {
            scrollBy(-pageStep)
        } else if (event.key === Qt.Key_PageDown) {
            scrollBy(pageStep)
        } else if (event.key === Qt.Key_Home) {
            homePressed()
        } else if (event.key === Qt.Key_End) {
            endPressed()
        } else {
            event.accepted = false
        }
    }
}
