#include "ui/window/app_view_model.h"

#include "ui/markdown/markdown.h"

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
      reader_(services_), citations_(services_, *chat_.messages()),
      context_(services_, models_, chat_, documents_), choices_(services_, *chat_.messages()),
      summaries_(services_, models_) {
    connect_documents();
    connect_search();
    connect_context();
    connect_summaries();
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
    connect(&models_, &ModelListViewModel::changed, &documents_, &DocumentListViewModel::prefill);
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

void AppViewModel::connect_context() {
    chat_.set_check([this](const QString& text) { return context_.is_too_long(text); });
    connect(&chat_, &ChatViewModel::refused, this, [this](const QString& question) {
        if (auto turn = context_.request_for(question)) {
            choices_.ask(std::move(*turn));
        }
    });
    connect(&choices_, &ContextChoicesViewModel::sendWanted, this, [this](const QString& question) {
        context_.purge(); // what was counted knew nothing of the choice
        emit questionWanted(question);
    });
    connect(&choices_, &ContextChoicesViewModel::conversationBegun, this,
            [this](qint64 id, const QString& question) {
                chat_.begin_in(ConversationId{id});
                conversations_.reload();
                emit questionWanted(question);
            });
    connect(&choices_, &ContextChoicesViewModel::failed, &chat_, &ChatViewModel::set_notice);
}

void AppViewModel::connect_summaries() {
    connect(&chat_, &ChatViewModel::conversationChanged, &summaries_,
            [this] { summaries_.show(ConversationId{chat_.conversation()}); });
    connect(&chat_, &ChatViewModel::runningChanged, this, &AppViewModel::share_model);
    connect(&summaries_, &SummariesViewModel::changed, this, &AppViewModel::share_model);
    connect(&conversations_, &ConversationListViewModel::removed, this,
            [this](qint64 id) { services_.summaries.purge(ConversationId{id}, {}); });
    connect(&documents_, &DocumentListViewModel::detached, this,
            [this](qint64 conversation, qint64 document) {
                services_.summaries.purge(ConversationId{conversation}, DocumentId{document});
            });
    connect(&summaries_, &SummariesViewModel::summarized, this,
            [this](qint64 conversation, const QString& title) {
                if (chat_.conversation() == conversation) {
                    chat_.open(conversation);
                }
                conversations_.reload();
                emit announced(tr("The summary of %1 is ready.").arg(title));
            });
}

// Everybody waits for an answer, somebody for a summary, nobody for reading ahead.
void AppViewModel::share_model() {
    chat_.running() ? services_.summaries.pause() : services_.summaries.resume();
    const bool is_held = chat_.running() || services_.summaries.is_running();
    if (is_held != is_reading_held_) {
        is_reading_held_ = is_held;
        is_held ? services_.reading.pause() : services_.reading.resume();
    }
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
