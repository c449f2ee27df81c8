#include "core/document_service.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

namespace sotto {

namespace {

/// A listener for whoever has set none.
class Silence final : public DocumentListener {
public:
    void on_arrivals() override {}
    void on_attached(const AttachedDocument&) override {}
    void on_detached(const DetachedDocument&) override {}
    void on_failure(const Error&) override {}
};

const DocumentSummary* find_in(const std::vector<DocumentSummary>& documents, DocumentId id) {
    const auto found = std::ranges::find(documents, id, &DocumentSummary::id);
    return found == documents.end() ? nullptr : &*found;
}

Result<AttachedDocument> save(Library& library, const DocumentText& document,
                              ConversationId conversation) {
    using Effect = AttachedDocument::Effect;
    const auto id = library.documents().add(document);
    if (!id) {
        return std::unexpected(id.error());
    }
    AttachedDocument attached;
    attached.effect = Effect::began;
    if (conversation.is_valid()) {
        const auto before = library.conversations().documents(conversation);
        if (!before) {
            return std::unexpected(before.error());
        }
        attached.effect = find_in(*before, *id) != nullptr ? Effect::known : Effect::added;
    }
    const auto joined = library.conversations().attach(conversation, document.title, *id);
    if (!joined) {
        return std::unexpected(joined.error());
    }
    attached.conversation = *joined;
    const auto documents = library.conversations().documents(*joined);
    if (!documents) {
        return std::unexpected(documents.error());
    }
    const DocumentSummary* summary = find_in(*documents, *id);
    if (summary == nullptr) {
        return fail(ErrorCode::not_found, "the document was removed while it was being opened");
    }
    attached.document = *summary;
    return attached;
}

Result<DetachedDocument> take_out(Library& library, ConversationId conversation,
                                  DocumentId document) {
    using Fate = DetachedDocument::Conversation;
    ConversationStore& store = library.conversations();
    if (Status status = store.detach(conversation, document); !status) {
        return std::unexpected(status.error());
    }
    const auto left = store.documents(conversation);
    const auto summary = store.find(conversation);
    if (!left || !summary) {
        return std::unexpected(left ? summary.error() : left.error());
    }
    const bool is_unused = left->empty() && summary->message_count == 0;
    if (is_unused) {
        if (Status status = store.remove(conversation); !status) {
            return std::unexpected(status.error());
        }
    }
    return DetachedDocument{conversation, document, is_unused ? Fate::removed : Fate::kept};
}

} // namespace

DocumentService::DocumentService(Executor& main, Bound<Library>& library,
                                 Bound<TextExtractor>& extractor)
    : main_(main), library_(library), extractor_(extractor),
      listener_(std::make_shared<Silence>()) {}

DocumentService::~DocumentService() {
    stop_.request_stop();
}

template <class Function>
auto DocumentService::while_alive(Function function) {
    return [life = std::weak_ptr<int>(life_),
            run = std::move(function)]<class Argument>(Argument&& argument) mutable {
        // Destroyed on this thread only, so what is alive now stays so during the call.
        if (!life.expired()) {
            run(std::forward<Argument>(argument));
        }
    };
}

void DocumentService::set_listener(std::shared_ptr<DocumentListener> listener) {
    listener_ = std::move(listener);
}

std::int64_t DocumentService::open(std::string path, ConversationId conversation) {
    const auto same = std::ranges::find_if(arrivals_, [&](const Arrival& arrival) {
        return arrival.path == path && arrival.conversation == conversation;
    });
    if (same != arrivals_.end() && same->stage != ArrivalStage::failed) {
        return same->ticket;
    }
    if (same != arrivals_.end()) {
        arrivals_.erase(same);
    }
    Arrival arrival;
    arrival.ticket = ++last_ticket_;
    arrival.conversation = conversation;
    arrival.name = std::filesystem::path(path).lexically_normal().filename().string();
    arrival.path = std::move(path);
    arrivals_.push_back(std::move(arrival));
    listener_->on_arrivals();
    start_next();
    return last_ticket_;
}

void DocumentService::recognize(std::int64_t ticket) {
    Arrival* arrival = find(ticket);
    if (arrival == nullptr || arrival->stage != ArrivalStage::failed ||
        !arrival->error->is_recognizable) {
        return;
    }
    arrival->recognition = Recognition::allowed;
    arrival->stage = ArrivalStage::waiting;
    arrival->page = 0;
    arrival->pages = 0;
    listener_->on_arrivals();
    start_next();
}

void DocumentService::stop_recognizing(std::int64_t ticket) {
    Arrival* arrival = find(ticket);
    if (arrival == nullptr) {
        return;
    }
    if (arrival->stage == ArrivalStage::recognizing) {
        stop_.request_stop(); // the reader answers that it was cancelled
    } else if (arrival->stage == ArrivalStage::waiting &&
               arrival->recognition == Recognition::allowed) {
        arrival->stage = ArrivalStage::failed;
        listener_->on_arrivals();
    }
}

void DocumentService::dismiss(std::int64_t ticket) {
    const Arrival* arrival = find(ticket);
    if (arrival == nullptr || arrival->stage == ArrivalStage::saving) {
        return;
    }
    if (arrival->stage == ArrivalStage::extracting || arrival->stage == ArrivalStage::recognizing) {
        stop_.request_stop(); // the next one begins when the reader has answered
    }
    std::erase_if(arrivals_, [ticket](const Arrival& one) { return one.ticket == ticket; });
    listener_->on_arrivals();
}

void DocumentService::detach(ConversationId conversation, DocumentId document) {
    library_.call([conversation, document](
                      Library& library) { return take_out(library, conversation, document); },
                  main_, while_alive([this](const Result<DetachedDocument>& detached) {
                      if (detached) {
                          listener_->on_detached(*detached);
                      } else {
                          listener_->on_failure(detached.error());
                      }
                  }));
}

void DocumentService::start_next() {
    const auto next = std::ranges::find(arrivals_, ArrivalStage::waiting, &Arrival::stage);
    if (is_busy_ || next == arrivals_.end()) {
        return;
    }
    is_busy_ = true;
    stop_ = std::stop_source();
    next->stage = next->recognition == Recognition::allowed ? ArrivalStage::recognizing
                                                            : ArrivalStage::extracting;
    extractor_.call(
        [path = next->path, recognition = next->recognition, on_page = observer_of(next->ticket),
         stop = stop_.get_token()](TextExtractor& extractor) {
            return extractor.extract(path, recognition, on_page, stop);
        },
        main_, while_alive([this, ticket = next->ticket](ExtractedFile extracted) {
            on_extracted(ticket, std::move(extracted));
        }));
    listener_->on_arrivals();
}

// There are some thousand pages at most, and each takes long.
PageObserver DocumentService::observer_of(std::int64_t ticket) {
    return [this, ticket, &main = main_, life = std::weak_ptr<int>(life_)](std::uint32_t page,
                                                                           std::uint32_t pages) {
        main.post_always([this, ticket, life, page, pages] {
            if (!life.expired()) {
                on_page(ticket, page, pages);
            }
        });
    };
}

void DocumentService::on_page(std::int64_t ticket, std::uint32_t page, std::uint32_t pages) {
    Arrival* arrival = find(ticket);
    if (arrival != nullptr && arrival->stage == ArrivalStage::recognizing) {
        arrival->page = page;
        arrival->pages = pages;
        listener_->on_arrivals();
    }
}

void DocumentService::on_extracted(std::int64_t ticket, ExtractedFile extracted) {
    Arrival* arrival = find(ticket);
    if (arrival == nullptr) { // dismissed meanwhile
        go_on();
        return;
    }
    if (!extracted) {
        const bool is_stopped = arrival->stage == ArrivalStage::recognizing &&
                                extracted.error().code == ErrorCode::cancelled;
        fail_arrival(*arrival, is_stopped ? *arrival->error : std::move(extracted.error()));
        return;
    }
    arrival->stage = ArrivalStage::saving;
    library_.call([document = std::move(extracted->document), conversation = arrival->conversation](
                      Library& library) { return save(library, document, conversation); },
                  main_,
                  while_alive([this, ticket, caution = std::move(extracted->caution)](
                                  Result<AttachedDocument> attached) mutable {
                      if (attached) {
                          attached->caution = std::move(caution);
                      }
                      on_saved(ticket, std::move(attached));
                  }));
    listener_->on_arrivals();
}

void DocumentService::on_saved(std::int64_t ticket, Result<AttachedDocument> attached) {
    if (!attached) {
        fail_arrival(*find(ticket), std::move(attached.error()));
        return;
    }
    std::erase_if(arrivals_, [ticket](const Arrival& one) { return one.ticket == ticket; });
    if (attached->effect == AttachedDocument::Effect::began) {
        for (Arrival& arrival : arrivals_) {
            if (!arrival.conversation.is_valid()) {
                arrival.conversation = attached->conversation;
            }
        }
    }
    listener_->on_attached(*attached);
    go_on();
}

void DocumentService::fail_arrival(Arrival& arrival, ExtractionError error) {
    arrival.stage = ArrivalStage::failed;
    arrival.error = std::move(error);
    go_on();
}

void DocumentService::go_on() {
    is_busy_ = false;
    listener_->on_arrivals();
    start_next();
}

Arrival* DocumentService::find(std::int64_t ticket) {
    const auto found = std::ranges::find(arrivals_, ticket, &Arrival::ticket);
    return found == arrivals_.end() ? nullptr : &*found;
}

} // namespace sotto
