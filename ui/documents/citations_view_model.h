#pragma once

#include "core/citations/citation_finder.h"
#include "core/conversation.h"
#include "core/document.h"
#include "core/executor/bound.h"
#include "core/ports/library.h"
#include "ui/chat/message_list_view_model.h"
#include "ui/documents/citation_list.h"

#include <QtQml/qqmlregistration.h>

#include <QObject>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace sotto::ui {

/// The citations of the shown answers: requested as they come into view, found on another thread.
/// Runs on: the main thread.
class CitationsViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

public:
    /// Owner: the caller keeps all four until this is gone.
    CitationsViewModel(Executor& main, Bound<Library>& library, Bound<CitationFinder>& finder,
                       const MessageListViewModel& messages);
    ~CitationsViewModel() override;

    /// The documents of the shown conversation. Citations of a document that was removed go; those
    /// found stay when a document is added.
    void show(const std::vector<DocumentSummary>& documents);

    /// The citations of the answer in a row, filled when they are found; null where there can be
    /// none: questions, and answers that are being written. Valid until the messages are replaced.
    Q_INVOKABLE sotto::ui::CitationList* of(int row);

private:
    /// An answer and how far the search for its citations has come.
    struct Answer {
        enum class Stage : std::uint8_t { waiting, asked, found };
        std::string text;
        Stage stage = Stage::waiting;
        std::unique_ptr<CitationList> list;
    };

    void clear_answers();
    void start_later();
    void start();
    void open_documents();
    void ask(MessageId id, Answer& answer);
    void on_found(std::int64_t set, MessageId id, const Result<std::vector<FoundCitation>>& found);
    [[nodiscard]] std::vector<std::size_t> documents_after(MessageId answer) const;
    [[nodiscard]] std::vector<CitationRow> rows_of(const std::vector<FoundCitation>& found) const;

    Executor& main_;
    Bound<Library>& library_;
    Bound<CitationFinder>& finder_;
    const MessageListViewModel& messages_;
    std::vector<DocumentSummary> documents_;
    std::map<MessageId, Answer> answers_;
    std::int64_t set_ = 0; // number of the set of documents; changes with it
    enum class Index : std::uint8_t { none, loading, loaded } index_ = Index::none;
    bool is_starting_ = false;
};

} // namespace sotto::ui
