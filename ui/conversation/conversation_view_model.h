#pragma once

#include "ui/chat/chat_view_model.h"
#include "ui/context/context_choices_view_model.h"
#include "ui/context/context_view_model.h"
#include "ui/conversation/conversation_services.h"
#include "ui/documents/citations_view_model.h"
#include "ui/documents/document_list_view_model.h"
#include "ui/documents/reader_view_model.h"
#include "ui/documents/summaries_view_model.h"
#include "ui/models/current_model.h"

#include <QtQml/qqmlregistration.h>

#include <QObject>

namespace sotto::ui {

/// The conversation that is shown, in every shell: its chat, its documents, its context, and what
/// connects them. Runs on: the main thread.
class ConversationViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(sotto::ui::CurrentModel* model READ model CONSTANT)
    Q_PROPERTY(sotto::ui::ChatViewModel* chat READ chat CONSTANT)
    Q_PROPERTY(sotto::ui::DocumentListViewModel* documents READ documents CONSTANT)
    Q_PROPERTY(sotto::ui::ReaderViewModel* reader READ reader CONSTANT)
    Q_PROPERTY(sotto::ui::CitationsViewModel* citations READ citations CONSTANT)
    Q_PROPERTY(sotto::ui::ContextViewModel* context READ context CONSTANT)
    Q_PROPERTY(sotto::ui::ContextChoicesViewModel* choices READ choices CONSTANT)
    Q_PROPERTY(sotto::ui::SummariesViewModel* summaries READ summaries CONSTANT)
    /// A conversation is shown, and which model answers is known.
    Q_PROPERTY(bool ready READ ready NOTIFY readyChanged)

public:
    explicit ConversationViewModel(const ConversationServices& services);

    [[nodiscard]] CurrentModel* model() { return &model_; }
    [[nodiscard]] ChatViewModel* chat() { return &chat_; }
    [[nodiscard]] const ChatViewModel* chat() const { return &chat_; }
    [[nodiscard]] DocumentListViewModel* documents() { return &documents_; }
    [[nodiscard]] ReaderViewModel* reader() { return &reader_; }
    [[nodiscard]] CitationsViewModel* citations() { return &citations_; }
    [[nodiscard]] ContextViewModel* context() { return &context_; }
    [[nodiscard]] ContextChoicesViewModel* choices() { return &choices_; }
    [[nodiscard]] SummariesViewModel* summaries() { return &summaries_; }

    /// A conversation has been shown, or why it could not be.
    [[nodiscard]] bool has_shown() const { return has_shown_; }
    [[nodiscard]] bool ready() const { return has_shown_ && model_.known(); }

    /// An answer or a summary is being written, or a document is being read.
    [[nodiscard]] bool working() const;

    /// A conversation has been deleted: shows a new one in its place.
    void leave(ConversationId removed);

    /// Puts a text on the clipboard.
    Q_INVOKABLE void copy(const QString& text);
    /// Stops the running answer, waits until it is saved, but not for ever, and emits closable().
    Q_INVOKABLE void close();

signals:
    void readyChanged();
    void closable();
    /// working() may have changed.
    void workingChanged();
    /// Conversations were added, removed or changed.
    void libraryChanged();
    /// Text for a screen reader.
    void announced(const QString& text);
    /// The user has chosen how a question is to fit: it is to be sent now.
    void questionWanted(const QString& question);

private:
    void connect_chat();
    void connect_documents();
    void connect_context();
    void connect_summaries();
    void share_model();

    SummaryQueue& summary_queue_;
    PrefillService& prefill_;
    CurrentModel model_;
    ChatViewModel chat_;
    DocumentListViewModel documents_;
    ReaderViewModel reader_;
    CitationsViewModel citations_;
    ContextViewModel context_;
    ContextChoicesViewModel choices_;
    SummariesViewModel summaries_;
    bool has_shown_ = false;
    bool is_closing_ = false;
    bool is_prefill_paused_ = false;
};

} // namespace sotto::ui
