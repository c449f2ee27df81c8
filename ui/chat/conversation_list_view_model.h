#pragma once

#include "core/executor/bound.h"
#include "core/ports/library.h"
#include "core/removal/removal_service.h"

#include <QtQml/qqmlregistration.h>

#include <QAbstractListModel>
#include <QDateTime>
#include <functional>
#include <vector>

namespace sotto::ui {

/// The saved conversations, last used first, in the sections Today, Yesterday and Earlier.
/// Runs on: the main thread.
class ConversationListViewModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    /// Why the list could not be read or changed; else empty.
    Q_PROPERTY(QString notice READ notice NOTIFY noticeChanged)

public:
    enum Role { IdRole = Qt::UserRole + 1, TitleRole, SectionRole, TimeRole };

    /// The wall clock, for "Today" and "Yesterday".
    using Now = std::function<QDateTime()>;
    /// Owner: the caller keeps the first three until this is gone.
    ConversationListViewModel(Executor& main, Bound<Library>& library, RemovalService& removals,
                              Now now);

    /// Reads the list again; rows that stay keep the keyboard focus.
    void reload();

    [[nodiscard]] int count() const { return static_cast<int>(rows_.size()); }
    [[nodiscard]] QString notice() const { return notice_; }
    [[nodiscard]] ConversationId last_used() const;
    [[nodiscard]] QString title_of(ConversationId id) const;

    Q_INVOKABLE void rename(qint64 id, const QString& title);
    Q_INVOKABLE void remove(qint64 id);
    /// The row of a conversation, or -1.
    Q_INVOKABLE [[nodiscard]] int rowOf(qint64 id) const;
    /// The conversation of a row, or 0.
    Q_INVOKABLE [[nodiscard]] qint64 idAt(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

signals:
    void countChanged();
    void noticeChanged();
    /// The list has been read.
    void loaded();
    void removed(qint64 id);

private:
    void show(const std::vector<ConversationSummary>& found);
    void set_notice(const QString& notice);
    [[nodiscard]] QString section(UnixMilliseconds at) const;
    [[nodiscard]] QString time_text(UnixMilliseconds at) const;

    Executor& main_;
    Bound<Library>& library_;
    RemovalService& removals_;
    Now now_;
    std::vector<ConversationSummary> rows_;
    QString notice_;
};

} // namespace sotto::ui
