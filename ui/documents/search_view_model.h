#pragma once

#include "core/executor/bound.h"
#include "core/ports/library.h"
#include "core/ports/search.h"

#include <QtQml/qqmlregistration.h>

#include <QAbstractListModel>
#include <cstdint>
#include <string>
#include <vector>

namespace sotto::ui {

/// Search as you type in all messages and documents: hits in messages first, then passages. One
/// search runs at a time, and the next is for the latest query, so results cannot come in the wrong
/// order. Runs on: the main thread.
class SearchViewModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    /// The text in the search field.
    Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY queryChanged)
    Q_PROPERTY(int count READ count NOTIFY changed)
    /// How many hits there are, or why there are none; empty without a query.
    Q_PROPERTY(QString summary READ summary NOTIFY changed)

public:
    enum Role { GroupRole = Qt::UserRole + 1, TitleRole, PlaceRole, SnippetRole, SpokenRole };

    /// Owner: the caller keeps both until this is gone.
    SearchViewModel(Executor& main, Bound<Library>& library);

    [[nodiscard]] QString query() const { return query_; }
    void setQuery(const QString& query);
    [[nodiscard]] int count() const { return static_cast<int>(rows_.size()); }
    [[nodiscard]] QString summary() const { return summary_; }

    /// Opens the hit of a row. Returns false when there is no such row.
    Q_INVOKABLE bool open(int row);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

signals:
    void queryChanged();
    void changed();
    void messageChosen(qint64 conversation, qint64 message);
    /// Offset and length in Unicode code points.
    void passageChosen(qint64 document, qint64 offset, qint64 length);

private:
    struct Hits {
        std::vector<MessageHit> messages;
        std::vector<PassageHit> passages;
    };
    struct Row {
        ConversationId conversation; // invalid: a passage
        MessageId message;
        DocumentId document;
        std::int64_t offset = 0;
        std::int64_t length = 0;
        QString title;
        QString place;
        std::string snippet;
    };

    void ask();
    void on_found(std::int64_t number, const Result<Hits>& found);
    void show(std::vector<Row> rows, const QString& summary);
    [[nodiscard]] static Row row_of(const MessageHit& hit);
    [[nodiscard]] static Row row_of(const PassageHit& hit);

    Executor& main_;
    Bound<Library>& library_;
    QString query_;
    std::vector<Row> rows_;
    QString summary_;
    bool is_asking_ = false;
    bool is_waiting_ = false;  // the query has changed since the running search began
    std::int64_t number_ = 0;  // of the query; changes with it
    std::int64_t cleared_ = 0; // results of queries up to this number are not shown
};

} // namespace sotto::ui
