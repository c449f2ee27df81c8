#pragma once

#include "core/executor/bound.h"
#include "core/ports/model_catalog.h"
#include "core/ports/model_setup.h"
#include "ui/markdown/block_list.h"
#include "ui/models/current_model.h"

#include <QtQml/qqmlregistration.h>

#include <QAbstractListModel>
#include <string>
#include <vector>

namespace sotto::ui {

/// The models that can answer, and which of them is the current one. Runs on: the main thread.
class ModelListViewModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(sotto::ui::CurrentModel* current READ current CONSTANT)
    /// Name of its licence; empty when it is unknown.
    Q_PROPERTY(QString currentLicence READ currentLicence NOTIFY changed)
    /// Where it was imported from; empty for the starter.
    Q_PROPERTY(QString currentSource READ currentSource NOTIFY changed)
    /// Its model card, after loadCard().
    Q_PROPERTY(sotto::ui::BlockList* currentCard READ currentCard NOTIFY changed)
    Q_PROPERTY(bool loaded READ loaded NOTIFY changed)
    Q_PROPERTY(QString notice READ notice NOTIFY changed)
    /// The chosen model, when loading it ended the program the last time: it is not loaded until
    /// loadAgain(), and current has no model. Otherwise empty.
    Q_PROPERTY(QString heldTitle READ heldTitle NOTIFY changed)

public:
    enum Role { TitleRole = Qt::UserRole + 1, FactsRole, CurrentRole };

    /// Owner: the caller keeps all of it until this is gone.
    ModelListViewModel(Executor& main, Bound<ModelCatalog>& catalog, Bound<ModelSetup>& setup,
                       CurrentModel& current);

    /// Reads the catalog again.
    void reload();

    [[nodiscard]] int count() const { return static_cast<int>(rows_.size()); }
    [[nodiscard]] CurrentModel* current() const { return &current_; }
    [[nodiscard]] QString currentLicence() const { return licence_; }
    [[nodiscard]] QString currentSource() const { return source_; }
    [[nodiscard]] BlockList* currentCard() const { return card_; }
    [[nodiscard]] bool loaded() const { return loaded_; }
    [[nodiscard]] QString notice() const { return notice_; }
    [[nodiscard]] QString heldTitle() const;

    /// Parses the model card, for whoever shows it.
    Q_INVOKABLE void loadCard();
    /// Uses the model that heldTitle names after all.
    Q_INVOKABLE void loadAgain();
    /// Makes the model of a row the current one, also after the next start.
    Q_INVOKABLE void use(int row);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

signals:
    void changed();

private:
    struct Found {
        std::vector<ModelSummary> models;
        ModelDetails current;
        std::string failed_folder; ///< of a model whose load ended the program
    };
    static Result<Found> read(ModelCatalog& catalog);
    void show(Result<Found> found);
    void show_details(const ModelDetails& details);
    void read_catalog(std::string failed_folder);
    void set_current();

    Executor& main_;
    Bound<ModelCatalog>& catalog_;
    Bound<ModelSetup>& setup_;
    CurrentModel& current_;
    std::vector<ModelSummary> rows_;
    std::string current_name_;
    QString notice_;
    QString licence_;
    QString source_;
    std::string failed_folder_;
    std::string card_text_;
    BlockList* card_; // a child; made anew for each model
    bool loaded_ = false;
};

} // namespace sotto::ui
