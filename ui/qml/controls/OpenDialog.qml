import QtQuick.Dialogs

/// The desktop's dialog that chooses files to open.
FileDialog {
    id: dialog
    objectName: "openDialog"

    signal chosen(files: list<url>)

    title: qsTr("Open documents")
    fileMode: FileDialog.OpenFiles
    nameFilters: [
        qsTr("Documents (*.pdf *.docx *.odt *.pptx *.odp *.xlsx *.ods *.rtf *.epub *.fb2 *.html *.htm *.md *.txt *.csv *.tsv *.eml *.msg *.mbox *.mht *.mhtml *.ipynb *.srt *.vtt *.ass *.doc *.xls *.ppt *.png *.jpg *.jpeg *.tif *.tiff *.webp)"),
        qsTr("All files (*)")
    ]
    onAccepted: chosen(selectedFiles)
}
