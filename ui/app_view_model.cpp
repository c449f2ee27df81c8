#include "ui/app_view_model.h"

#include "ui/markdown.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QTimer>
#include <QUrl>
#include <chrono>
#include <utility>

namespace sotto::ui {

namespace {

// A stop is felt within 0.2 s and saving takes as long again; partial answers are saved anyway.
constexpr std::chrono::milliseconds kLongestGoodbye{2000};

} // namespace

AppViewModel::AppViewModel(Services services)
    : services_(std::move(services)), conversations_(services_), models_(services_),
      chat_(services_, models_), documents_(services_, models_), search_(services_),
      reader_(services_), citations_(services_, *chat_.messages()) {
    connect_documents();
    connect_search();
    connect(&conversations_, &ConversationListViewModel::loaded, this, &AppViewModel::show_first);
    connect(&conversations_, &ConversationListViewModel::loaded, this, &AppViewModel::titleChanged);
    connect(&conversations_, &ConversationListViewModel::removed, &chat_,
            [this](qint64 id) { chat_.leave(ConversationId{id}); });
    connect(&chat_, &ChatViewModel::saved, &conversations_, &ConversationListViewModel::reload);
    connect(&chat_, &ChatViewModel::conversationChanged, this, &AppViewModel::titleChanged);
    connect(&chat_, &ChatViewModel::opened, this, [this] {
        has_shown_ = true;
        emit readyChanged();
    });
    connect(&chat_, &ChatViewModel::noticeChanged, this, [this] {
        has_shown_ = has_shown_ || !chat_.notice().isEmpty(); // nothing to show is shown, too
        emit readyChanged();
    });
    connect(&models_, &ModelListViewModel::changed, this, &AppViewModel::readyChanged);
    connect(&chat_, &ChatViewModel::ended, this, [this] {
        if (is_closing_) {
            emit closable();
        }
    });
}

void AppViewModel::connect_documents() {
    connect(&models_, &ModelListViewModel::changed, &documents_,
            &DocumentListViewModel::read_ahead);
    // Nobody waits for reading ahead; everybody waits for an answer.
    connect(&chat_, &ChatViewModel::runningChanged, this,
            [this] { chat_.running() ? services_.reading.pause() : services_.reading.go_on(); });
    connect(&chat_, &ChatViewModel::conversationChanged, this,
            [this] { documents_.show(ConversationId{chat_.conversation()}); });
    connect(&documents_, &DocumentListViewModel::announced, this, &AppViewModel::announced);
    connect(&documents_, &DocumentListViewModel::attached, this, [this](qint64 id, bool began) {
        if (began) {
            chat_.adopt(ConversationId{id});
        }
        conversations_.reload();
    });
    connect(&documents_, &DocumentListViewModel::conversationRemoved, this, [this](qint64 id) {
        chat_.leave(ConversationId{id});
        conversations_.reload();
    });
}

void AppViewModel::connect_search() {
    connect(&search_, &SearchViewModel::messageChosen, &chat_, &ChatViewModel::open);
    connect(&search_, &SearchViewModel::passageChosen, &reader_, &ReaderViewModel::open);
    connect(&documents_, &DocumentListViewModel::changed, &citations_,
            [this] { citations_.show(documents_.documents()); });
}

void AppViewModel::start(Begin begin) {
    begin_ = begin;
    conversations_.reload();
    models_.reload();
}

void AppViewModel::show_first() {
    if (has_shown_) {
        return;
    }
    const ConversationId last = conversations_.last_used();
    if (const qint64 begun = chat_.conversation(); begun != 0) {
        chat_.open(begun); // by a document that was faster than the list
    } else if (begin_ == Begin::last_used && last.is_valid()) {
        chat_.open(last.value);
    } else {
        chat_.startNew();
    }
}

QString AppViewModel::title() const {
    return conversations_.title_of(ConversationId{chat_.conversation()});
}

void AppViewModel::openLink(const QString& target) {
    if (is_safe_link(target)) {
        QDesktopServices::openUrl(QUrl(target, QUrl::StrictMode));
    }
}

void AppViewModel::copy(const QString& text) {
    QGuiApplication::clipboard()->setText(text);
}

void AppViewModel::close() {
    if (is_closing_) {
        return;
    }
    is_closing_ = true;
    if (!chat_.running()) {
        emit closable();
        return;
    }
    QTimer::singleShot(kLongestGoodbye, this, &AppViewModel::closable);
    chat_.stop();
}

} // namespace sotto::ui
