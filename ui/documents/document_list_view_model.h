#pragma once

#include "core/documents/document_service.h"
#include "core/documents/prefill_service.h"
#include "core/executor/bound.h"
#include "core/ports/library.h"
#include "ui/models/current_model.h"

#include <QtQml/qqmlregistration.h>

#include <QAbstractListModel>
#include <QList>
#include <QUrl>
#include <algorithm>
#include <memory>
#include <vector>

namespace sotto::ui {

struct DocumentStatus;

/// The documents of the shown conversation, then the files being imported into it and those whose
/// import failed. Runs on: the main thread.
class DocumentListViewModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(int count READ count NOTIFY changed)
    /// The documents alone, without files being imported.
    Q_PROPERTY(int attachedCount READ attachedCount NOTIFY changed)
    /// Files are being imported: a question asked now would not include them.
    Q_PROPERTY(bool importing READ importing NOTIFY changed)
    /// What a question can be about, in a few words; empty without documents.
    Q_PROPERTY(QString subject READ subject NOTIFY changed)
    /// A sentence about a failure that belongs to no row.
    Q_PROPERTY(QString notice READ notice NOTIFY changed)
    /// A sentence about how this system protects the import; usually empty.
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

    /// Owner: the caller keeps all of them until the view-model is gone.
    struct Dependencies {
        Executor& main;
        Bound<Library>& library;
        DocumentService& documents;
        PrefillService& prefill;
        const CurrentModel& current;
    };
    explicit DocumentListViewModel(const Dependencies& dependencies);
    ~DocumentListViewModel() override;

    /// Shows the documents of a conversation; invalid: of a new one that is not saved yet.
    void show(ConversationId conversation);

    [[nodiscard]] int count() const { return static_cast<int>(rows_.size()); }
    [[nodiscard]] int attachedCount() const { return static_cast<int>(documents_.size()); }
    /// Without files being imported.
    [[nodiscard]] const std::vector<DocumentSummary>& documents() const { return documents_; }
    [[nodiscard]] std::vector<DocumentId> document_ids() const;
    [[nodiscard]] bool importing() const;
    /// A file is being imported, or a document is being read by the model.
    [[nodiscard]] bool working() const {
        return importing() || std::ranges::any_of(rows_, &Row::is_stoppable);
    }
    [[nodiscard]] QString subject() const;
    [[nodiscard]] QString notice() const { return notice_; }
    [[nodiscard]] QString caution() const { return caution_; }

    /// Imports local files into the shown conversation. Returns whether there was one among them.
    Q_INVOKABLE bool open(const QList<QUrl>& files);
    /// Removes a document from the conversation, or cancels or dismisses an import.
    Q_INVOKABLE void remove(int row);
    /// Starts OCR of a file that has pictures of text only.
    Q_INVOKABLE void recognize(int row);
    /// Stops it; the row stays and offers OCR again.
    Q_INVOKABLE void stopRecognizing(int row);
    /// Stops the prefill of the shown conversation's documents, until resumeReading().
    Q_INVOKABLE void stopReading();
    Q_INVOKABLE void resumeReading();

    /// Removes a document from the shown conversation.
    void detach(DocumentId document);
    /// Has the current model prefill the shown documents.
    void prefill();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

signals:
    void changed();
    /// A document was added to a conversation, which is new when `began`.
    void attached(qint64 conversation, bool began);
    void detached(qint64 conversation, qint64 document);
    /// A conversation that had nothing but its last document was deleted with it.
    void conversationRemoved(qint64 conversation);
    /// A long prefill has ended: all documents of a conversation are read, this one last.
    void finishedReading(const QString& title);
    /// Text for a screen reader.
    void announced(const QString& text);

private:
    class Listener;
    class PrefillAdapter;
    struct Row {
        DocumentId document;     // invalid: an import job
        std::int64_t job_id = 0; // 0: a document
        QString title;
        QString facts;
        QString phase;
        QString brief;        // see DocumentStatus
        QString spoken_phase; // see DocumentStatus
        QString error;
        double share = -1; // 0 to 1; negative: nothing to show
        bool is_importing = false;
        bool is_stoppable = false;
        bool is_resumable = false;
        bool is_recognizable = false;
        void set_status(const DocumentStatus& status);
        [[nodiscard]] bool is_same(const Row& other) const {
            return document == other.document && job_id == other.job_id;
        }
        friend bool operator==(const Row&, const Row&) = default;
    };

    void on_attached(const AttachedDocument& attached);
    void on_detached(const DetachedDocument& detached);
    void show_documents(std::vector<DocumentSummary> documents);
    void update();
    void merge(std::vector<Row> rows);
    void announce(const Row& before, const Row& now);
    void set_notice(const QString& notice);
    [[nodiscard]] static Row row_of(const DocumentSummary& document);
    static void add_prefill(Row& row, const DocumentPrefill& prefill);
    [[nodiscard]] static Row row_of(const ImportJob& job);

    const Dependencies deps_;
    std::shared_ptr<Listener> listener_;
    std::shared_ptr<PrefillAdapter> adapter_;
    ConversationId shown_;
    std::vector<DocumentSummary> documents_; // of the shown conversation
    std::vector<Row> rows_;
    QString notice_;
    QString caution_;
};

} // namespace sotto::ui
