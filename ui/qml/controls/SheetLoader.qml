import QtQuick
import QtQuick.Templates as T

/// Makes a sheet or drawer when it is first opened, and keeps it.
Loader {
    readonly property bool shown: item ? (item as T.Popup).visible : false

    function make(): T.Popup {
        if (!active) {
            active = true
        }
        return item as T.Popup
    }
    function open() { make().open() }
    function close() {
        if (item) {
            (item as T.Popup).close()
        }
    }

    active: false
}
