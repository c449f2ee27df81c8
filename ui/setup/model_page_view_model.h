#pragma once

#include "ui/conversation/conversation_services.h"
#include "ui/setup/model_job_view_model.h"

#include <QtQml/qqmlregistration.h>

#include <QAbstractListModel>
#include <QUrl>
#include <string>
#include <vector>

namespace sotto::ui {

/// The installed models with all that is known of them, and what can be done with each.
/// Runs on: the main thread.
class ModelPageViewModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(sotto::ui::ModelJobViewModel* job READ job CONSTANT)
    Q_PROPERTY(QString notice READ notice NOTIFY changed)

public:
    enum Role {
        TitleRole = Qt::UserRole + 1,
        FactsRole,   ///< "llama · int4 · 616 MB · 128,000 tokens"
        LicenceRole, ///< its name, and what it asks of its users
        OriginRole,  ///< where it came from; may be empty
        HashRole,    ///< SHA-256 of the file it was made from; may be empty
        MemoryRole,  ///< "8K comfortable · 32K tight"
        SpeedRole,   ///< as measured here; may be empty
        CurrentRole, ///< it answers
        BuiltInRole,
    };

    /// Owner: the caller keeps the services until this is gone.
    explicit ModelPageViewModel(const ConversationServices& services);

    /// Reads everything again.
    Q_INVOKABLE void reload();
    Q_INVOKABLE void use(int row);
    Q_INVOKABLE void verify(int row);
    Q_INVOKABLE void remove(int row);
    /// Writes a bundle, a .tar file.
    Q_INVOKABLE void exportTo(int row, const QUrl& file);
    /// Imports a GGUF file, a folder or a bundle, and then uses it.
    Q_INVOKABLE void importFrom(const QUrl& path);
    /// What a removal frees: "616 MB".
    Q_INVOKABLE [[nodiscard]] QString sizeOf(int row) const;

    /// Makes a model the one that answers.
    void use_model(const std::string& name);

    [[nodiscard]] int count() const { return static_cast<int>(rows_.size()); }
    [[nodiscard]] ModelJobViewModel* job() { return &job_; }
    [[nodiscard]] QString notice() const { return notice_; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

signals:
    void changed();
    /// Models came, went, or another one answers.
    void catalogChanged();

private:
    struct Row {
        ModelDetails details;
        std::vector<ContextVerdict> verdicts;
        ModelSpeed speed;
    };
    static Result<std::vector<Row>> read(ModelCatalog& catalog);
    void show(Result<std::vector<Row>> rows);
    void after_change(const Status& status);
    [[nodiscard]] bool has(int row) const { return row >= 0 && row < count(); }
    [[nodiscard]] const ModelSummary& summary(int row) const {
        return rows_[static_cast<std::size_t>(row)].details.summary;
    }

    Executor& main_;
    Bound<ModelCatalog>& catalog_;
    Bound<ModelSetup>& setup_;
    ModelJobViewModel job_;
    std::vector<Row> rows_;
    QString notice_;
};

/// "8K comfortable · 32K tight · 128K needs 2.6 GB more"
[[nodiscard]] QString verdicts_text(const std::vector<ContextVerdict>& verdicts);

} // namespace sotto::ui
