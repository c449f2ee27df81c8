#pragma once

#include "core/documents/document_service.h"
#include "core/documents/prefill_service.h"
#include "ui/bridge/services.h"
#include "ui/models/model_list_view_model.h"

#include <QtQml/qqmlregistration.h>

#include <QAbstractListModel>
#include <QList>
#include <QUrl>
#include <memory>
#include <vector>

namespace sotto::ui {

/// What the shown conversation is about: its documents, then the files on their way into it and
/// those that could not come. Runs on: the main thread.
class DocumentListViewModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(int count READ count NOTIFY changed)
    /// Documents alone, without files on their way.
    Q_PROPERTY(int attachedCount READ attachedCount NOTIFY changed)
    /// Files are on their way: what is asked now would not know them.
    Q_PROPERTY(bool arriving READ arriving NOTIFY changed)
    /// What one talks about, in a few words; empty without documents.
    Q_PROPERTY(QString subject READ subject NOTIFY changed)
    /// A sentence about something that did not work and has no place in the list.
    Q_PROPERTY(QString notice READ notice NOTIFY changed)
    /// A sentence about how documents are read on this system; usually empty.
    Q_PROPERTY(QString caution READ caution NOTIFY changed)

public:
    enum Role {
        TitleRole = Qt::UserRole + 1,
        DocumentRole,
        FactsRole,
        PhaseRole,
        BriefRole,
        ShareRole,
        ErrorRole,
        ImportingRole,
        StoppableRole,
        ResumableRole,
        RecognizableRole,
        SpokenRole,
    };

    /// Owner: the caller keeps both until this is gone.
    DocumentListViewModel(const Services& services, const ModelListViewModel& models);
    ~DocumentListViewModel() override;

    /// Shows the documents of a conversation (invalid: of the one that is not begun yet).
    void show(ConversationId conversation);

    [[nodiscard]] int count() const { return static_cast<int>(rows_.size()); }
    [[nodiscard]] int attachedCount() const { return static_cast<int>(documents_.size()); }
    /// What the conversation is about, without files on their way.
    [[nodiscard]] const std::vector<DocumentSummary>& documents() const { return documents_; }
    [[nodiscard]] std::vector<DocumentId> document_ids() const;
    [[nodiscard]] bool arriving() const;
    [[nodiscard]] QString subject() const;
    [[nodiscard]] QString notice() const { return notice_; }
    [[nodiscard]] QString caution() const { return caution_; }

    /// Lets files into the shown conversation. Returns whether there was one among them.
    Q_INVOKABLE bool open(const QList<QUrl>& files);
    /// Takes a document out of the conversation, or a file back that is on its way.
    Q_INVOKABLE void remove(int row);
    /// Has the text of a file recognized that is there only as a picture.
    Q_INVOKABLE void recognize(int row);
    /// Ends that; the file stays, with the offer to recognize its text.
    Q_INVOKABLE void stopRecognizing(int row);
    /// Ends the reading ahead of the shown conversation's documents, until resumeReading().
    Q_INVOKABLE void stopReading();
    Q_INVOKABLE void resumeReading();

    /// Has the shown documents read ahead by the model that answers.
    void prefill();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

signals:
    void changed();
    /// A document came into a conversation, which is new when `began`.
    void attached(qint64 conversation, bool began);
    void detached(qint64 conversation, qint64 document);
    /// A conversation went with its last document.
    void conversationRemoved(qint64 conversation);
    /// All documents of a conversation have been read, the last of them this one; it took a while.
    void finishedReading(const QString& title);
    /// Words for a screen reader.
    void announced(const QString& words);

private:
    class Listener;
    class PrefillAdapter;
    struct Row {
        DocumentId document;     // invalid: an job
        std::int64_t job_id = 0; // 0: a document
        QString title;
        QString facts;
        QString phase;
        QString brief;        // the phase on a chip
        QString spoken_phase; // without figures, which would be told again and again
        QString error;
        double share = -1; // 0 to 1; negative: nothing to show
        bool is_importing = false;
        bool is_stoppable = false;
        bool is_resumable = false;
        bool is_recognizable = false;
        [[nodiscard]] bool is_same(const Row& other) const {
            return document == other.document && job_id == other.job_id;
        }
        friend bool operator==(const Row&, const Row&) = default;
    };

    void on_attached(const AttachedDocument& attached);
    void on_detached(const DetachedDocument& detached);
    void show_documents(std::vector<DocumentSummary> documents);
    void update();
    void put(std::vector<Row> rows);
    void announce(const Row& before, const Row& now);
    void set_notice(const QString& notice);
    [[nodiscard]] static Row row_of(const DocumentSummary& document);
    static void add_reading(Row& row, const DocumentPrefill& reading);
    [[nodiscard]] static Row row_of(const ImportJob& job);

    const Services& services_;
    const ModelListViewModel& models_;
    std::shared_ptr<Listener> listener_;
    std::shared_ptr<PrefillAdapter> adapter_;
    ConversationId shown_;
    std::vector<DocumentSummary> documents_; // of the shown conversation
    std::vector<Row> rows_;
    QString notice_;
    QString caution_;
};

} // namespace sotto::ui
