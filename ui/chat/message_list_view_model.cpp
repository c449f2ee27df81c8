#include "ui/chat/message_list_view_model.h"

#include "core/text/utf8.h"
#include "ui/bridge/text.h"

#include <QQmlEngine>
#include <algorithm>
#include <utility>

namespace sotto::ui {

namespace {

// Pasted text can be as long as a book; a bubble shows its beginning.
constexpr std::size_t kMaxUserBytes = 12'000;

std::string_view beginning(std::string_view text) {
    return text.substr(0, floor_char_boundary(text, kMaxUserBytes));
}

QString figures(const GenerationStats& stats) {
    QString line =
        stats.generated_tokens == 1
            ? MessageListViewModel::tr("1 token")
            : MessageListViewModel::tr("%1 tokens").arg(number_text(stats.generated_tokens));
    if (stats.decode_tokens_per_second > 0) {
        line += MessageListViewModel::tr(" · %1 a second")
                    .arg(short_number_text(stats.decode_tokens_per_second));
    }
    if (stats.first_token_seconds > 0) {
        line += MessageListViewModel::tr(" · first word after %1 s")
                    .arg(short_number_text(stats.first_token_seconds));
    }
    return line;
}

QString end_note(const Message& message) {
    if (message.state == MessageState::interrupted) {
        return MessageListViewModel::tr("Stopped before the end");
    }
    if (message.stats && message.stats->reason == FinishReason::length) {
        return MessageListViewModel::tr("Ended at the length limit");
    }
    return {};
}

// "12 of 340 parts read"; empty where all was read.
QString truncation_note(const Truncation& truncation) {
    QStringList notes;
    if (truncation.total_document_parts > 0) {
        notes << MessageListViewModel::tr("%1 of %2 parts read")
                     .arg(number_text(truncation.document_parts),
                          number_text(truncation.total_document_parts));
    }
    if (truncation.turns > 0) {
        notes << (truncation.turns == 1 ? MessageListViewModel::tr("without the oldest turn")
                                        : MessageListViewModel::tr("without the %1 oldest turns")
                                              .arg(number_text(truncation.turns)));
    }
    if (truncation.summarized_turns > 0) {
        notes << (truncation.summarized_turns == 1
                      ? MessageListViewModel::tr("with a summary of the oldest turn")
                      : MessageListViewModel::tr("with a summary of the %1 oldest turns")
                            .arg(number_text(truncation.summarized_turns)));
    }
    return notes.join(QStringLiteral(" · "));
}

QString facts(const Message& message) {
    QStringList all{message.stats ? figures(*message.stats) : QString(),
                    truncation_note(message.truncation)};
    all.removeAll({});
    return all.join(QStringLiteral(" · "));
}

} // namespace

void MessageListViewModel::truncate(int row) {
    if (row < count()) {
        beginRemoveRows({}, row, count() - 1);
        rows_.erase(rows_.begin() + row, rows_.end());
        endRemoveRows();
        emit countChanged();
    }
}

void MessageListViewModel::set_siblings(const std::vector<Message>& messages) {
    for (const Message& message : messages) {
        const int row = message.id.is_valid() ? row_of(message.id) : -1;
        if (row >= 0 && rows_[static_cast<std::size_t>(row)].message.siblings != message.siblings) {
            rows_[static_cast<std::size_t>(row)].message.siblings = message.siblings;
            changed(row, {SiblingRole, SiblingCountRole});
        }
    }
}

void MessageListViewModel::remove_turn(int row) {
    beginRemoveRows({}, row, row + 1);
    rows_.erase(rows_.begin() + row, rows_.begin() + row + 2);
    endRemoveRows();
    emit countChanged();
}

void MessageListViewModel::set_read_from(MessageId first, const QString& words) {
    if (first == read_from_ && words == truncated_words_) {
        return;
    }
    read_from_ = first;
    const int before = std::exchange(truncated_rows_, truncated_rows());
    truncated_words_ = words;
    if (const int rows = std::min(std::max(before, truncated_rows_), count()); rows > 0) {
        emit dataChanged(index(0), index(rows - 1), {TruncationRole});
    }
}

void MessageListViewModel::set_truncation(int row, const Truncation& truncation) {
    rows_[static_cast<std::size_t>(row)].message.truncation = truncation;
    changed(row, {FiguresRole});
}

Truncation MessageListViewModel::last_truncated() const {
    const int row = last_answer();
    return row < 0 ? Truncation{} : rows_[static_cast<std::size_t>(row)].message.truncation;
}

std::string MessageListViewModel::question_before(MessageId message) const {
    for (int row = message.is_valid() ? row_of(message) - 1 : -1; row >= 0; --row) {
        if (rows_[static_cast<std::size_t>(row)].message.role == sotto::Role::user) {
            return text(row);
        }
    }
    return {};
}

int MessageListViewModel::truncated_rows() const {
    if (!read_from_.is_valid()) {
        return 0;
    }
    const int row = row_of(read_from_);
    return row < 0 ? count() : row;
}

void MessageListViewModel::show(std::vector<Message> messages) {
    beginResetModel();
    rows_.clear();
    rows_.reserve(messages.size());
    for (Message& message : messages) {
        if (message.role == sotto::Role::system) {
            continue;
        }
        Row row;
        row.message = std::move(message);
        rows_.push_back(std::move(row));
    }
    truncated_rows_ = 0; // until the context is counted again
    read_from_ = {};
    endResetModel();
    emit countChanged();
}

int MessageListViewModel::begin_turn(std::string_view user_text) {
    beginInsertRows({}, count(), count());
    Row question;
    question.message.text = user_text;
    rows_.push_back(std::move(question));
    endInsertRows();
    return begin_answer();
}

int MessageListViewModel::begin_answer() {
    beginInsertRows({}, count(), count());
    Row answer;
    answer.message.role = sotto::Role::assistant;
    answer.message.state = MessageState::writing;
    answer.is_active = true;
    rows_.push_back(std::move(answer));
    endInsertRows();
    emit countChanged();
    return count() - 1;
}

void MessageListViewModel::set_id(int row, MessageId id) {
    rows_[static_cast<std::size_t>(row)].message.id = id;
}

void MessageListViewModel::append(int row, std::string_view text) {
    Row& answer = rows_[static_cast<std::size_t>(row)];
    answer.message.text += text;
    if (answer.blocks) {
        answer.blocks->append(text);
    }
    changed(row, {TextRole, IsCutRole, SpokenTextRole});
}

void MessageListViewModel::resume(int row, std::string_view text) {
    Row& answer = rows_[static_cast<std::size_t>(row)];
    answer.message.text = text;
    answer.is_active = true;
    answer.blocks.reset();
    changed(row, {});
}

void MessageListViewModel::set_activity(int row, const Activity& activity) {
    Row& answer = rows_[static_cast<std::size_t>(row)];
    if (answer.activity != activity) {
        answer.activity = activity;
        changed(row, {ActivityRole, ShareRole});
    }
}

void MessageListViewModel::finish(int row, MessageState state,
                                  const std::optional<GenerationStats>& stats,
                                  const std::optional<Error>& error) {
    Row& answer = rows_[static_cast<std::size_t>(row)];
    answer.message.state = state;
    answer.message.stats = stats;
    answer.error = error;
    answer.is_active = false;
    answer.activity = {};
    changed(row, {});
}

int MessageListViewModel::row_of(MessageId id) const {
    const auto found =
        std::ranges::find_if(rows_, [id](const Row& row) { return row.message.id == id; });
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

int MessageListViewModel::last_answer() const {
    for (int row = count() - 1; row >= 0; --row) {
        if (rows_[static_cast<std::size_t>(row)].message.role == sotto::Role::assistant) {
            return row;
        }
    }
    return -1;
}

const std::string& MessageListViewModel::text(int row) const {
    return message(row).text;
}

const Message& MessageListViewModel::message(int row) const {
    return rows_[static_cast<std::size_t>(row)].message;
}

std::string MessageListViewModel::question_of(int row) const {
    const bool has_question =
        row > 0 && rows_[static_cast<std::size_t>(row) - 1].message.role == sotto::Role::user;
    return has_question ? text(row - 1) : std::string();
}

void MessageListViewModel::changed(int row, const QList<int>& roles) {
    emit dataChanged(index(row), index(row), roles);
}

BlockList* MessageListViewModel::blocks_of(Row& row) const {
    if (!row.blocks) {
        row.blocks = std::make_unique<BlockList>();
        QQmlEngine::setObjectOwnership(row.blocks.get(), QQmlEngine::CppOwnership);
        row.blocks->append(row.message.text);
    }
    return row.blocks.get();
}

QString MessageListViewModel::spoken_name(int row) const {
    const auto end = rows_.begin() + row + 1;
    const auto is_answer = [](const Row& each) {
        return each.message.role == sotto::Role::assistant;
    };
    return is_answer(rows_[static_cast<std::size_t>(row)])
               ? tr("Sotto, answer %L1").arg(std::count_if(rows_.begin(), end, is_answer))
               : tr("You");
}

int MessageListViewModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant MessageListViewModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    Row& row = rows_[static_cast<std::size_t>(index.row())];
    const Message& message = row.message;
    const bool is_user = message.role == sotto::Role::user;
    switch (role) {
    case IsUserRole:
        return is_user;
    case TextRole:
        return to_qstring(beginning(message.text));
    case RichTextRole:
        return is_user ? to_qstring(beginning(message.text)).toHtmlEscaped() : QString();
    case RightToLeftRole:
        return is_user && to_qstring(beginning(message.text)).isRightToLeft();
    case BlocksRole:
        return QVariant::fromValue(is_user ? nullptr : blocks_of(row));
    case IsCutRole:
        return is_user ? message.text.size() > kMaxUserBytes : blocks_of(row)->is_cut();
    case ActivityRole:
        return row.activity.words;
    case ShareRole:
        return row.activity.is_writing ? 1.0 : row.activity.share;
    case IsActiveRole:
        return row.is_active;
    case FiguresRole:
        return facts(message);
    case ReusedRole:
        return message.stats && message.stats->reused_tokens > 0
                   ? tr("%1 tokens reused").arg(number_text(message.stats->reused_tokens))
                   : QString();
    case EndNoteRole:
        return end_note(message);
    case ErrorRole:
        if (message.state != MessageState::failed) {
            return QString();
        }
        return row.error ? error_message(*row.error) : tr("This answer could not be finished.");
    case ErrorDetailRole:
        return row.error ? error_detail(*row.error) : QString();
    case TruncationRole:
        return index.row() < truncated_rows_ ? truncated_words_ : QString();
    case SiblingRole:
        return static_cast<int>(message.siblings.number);
    case SiblingCountRole:
        return static_cast<int>(message.siblings.count);
    case SpokenNameRole:
        return spoken_name(index.row());
    case SpokenTextRole:
        return is_user ? to_qstring(beginning(message.text)) : blocks_of(row)->spoken();
    default:
        return {};
    }
}

QHash<int, QByteArray> MessageListViewModel::roleNames() const {
    return {{IsUserRole, "isUser"},
            {TextRole, "text"},
            {RichTextRole, "rich"},
            {RightToLeftRole, "rightToLeft"},
            {BlocksRole, "blocks"},
            {IsCutRole, "isCut"},
            {ActivityRole, "activity"},
            {ShareRole, "share"},
            {IsActiveRole, "isActive"},
            {FiguresRole, "figures"},
            {ReusedRole, "reused"},
            {EndNoteRole, "endNote"},
            {ErrorRole, "error"},
            {ErrorDetailRole, "errorDetail"},
            {SpokenNameRole, "spokenName"},
            {SpokenTextRole, "spokenText"},
            {TruncationRole, "truncation"},
            {SiblingRole, "sibling"},
            {SiblingCountRole, "siblingCount"}};
}

} // namespace sotto::ui
