#include "ui/documents/search_view_model.h"

#include "ui/bridge/text.h"
#include "ui/documents/place_label.h"

#include <QDateTime>
#include <QLocale>
#include <QPointer>
#include <utility>

namespace sotto::ui {

namespace {

constexpr std::size_t kMaxHits = 30; // of each kind
// Control characters mark the matches; a snippet has no others.
constexpr char kMatchBegin = '\x01';
constexpr char kMatchEnd = '\x02';

QString without_marks(const std::string& snippet) {
    std::string plain = snippet;
    std::erase_if(plain, [](char byte) { return byte == kMatchBegin || byte == kMatchEnd; });
    return to_qstring(plain);
}

// Matches stand out by weight and underline, not by colour alone.
QString emphasized(const std::string& snippet) {
    QString rich;
    std::string piece;
    bool is_match = false;
    const auto end_piece = [&](bool next_is_match) {
        const QString words = to_qstring(piece).toHtmlEscaped();
        rich += is_match ? QStringLiteral("<b><u>") + words + QStringLiteral("</u></b>") : words;
        piece.clear();
        is_match = next_is_match;
    };
    for (const char byte : snippet) {
        if (byte == kMatchBegin || byte == kMatchEnd) {
            end_piece(byte == kMatchBegin);
        } else {
            piece += byte;
        }
    }
    end_piece(false);
    return rich;
}

QString speaker(Role role) {
    return role == Role::user ? SearchViewModel::tr("You") : QStringLiteral("Sotto");
}

QString number_of_messages(std::size_t count) {
    return count == 1 ? SearchViewModel::tr("1 message")
                      : SearchViewModel::tr("%L1 messages").arg(count);
}

QString number_of_passages(std::size_t count) {
    return count == 1 ? SearchViewModel::tr("1 place in documents")
                      : SearchViewModel::tr("%L1 places in documents").arg(count);
}

} // namespace

SearchViewModel::SearchViewModel(Executor& main, Bound<Library>& library)
    : main_(main), library_(library) {}

void SearchViewModel::setQuery(const QString& query) {
    if (query == query_) {
        return;
    }
    query_ = query;
    ++number_;
    emit queryChanged();
    if (query_.trimmed().isEmpty()) {
        cleared_ = number_;
        is_waiting_ = false;
        show({}, {});
    } else if (is_asking_) {
        is_waiting_ = true;
    } else {
        ask();
    }
}

void SearchViewModel::ask() {
    is_asking_ = true;
    is_waiting_ = false;
    library_.call(
        [query = to_utf8(query_)](Library& library) -> Result<Hits> {
            const SearchOptions options{
                .limit = kMaxHits,
                .marks = {.begin = std::string(1, kMatchBegin), .end = std::string(1, kMatchEnd)}};
            auto messages = library.search().messages(query, options);
            if (!messages) {
                return std::unexpected(std::move(messages.error()));
            }
            auto passages = library.search().documents(query, options);
            if (!passages) {
                return std::unexpected(std::move(passages.error()));
            }
            return Hits{std::move(*messages), std::move(*passages)};
        },
        main_,
        [self = QPointer(this), number = number_](const Result<Hits>& found) {
            if (self) {
                self->on_found(number, found);
            }
        });
}

void SearchViewModel::on_found(std::int64_t number, const Result<Hits>& found) {
    is_asking_ = false;
    if (number > cleared_ && !found) {
        show({}, error_message(found.error()));
    } else if (number > cleared_) {
        std::vector<Row> rows;
        for (const MessageHit& hit : found->messages) {
            rows.push_back(row_of(hit));
        }
        for (const PassageHit& hit : found->passages) {
            rows.push_back(row_of(hit));
        }
        QStringList counts;
        if (!found->messages.empty()) {
            counts << number_of_messages(found->messages.size());
        }
        if (!found->passages.empty()) {
            counts << number_of_passages(found->passages.size());
        }
        show(std::move(rows), counts.isEmpty() ? tr("No messages or documents have these words.")
                                               : counts.join(QStringLiteral(" · ")));
    }
    if (is_waiting_) {
        ask();
    }
}

void SearchViewModel::show(std::vector<Row> rows, const QString& summary) {
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
    summary_ = summary;
    emit changed();
}

SearchViewModel::Row SearchViewModel::row_of(const MessageHit& hit) {
    const QDate day = QDateTime::fromMSecsSinceEpoch(hit.created_at).date();
    return {.conversation = hit.conversation,
            .message = hit.message,
            .document = {},
            .title = hit.title.empty() ? tr("Untitled") : to_qstring(hit.title),
            .place =
                tr("%1 · %2").arg(speaker(hit.role), QLocale().toString(day, QLocale::ShortFormat)),
            .snippet = hit.snippet};
}

SearchViewModel::Row SearchViewModel::row_of(const PassageHit& hit) {
    return {.conversation = {},
            .message = {},
            .document = hit.document,
            .offset = hit.offset,
            .length = hit.length,
            .title = hit.title.empty() ? tr("Untitled") : to_qstring(hit.title),
            .place = place_label(hit.place),
            .snippet = hit.snippet};
}

bool SearchViewModel::open(int row) {
    if (row < 0 || row >= count()) {
        return false;
    }
    const Row& chosen = rows_[static_cast<std::size_t>(row)];
    if (chosen.conversation.is_valid()) {
        emit messageChosen(chosen.conversation.value, chosen.message.value);
    } else {
        emit passageChosen(chosen.document.value, chosen.offset, chosen.length);
    }
    return true;
}

int SearchViewModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant SearchViewModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case GroupRole:
        return row.conversation.is_valid() ? tr("Messages") : tr("Documents");
    case TitleRole:
        return row.title;
    case PlaceRole:
        return row.place;
    case SnippetRole:
        return emphasized(row.snippet);
    case SpokenRole: {
        QStringList words{row.title, row.place, without_marks(row.snippet)};
        words.removeAll({});
        return words.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

QHash<int, QByteArray> SearchViewModel::roleNames() const {
    return {{GroupRole, "group"},
            {TitleRole, "title"},
            {PlaceRole, "place"},
            {SnippetRole, "snippet"},
            {SpokenRole, "spoken"}};
}

} // namespace sotto::ui
