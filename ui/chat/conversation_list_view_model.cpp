#include "ui/chat/conversation_list_view_model.h"

#include "ui/bridge/text.h"

#include <QLocale>
#include <QPointer>
#include <algorithm>
#include <utility>

namespace sotto::ui {

ConversationListViewModel::ConversationListViewModel(Executor& main, Bound<Library>& library,
                                                     RemovalService& removals, Now now)
    : main_(main), library_(library), removals_(removals), now_(std::move(now)) {}

void ConversationListViewModel::reload() {
    library_.call([](Library& library) { return library.conversations().list(); }, main_,
                  [self = QPointer(this)](Result<std::vector<ConversationSummary>> found) {
                      if (!self) {
                          return;
                      }
                      self->set_notice(found ? QString() : error_message(found.error()));
                      if (found) {
                          self->show(*found);
                      }
                      emit self->loaded();
                  });
}

void ConversationListViewModel::show(const std::vector<ConversationSummary>& found) {
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto old = std::find_if(rows_.begin() + static_cast<std::ptrdiff_t>(i), rows_.end(),
                                      [&](const auto& row) { return row.id == found[i].id; });
        const int to = static_cast<int>(i);
        if (old == rows_.end()) {
            beginInsertRows({}, to, to);
            rows_.insert(rows_.begin() + to, found[i]);
            endInsertRows();
            continue;
        }
        const int from = static_cast<int>(old - rows_.begin());
        if (from != to) {
            beginMoveRows({}, from, from, {}, to);
            std::rotate(rows_.begin() + to, old, old + 1);
            endMoveRows();
        }
        rows_[i] = found[i];
        emit dataChanged(index(to), index(to));
    }
    if (rows_.size() > found.size()) {
        beginRemoveRows({}, static_cast<int>(found.size()), count() - 1);
        rows_.resize(found.size());
        endRemoveRows();
    }
    emit countChanged();
}

void ConversationListViewModel::rename(qint64 id, const QString& title) {
    const QString line = title.simplified();
    if (line.isEmpty()) {
        return;
    }
    library_.call(
        [id, words = to_utf8(line)](Library& library) {
            return library.conversations().rename(ConversationId{id}, words);
        },
        main_,
        [self = QPointer(this)](const Status& renamed) {
            if (self && !renamed) {
                self->set_notice(error_message(renamed.error()));
            } else if (self) {
                self->reload();
            }
        });
}

void ConversationListViewModel::remove(qint64 id) {
    removals_.remove(ConversationId{id},
                     [self = QPointer(this), id](const Result<RemovalOutcome>& gone) {
                         if (self && !gone) {
                             self->set_notice(error_message(gone.error()));
                         } else if (self) {
                             emit self->removed(id);
                             self->reload();
                         }
                     });
}

void ConversationListViewModel::set_notice(const QString& notice) {
    if (notice != notice_) {
        notice_ = notice;
        emit noticeChanged();
    }
}

ConversationId ConversationListViewModel::last_used() const {
    return rows_.empty() ? ConversationId{} : rows_.front().id;
}

QString ConversationListViewModel::title_of(ConversationId id) const {
    const int row = rowOf(id.value);
    return row < 0 ? QString() : to_qstring(rows_[static_cast<std::size_t>(row)].title);
}

int ConversationListViewModel::rowOf(qint64 id) const {
    const auto found =
        std::ranges::find_if(rows_, [id](const auto& row) { return row.id.value == id; });
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

qint64 ConversationListViewModel::idAt(int row) const {
    return row < 0 || row >= count() ? 0 : rows_[static_cast<std::size_t>(row)].id.value;
}

QString ConversationListViewModel::section(UnixMilliseconds at) const {
    const qint64 days = QDateTime::fromMSecsSinceEpoch(at).date().daysTo(now_().date());
    if (days <= 0) {
        return tr("Today");
    }
    return days == 1 ? tr("Yesterday") : tr("Earlier");
}

QString ConversationListViewModel::time_text(UnixMilliseconds at) const {
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(at);
    const qint64 days = time.date().daysTo(now_().date());
    const QLocale locale;
    if (days <= 0) {
        // The short format of some locales has seconds.
        return locale.toString(
            time.time(), locale.timeFormat(QLocale::ShortFormat).remove(QStringLiteral(":ss")));
    }
    if (days == 1) {
        return {}; // the section says it
    }
    return days < 7 ? locale.standaloneDayName(time.date().dayOfWeek(), QLocale::ShortFormat)
                    : locale.toString(time.date(), QLocale::ShortFormat);
}

int ConversationListViewModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant ConversationListViewModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const ConversationSummary& row = rows_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case IdRole:
        return static_cast<qint64>(row.id.value);
    case TitleRole:
        return row.title.empty() ? tr("Untitled") : to_qstring(row.title);
    case SectionRole:
        return section(row.updated_at);
    case TimeRole:
        return time_text(row.updated_at);
    default:
        return {};
    }
}

QHash<int, QByteArray> ConversationListViewModel::roleNames() const {
    return {{IdRole, "conversationId"},
            {TitleRole, "title"},
            {SectionRole, "section"},
            {TimeRole, "time"}};
}

} // namespace sotto::ui
