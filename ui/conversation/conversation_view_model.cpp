#include "ui/conversation/conversation_view_model.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTimer>
#include <chrono>
#include <utility>

namespace sotto::ui {

namespace {

// Stopping takes up to 0.2 s and saving as long again; partial answers are saved anyway.
constexpr std::chrono::milliseconds kCloseTimeout{2000};

} // namespace

ConversationViewModel::ConversationViewModel(const ConversationServices& services)
    : summary_queue_(services.summaries), prefill_(services.prefill), model_(services.profiles),
      chat_({.main = services.main,
             .library = services.library,
             .model = services.model,
             .service = services.chat,
             .clock = services.clock,
             .current = model_}),
      documents_({.main = services.main,
                  .library = services.library,
                  .documents = services.documents,
                  .prefill = services.prefill,
                  .current = model_}),
      reader_(services.main, services.library),
      citations_(services.main, services.library, services.citations, *chat_.messages()),
      context_({.main = services.main,
                .library = services.library,
                .service = services.context,
                .current = model_,
                .chat = chat_,
                .documents = documents_}),
      choices_(services.main, services.library, services.context, *chat_.messages()),
      summaries_({.main = services.main,
                  .catalog = services.catalog,
                  .queue = services.summaries,
                  .current = model_,
                  .fingerprint = services.fingerprint}) {
    connect_chat();
    connect_documents();
    connect_context();
    connect_summaries();
}

void ConversationViewModel::connect_chat() {
    connect(&model_, &CurrentModel::changed, this, &ConversationViewModel::readyChanged);
    connect(&chat_, &ChatViewModel::saved, this, &ConversationViewModel::libraryChanged);
    connect(&chat_, &ChatViewModel::announced, this, &ConversationViewModel::announced);
    connect(&chat_, &ChatViewModel::opened, this, [this] {
        has_shown_ = true;
        emit readyChanged();
    });
    connect(&chat_, &ChatViewModel::noticeChanged, this, [this] {
        has_shown_ = has_shown_ || !chat_.notice().isEmpty();
        emit readyChanged();
    });
    connect(&chat_, &ChatViewModel::ended, this, [this] {
        if (is_closing_) {
            emit closable();
        }
    });
}

void ConversationViewModel::connect_documents() {
    connect(&model_, &CurrentModel::changed, &documents_, &DocumentListViewModel::prefill);
    connect(&chat_, &ChatViewModel::conversationChanged, this,
            [this] { documents_.show(ConversationId{chat_.conversation()}); });
    connect(&documents_, &DocumentListViewModel::announced, this,
            &ConversationViewModel::announced);
    connect(&documents_, &DocumentListViewModel::attached, this, [this](qint64 id, bool began) {
        if (began) {
            chat_.adopt(ConversationId{id});
        }
        emit libraryChanged();
    });
    connect(&documents_, &DocumentListViewModel::conversationRemoved, this, [this](qint64 id) {
        chat_.leave(ConversationId{id});
        emit libraryChanged();
    });
    connect(&documents_, &DocumentListViewModel::changed, this,
            &ConversationViewModel::workingChanged);
    connect(&documents_, &DocumentListViewModel::changed, &citations_,
            [this] { citations_.show(documents_.documents()); });
}

void ConversationViewModel::connect_context() {
    chat_.set_check([this](const QString& text) { return context_.is_too_long(text); });
    connect(&chat_, &ChatViewModel::refused, this, [this](const QString& question) {
        if (auto turn = context_.request_for(question)) {
            choices_.ask(std::move(*turn));
        }
    });
    connect(&choices_, &ContextChoicesViewModel::sendWanted, this, [this](const QString& question) {
        context_.clear(); // it was counted without the choice
        emit questionWanted(question);
    });
    connect(&choices_, &ContextChoicesViewModel::conversationBegun, this,
            [this](qint64 id, const QString& question) {
                chat_.begin_in(ConversationId{id});
                emit libraryChanged();
                emit questionWanted(question);
            });
    connect(&choices_, &ContextChoicesViewModel::failed, &chat_, &ChatViewModel::set_notice);
}

void ConversationViewModel::connect_summaries() {
    connect(&chat_, &ChatViewModel::conversationChanged, &summaries_,
            [this] { summaries_.show(ConversationId{chat_.conversation()}); });
    connect(&chat_, &ChatViewModel::runningChanged, this, &ConversationViewModel::share_model);
    connect(&summaries_, &SummariesViewModel::changed, this, &ConversationViewModel::share_model);
    connect(&chat_, &ChatViewModel::runningChanged, this, &ConversationViewModel::workingChanged);
    connect(&summaries_, &SummariesViewModel::changed, this,
            &ConversationViewModel::workingChanged);
    connect(&documents_, &DocumentListViewModel::detached, this,
            [this](qint64 conversation, qint64 document) {
                summary_queue_.purge(ConversationId{conversation}, DocumentId{document});
            });
    connect(&summaries_, &SummariesViewModel::summarized, this,
            [this](qint64 conversation, const QString& title) {
                if (chat_.conversation() == conversation) {
                    chat_.open(conversation);
                }
                emit libraryChanged();
                emit announced(tr("The summary of %1 is ready.").arg(title));
            });
}

// An answer has priority over a summary, and a summary over prefill.
void ConversationViewModel::share_model() {
    chat_.running() ? summary_queue_.pause() : summary_queue_.resume();
    const bool is_paused = chat_.running() || summary_queue_.is_running();
    if (is_paused != is_prefill_paused_) {
        is_prefill_paused_ = is_paused;
        is_paused ? prefill_.pause() : prefill_.resume();
    }
}

bool ConversationViewModel::working() const {
    return chat_.running() || summary_queue_.is_running() || documents_.working();
}

void ConversationViewModel::leave(ConversationId removed) {
    chat_.leave(removed);
    summary_queue_.purge(removed, {});
}

void ConversationViewModel::copy(const QString& text) {
    QGuiApplication::clipboard()->setText(text);
}

void ConversationViewModel::close() {
    if (is_closing_) {
        return;
    }
    is_closing_ = true;
    if (!chat_.running()) {
        emit closable();
        return;
    }
    QTimer::singleShot(kCloseTimeout, this, &ConversationViewModel::closable);
    chat_.stop();
}

} // namespace sotto::ui
