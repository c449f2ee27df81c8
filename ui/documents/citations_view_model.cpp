#include "ui/documents/citations_view_model.h"

#include "ui/bridge/text.h"
#include "ui/documents/place_label.h"

#include <QPointer>
#include <QQmlEngine>
#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace sotto::ui {

namespace {

constexpr qsizetype kMaxPassage = 400; // characters, in a tooltip

QString shortened(const std::string& passage) {
    const QString line = to_qstring(passage).simplified();
    if (line.size() <= kMaxPassage) {
        return line;
    }
    const qsizetype end = line[kMaxPassage - 1].isHighSurrogate() ? kMaxPassage - 1 : kMaxPassage;
    return line.left(end).trimmed() + u'…';
}

std::vector<DocumentText> read_texts(Library& library, const std::vector<DocumentId>& documents) {
    std::vector<DocumentText> texts;
    for (const DocumentId id : documents) {
        // A missing one is cited nowhere; the others keep their indices.
        texts.push_back(library.documents().text(id).value_or(DocumentText()));
    }
    return texts;
}

} // namespace

CitationsViewModel::CitationsViewModel(Executor& main, Bound<Library>& library,
                                       Bound<CitationFinder>& finder,
                                       const MessageListViewModel& messages)
    : main_(main), library_(library), finder_(finder), messages_(messages) {
    connect(&messages_, &QAbstractItemModel::modelAboutToBeReset, this,
            &CitationsViewModel::clear_answers);
}

CitationsViewModel::~CitationsViewModel() = default;

// Views release the lists a little later.
void CitationsViewModel::clear_answers() {
    for (auto& [id, answer] : answers_) {
        answer.list.release()->deleteLater();
    }
    answers_.clear();
}

void CitationsViewModel::show(const std::vector<DocumentSummary>& documents) {
    if (std::ranges::equal(documents, documents_, {}, &DocumentSummary::id, &DocumentSummary::id)) {
        documents_ = documents; // the same set; the index stays
        return;
    }
    for (const DocumentSummary& before : documents_) {
        if (!std::ranges::contains(documents, before.id, &DocumentSummary::id)) {
            for (auto& [id, answer] : answers_) {
                answer.list->remove(before.id);
            }
        }
    }
    if (index_ != Index::none) {
        // A finder whose queue is full closes with the next documents.
        static_cast<void>(finder_.post([](CitationFinder& finder) { finder.close(); }));
    }
    documents_ = documents;
    index_ = Index::none;
    ++set_;
    for (auto& [id, answer] : answers_) {
        if (answer.stage == Answer::Stage::asked) {
            answer.stage = Answer::Stage::waiting; // the reply will be about other documents
        }
    }
    start_later();
}

CitationList* CitationsViewModel::of(int row) {
    if (row < 0 || row >= messages_.count()) {
        return nullptr;
    }
    const Message& message = messages_.message(row);
    if (message.role != Role::assistant || message.state == MessageState::writing ||
        !message.id.is_valid() || message.text.empty()) {
        return nullptr;
    }
    const auto [found, is_new] = answers_.try_emplace(message.id);
    Answer& answer = found->second;
    if (is_new) {
        answer.text = message.text;
        answer.list = std::make_unique<CitationList>();
        QQmlEngine::setObjectOwnership(answer.list.get(), QQmlEngine::CppOwnership);
        start_later();
    }
    return answer.list.get();
}

// All at once, when a conversation that is being opened is complete.
void CitationsViewModel::start_later() {
    if (!std::exchange(is_starting_, true)) {
        main_.post_always([self = QPointer(this)] {
            if (self) {
                self->start();
            }
        });
    }
}

void CitationsViewModel::start() {
    is_starting_ = false;
    const bool has_work = std::ranges::any_of(
        answers_, [](const auto& each) { return each.second.stage == Answer::Stage::waiting; });
    if (documents_.empty() || !has_work) {
        return;
    }
    if (index_ == Index::none) {
        open_documents();
    }
    if (index_ != Index::loaded) {
        return;
    }
    for (auto& [id, answer] : answers_) {
        if (answer.stage == Answer::Stage::waiting) {
            ask(id, answer);
        }
    }
}

void CitationsViewModel::open_documents() {
    index_ = Index::loading;
    std::vector<DocumentId> ids;
    std::ranges::transform(documents_, std::back_inserter(ids), &DocumentSummary::id);
    library_.call(
        [ids = std::move(ids)](Library& library) -> Result<std::vector<DocumentText>> {
            return read_texts(library, ids);
        },
        main_,
        [self = QPointer(this), set = set_](Result<std::vector<DocumentText>> texts) {
            if (!self || self->set_ != set) {
                return;
            }
            if (!texts) {
                self->index_ = Index::none; // tried again with the next request
                return;
            }
            self->index_ = Index::loaded;
            self->finder_.call(
                [set, given = *std::move(texts)](CitationFinder& finder) mutable {
                    return finder.open(set, std::move(given));
                },
                self->main_,
                [](const Status&) {
                    // Without an index nothing is cited; the user did not ask for it.
                });
            self->start();
        });
}

void CitationsViewModel::ask(MessageId id, Answer& answer) {
    answer.stage = Answer::Stage::asked;
    finder_.call(
        [set = set_, text = answer.text, later = documents_after(id)](CitationFinder& finder) {
            return finder.find(set, text, later);
        },
        main_,
        [self = QPointer(this), set = set_, id](const Result<std::vector<FoundCitation>>& found) {
            if (self) {
                self->on_found(set, id, found);
            }
        });
}

void CitationsViewModel::on_found(std::int64_t set, MessageId id,
                                  const Result<std::vector<FoundCitation>>& found) {
    const auto answer = answers_.find(id);
    if (set != set_ || answer == answers_.end()) {
        return;
    }
    answer->second.stage = found ? Answer::Stage::found : Answer::Stage::waiting;
    if (found) {
        answer->second.list->show(rows_of(*found));
    }
}

// Documents that were added after the answer.
std::vector<std::size_t> CitationsViewModel::documents_after(MessageId answer) const {
    std::vector<std::size_t> later;
    for (std::size_t i = 0; i < documents_.size(); ++i) {
        if (documents_[i].joined_after >= answer) {
            later.push_back(i);
        }
    }
    return later;
}

std::vector<CitationRow>
CitationsViewModel::rows_of(const std::vector<FoundCitation>& found) const {
    std::vector<CitationRow> rows;
    std::set<std::pair<std::size_t, std::int64_t>> listed;
    for (const auto& [citation, begin, end] : found) {
        const DocumentSummary& document = documents_[citation.document];
        if (listed.emplace(citation.document, citation.offset).second) {
            rows.push_back({document.id, citation.offset, citation.length,
                            document.title.empty() ? tr("Untitled") : to_qstring(document.title),
                            passage_label(begin, end), shortened(citation.text)});
        }
    }
    return rows;
}

} // namespace sotto::ui
