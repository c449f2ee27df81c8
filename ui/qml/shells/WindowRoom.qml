import QtQml
import Sotto

/// What has room in a window of a given width.
QtObject {
    required property int width
    /// The user wants to see the list of conversations.
    property bool listWanted: true
    /// The user wants to see the documents.
    property bool documentsWanted: false

    /// The list has no room beside the conversation.
    readonly property bool narrow: width - Theme.listWidth < Theme.leastBesideList
    readonly property bool listShown: !narrow && listWanted
    readonly property int besideList: width - (listShown ? Theme.listWidth : 0)
    readonly property int conversationWidth: Math.round(440 * Math.max(1, Theme.zoom * 0.8))
    /// There is room for the documents beside the conversation.
    readonly property bool forDocuments: besideList - Theme.documentsWidth >= conversationWidth
    /// There is room for a document's text beside the conversation.
    readonly property bool forReader: besideList - Theme.readerWidth >= conversationWidth
    readonly property int readerWidth: Math.max(Theme.readerWidth,
                                                Math.min(Theme.readingWidth + Theme.space12,
                                                         Math.round(besideList * 0.42)))
}
