#pragma once

#include "ui/chat/conversation_list_view_model.h"
#include "ui/conversation/conversation_view_model.h"
#include "ui/documents/search_view_model.h"
#include "ui/models/model_list_view_model.h"
#include "ui/setup/first_run_view_model.h"
#include "ui/setup/model_page_view_model.h"

#include <QtQml/qqmlregistration.h>

#include <QDateTime>
#include <QList>
#include <QObject>
#include <QUrl>

namespace sotto::ui {

/// What the desktop window has beside the conversation: the list of conversations, the search and
/// the models. Runs on: the main thread.
class DesktopViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(sotto::ui::ConversationViewModel* conversation READ conversation CONSTANT)
    Q_PROPERTY(sotto::ui::ConversationListViewModel* conversations READ conversations CONSTANT)
    Q_PROPERTY(sotto::ui::ModelListViewModel* models READ models CONSTANT)
    Q_PROPERTY(sotto::ui::ModelPageViewModel* modelPage READ modelPage CONSTANT)
    Q_PROPERTY(sotto::ui::FirstRunViewModel* firstRun READ firstRun CONSTANT)
    Q_PROPERTY(sotto::ui::SearchViewModel* search READ search CONSTANT)
    /// The title of the conversation that is shown; empty for a new one.
    Q_PROPERTY(QString title READ title NOTIFY titleChanged)

public:
    /// Which conversation a start shows.
    enum class Begin { last_used, empty };

    explicit DesktopViewModel(
        const ConversationServices& services,
        ConversationListViewModel::Now now = [] { return QDateTime::currentDateTime(); });

    /// Reads the library and the catalog, and shows the first conversation. Never waits.
    void start(Begin begin = Begin::last_used);

    /// Attaches local files to a new conversation; without one among them, nothing happens.
    void open_in_new_conversation(const QList<QUrl>& files);

    [[nodiscard]] ConversationViewModel* conversation() { return &conversation_; }
    [[nodiscard]] ConversationListViewModel* conversations() { return &conversations_; }
    [[nodiscard]] ModelListViewModel* models() { return &models_; }
    [[nodiscard]] ModelPageViewModel* modelPage() { return &model_page_; }
    [[nodiscard]] FirstRunViewModel* firstRun() { return &first_run_; }
    [[nodiscard]] SearchViewModel* search() { return &search_; }
    [[nodiscard]] QString title() const;

    /// Opens a link of a message in the desktop's browser, if it is safe to open.
    Q_INVOKABLE void openLink(const QString& target);

signals:
    void titleChanged();

private:
    void show_first();

    ConversationViewModel conversation_;
    ConversationListViewModel conversations_;
    ModelListViewModel models_;
    ModelPageViewModel model_page_;
    FirstRunViewModel first_run_;
    SearchViewModel search_;
    Begin begin_ = Begin::last_used;
};

} // namespace sotto::ui
