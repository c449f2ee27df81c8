#include "app/desktop/bus/desktop_session.h"

namespace sotto::app {

DesktopSession::DesktopSession(QDBusConnection bus, const SingleInstance& instance,
                               ui::DesktopViewModel& app, QWindow& window)
    : app_(app), window_(window), notifications_(bus), inhibitor_(bus) {
    follow_requests(instance);
    follow_work();
    connect(&notifications_, &Notifications::clicked, this, [this](qint64 conversation) {
        raise();
        if (conversation != 0 && conversation != app_.conversation()->chat()->conversation()) {
            app_.conversation()->chat()->open(conversation);
        }
    });
}

void DesktopSession::follow_requests(const SingleInstance& instance) {
    connect(&instance, &SingleInstance::activated, this, &DesktopSession::raise);
    connect(&instance, &SingleInstance::filesOpened, &app_,
            &ui::DesktopViewModel::open_in_new_conversation);
    connect(&instance, &SingleInstance::actionChosen, this, [this](const QString& action) {
        if (action == QLatin1String(kNewConversation)) {
            app_.conversation()->chat()->startNew();
        }
    });
}

void DesktopSession::follow_work() {
    ui::ConversationViewModel& conversation = *app_.conversation();
    connect(&conversation, &ui::ConversationViewModel::workingChanged, this,
            [this, &conversation] { inhibitor_.set_working(conversation.working()); });
    connect(conversation.chat(), &ui::ChatViewModel::answered, this, [this](qint64 id) {
        tell(tr("Your answer is ready."), app_.conversations()->title_of(ConversationId{id}), id);
    });
    connect(conversation.documents(), &ui::DocumentListViewModel::finishedReading, this,
            [this, &conversation](const QString& title) {
                tell(title, tr("Read in full. You can ask about it."),
                     conversation.chat()->conversation());
            });
    connect(
        conversation.summaries(), &ui::SummariesViewModel::summarized, this,
        [this](qint64 id, const QString& title) { tell(tr("The summary is ready."), title, id); });
}

void DesktopSession::raise() {
    window_.setWindowStates(window_.windowStates() & ~Qt::WindowMinimized);
    window_.raise();
    window_.requestActivate();
}

// Nobody needs to be told of what they see.
void DesktopSession::tell(const QString& title, const QString& body, qint64 conversation) {
    if (!window_.isActive()) {
        notifications_.show(title, body, conversation);
    }
}

} // namespace sotto::app
