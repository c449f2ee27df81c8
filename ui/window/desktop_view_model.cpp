#include "ui/window/desktop_view_model.h"

#include "ui/markdown/markdown.h"

#include <QDesktopServices>
#include <QUrl>
#include <algorithm>
#include <utility>

namespace sotto::ui {

DesktopViewModel::DesktopViewModel(const ConversationServices& services,
                                   ConversationListViewModel::Now now)
    : conversation_(services),
      conversations_(services.main, services.library, services.removals, std::move(now)),
      models_(services.main, services.catalog, services.models.setup, *conversation_.model()),
      model_page_(services), first_run_(services, model_page_, *conversation_.model()),
      search_(services.main, services.library) {
    ChatViewModel* const chat = conversation_.chat();
    connect(&conversations_, &ConversationListViewModel::loaded, this,
            &DesktopViewModel::show_first);
    connect(&conversations_, &ConversationListViewModel::loaded, this,
            &DesktopViewModel::titleChanged);
    connect(&conversations_, &ConversationListViewModel::removed, &conversation_,
            [this](qint64 id) { conversation_.leave(ConversationId{id}); });
    connect(&conversation_, &ConversationViewModel::libraryChanged, &conversations_,
            &ConversationListViewModel::reload);
    connect(chat, &ChatViewModel::conversationChanged, this, &DesktopViewModel::titleChanged);
    connect(&model_page_, &ModelPageViewModel::catalogChanged, &models_,
            &ModelListViewModel::reload);
    connect(&search_, &SearchViewModel::messageChosen, chat, &ChatViewModel::open);
    connect(&search_, &SearchViewModel::passageChosen, conversation_.reader(),
            &ReaderViewModel::open);
}

void DesktopViewModel::start(Begin begin) {
    begin_ = begin;
    conversations_.reload();
    models_.reload();
}

void DesktopViewModel::open_in_new_conversation(const QList<QUrl>& files) {
    if (std::ranges::any_of(files, &QUrl::isLocalFile)) {
        conversation_.chat()->startNew();
        conversation_.documents()->open(files);
    }
}

void DesktopViewModel::show_first() {
    if (conversation_.has_shown()) {
        return;
    }
    ChatViewModel& chat = *conversation_.chat();
    const ConversationId last = conversations_.last_used();
    if (const qint64 begun = chat.conversation(); begun != 0) {
        chat.open(begun); // a document was faster than the list
    } else if (begin_ == Begin::last_used && last.is_valid()) {
        chat.open(last.value);
    } else {
        chat.startNew();
    }
}

QString DesktopViewModel::title() const {
    return conversations_.title_of(ConversationId{conversation_.chat()->conversation()});
}

void DesktopViewModel::openLink(const QString& target) {
    if (is_safe_link(target)) {
        QDesktopServices::openUrl(QUrl(target, QUrl::StrictMode));
    }
}

} // namespace sotto::ui
