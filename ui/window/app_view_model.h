#pragma once

#include "ui/bridge/services.h"
#include "ui/chat/chat_view_model.h"
#include "ui/chat/conversation_list_view_model.h"
#include "ui/context/context_choices_view_model.h"
#include "ui/context/context_view_model.h"
#include "ui/documents/citations_view_model.h"
#include "ui/documents/document_list_view_model.h"
#include "ui/documents/reader_view_model.h"
#include "ui/documents/search_view_model.h"
#include "ui/documents/summaries_view_model.h"
#include "ui/models/model_list_view_model.h"

#include <QtQml/qqmlregistration.h>

#include <QObject>

namespace sotto::ui {

/// What a window shows: the conversations, the models and the chat, and what ties them together.
/// Runs on: the main thread.
class AppViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(sotto::ui::ConversationListViewModel* conversations READ conversations CONSTANT)
    Q_PROPERTY(sotto::ui::ModelListViewModel* models READ models CONSTANT)
    Q_PROPERTY(sotto::ui::ChatViewModel* chat READ chat CONSTANT)
    Q_PROPERTY(sotto::ui::DocumentListViewModel* documents READ documents CONSTANT)
    Q_PROPERTY(sotto::ui::SearchViewModel* search READ search CONSTANT)
    Q_PROPERTY(sotto::ui::ReaderViewModel* reader READ reader CONSTANT)
    Q_PROPERTY(sotto::ui::CitationsViewModel* citations READ citations CONSTANT)
    Q_PROPERTY(sotto::ui::ContextViewModel* context READ context CONSTANT)
    Q_PROPERTY(sotto::ui::ContextChoicesViewModel* choices READ choices CONSTANT)
    Q_PROPERTY(sotto::ui::SummariesViewModel* summaries READ summaries CONSTANT)
    /// The shown conversation's title; empty for a new one.
    Q_PROPERTY(QString title READ title NOTIFY titleChanged)
    /// The library and the models have been read.
    Q_PROPERTY(bool ready READ ready NOTIFY readyChanged)

public:
    /// Which conversation a start shows.
    enum class Begin { last_used, empty };

    explicit AppViewModel(Services services);

    /// Reads what is stored and shows the first conversation. Never waits.
    void start(Begin begin = Begin::last_used);

    [[nodiscard]] ConversationListViewModel* conversations() { return &conversations_; }
    [[nodiscard]] ModelListViewModel* models() { return &models_; }
    [[nodiscard]] ChatViewModel* chat() { return &chat_; }
    [[nodiscard]] DocumentListViewModel* documents() { return &documents_; }
    [[nodiscard]] SearchViewModel* search() { return &search_; }
    [[nodiscard]] ReaderViewModel* reader() { return &reader_; }
    [[nodiscard]] CitationsViewModel* citations() { return &citations_; }
    [[nodiscard]] ContextViewModel* context() { return &context_; }
    [[nodiscard]] ContextChoicesViewModel* choices() { return &choices_; }
    [[nodiscard]] SummariesViewModel* summaries() { return &summaries_; }
    [[nodiscard]] QString title() const;
    [[nodiscard]] bool ready() const { return has_shown_ && models_.loaded(); }

    /// Opens a link of a message in the desktop's browser, if it is one that may be opened.
    Q_INVOKABLE void openLink(const QString& target);
    Q_INVOKABLE void copy(const QString& text);
    /// Ends the running answer, waits for it to be saved (not for ever) and then says closable().
    Q_INVOKABLE void close();

signals:
    void titleChanged();
    void readyChanged();
    void closable();
    /// About documents, for the screen reader.
    void announced(const QString& words);
    /// A question is to be sent now, after its way was chosen.
    void questionWanted(const QString& question);

private:
    void show_first();
    void connect_documents();
    void connect_search();
    void connect_context();
    void connect_summaries();
    void share_model();

    const Services services_;
    ConversationListViewModel conversations_;
    ModelListViewModel models_;
    ChatViewModel chat_;
    DocumentListViewModel documents_;
    SearchViewModel search_;
    ReaderViewModel reader_;
    CitationsViewModel citations_;
    ContextViewModel context_;
    ContextChoicesViewModel choices_;
    SummariesViewModel summaries_;
    Begin begin_ = Begin::last_used;
    bool has_shown_ = false;
    bool is_closing_ = false;
    bool is_reading_held_ = false; // something goes first
};

} // namespace sotto::ui
