import QtQuick
import Sotto

/// Everything one can do in a window, with its words and keys. A shell says what each action does
/// and when it is enabled; shortcuts, menus, tooltips and the list of shortcuts all come from here.
ActionList {
    readonly property UserAction send: UserAction {
        text: qsTr("Send")
        keys: ["Enter"]
        otherKeys: ["Return", "Ctrl+Return", "Ctrl+Enter"]
        scope: UserAction.Composer
    }
    readonly property UserAction newLine: UserAction {
        text: qsTr("New line")
        keys: ["Shift+Enter"]
        otherKeys: ["Shift+Return"]
        scope: UserAction.Composer
    }
    readonly property UserAction back: UserAction {
        text: qsTr("Close")
        summary: qsTr("Stop the answer or close what is open")
        keys: ["Esc"]
    }
    readonly property UserAction newConversation: UserAction {
        text: qsTr("New conversation")
        keys: ["Ctrl+N"]
    }
    readonly property UserAction search: UserAction {
        text: qsTr("Search everything")
        summary: qsTr("Search messages and documents")
        keys: ["Ctrl+K", "Ctrl+F"]
    }
    readonly property UserAction conversations: UserAction {
        text: qsTr("Conversations")
        summary: qsTr("Show or hide the conversations")
        keys: ["Ctrl+B"]
    }
    readonly property UserAction openDocument: UserAction {
        text: qsTr("Open a document")
        keys: ["Ctrl+O"]
    }
    readonly property UserAction documents: UserAction {
        text: qsTr("Documents")
        summary: qsTr("Show or hide the documents")
        keys: ["Ctrl+D"]
    }
    readonly property UserAction removeDocument: UserAction {
        text: qsTr("Remove from this conversation")
        summary: qsTr("Remove a document from the conversation")
        keys: ["Del"]
        scope: UserAction.Document
    }
    readonly property UserAction write: UserAction {
        text: qsTr("Write a message")
        keys: ["Ctrl+L"]
    }
    readonly property UserAction previousMessage: UserAction {
        text: qsTr("Previous message")
        keys: ["Alt+Up"]
    }
    readonly property UserAction nextMessage: UserAction {
        text: qsTr("Next message")
        keys: ["Alt+Down"]
    }
    readonly property UserAction latestAnswer: UserAction {
        text: qsTr("Start of the latest answer")
        keys: ["Alt+Home"]
    }
    readonly property UserAction copyAnswer: UserAction {
        text: qsTr("Copy the last answer")
        keys: ["Ctrl+Shift+C"]
    }
    readonly property UserAction renameConversation: UserAction {
        text: qsTr("Rename…")
        summary: qsTr("Rename a conversation")
        keys: ["F2"]
        scope: UserAction.Conversation
    }
    readonly property UserAction removeConversation: UserAction {
        text: qsTr("Remove…")
        summary: qsTr("Remove a conversation")
        keys: ["Del"]
        scope: UserAction.Conversation
    }
    readonly property UserAction zoomIn: UserAction {
        text: qsTr("Larger text")
        keys: ["Ctrl++"]
        otherKeys: ["Ctrl+="]
    }
    readonly property UserAction zoomOut: UserAction {
        text: qsTr("Smaller text")
        keys: ["Ctrl+-"]
    }
    readonly property UserAction zoomReset: UserAction {
        text: qsTr("Normal text size")
        keys: ["Ctrl+0"]
    }
    readonly property UserAction fullScreen: UserAction {
        text: qsTr("Full screen")
        keys: ["F11"]
    }
    readonly property UserAction shortcuts: UserAction {
        text: qsTr("Keyboard shortcuts")
        keys: ["F1"]
        otherKeys: ["Ctrl+?", "Ctrl+Shift+/"]
    }
    readonly property UserAction context: UserAction {
        text: qsTr("What the model reads")
    }
    readonly property UserAction models: UserAction {
        text: qsTr("Models…")
        summary: qsTr("Show the models")
        keys: ["Ctrl+Shift+M"]
    }
    readonly property UserAction aboutModel: UserAction {
        text: qsTr("About this model")
    }
}
