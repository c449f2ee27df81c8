#pragma once

#include "ui/bridge/services.h"
#include "ui/markdown/block_list.h"

#include <QtQml/qqmlregistration.h>

#include <QAbstractListModel>
#include <optional>
#include <vector>

namespace sotto::ui {

/// The models one can answer with, and which of them is chosen. Runs on: the main thread.
class ModelListViewModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(QString currentTitle READ currentTitle NOTIFY changed)
    /// "MobileLLM-Pro · int4 · 616 MB"
    Q_PROPERTY(QString currentFacts READ currentFacts NOTIFY changed)
    /// The starter, which can do little and whose examples are its own.
    Q_PROPERTY(bool currentIsBuiltIn READ currentIsBuiltIn NOTIFY changed)
    /// Name of its licence; empty when it is not known.
    Q_PROPERTY(QString currentLicence READ currentLicence NOTIFY changed)
    /// Where it was imported from; empty for what comes with Sotto.
    Q_PROPERTY(QString currentSource READ currentSource NOTIFY changed)
    /// What its makers say about it, ready to be drawn.
    Q_PROPERTY(sotto::ui::BlockList* currentCard READ currentCard NOTIFY changed)
    Q_PROPERTY(bool loaded READ loaded NOTIFY changed)
    Q_PROPERTY(QString notice READ notice NOTIFY changed)

public:
    enum Role { TitleRole = Qt::UserRole + 1, FactsRole, CurrentRole };

    explicit ModelListViewModel(const Services& services);

    /// Reads the catalog again.
    void reload();

    /// The model to answer with; nothing when there is none.
    [[nodiscard]] const ModelSummary* current() const;

    [[nodiscard]] int count() const { return static_cast<int>(rows_.size()); }
    [[nodiscard]] QString currentTitle() const;
    [[nodiscard]] QString currentFacts() const;
    [[nodiscard]] bool currentIsBuiltIn() const { return current() && current()->is_built_in; }
    [[nodiscard]] QString currentLicence() const { return licence_; }
    [[nodiscard]] QString currentSource() const { return source_; }
    [[nodiscard]] BlockList* currentCard() const { return card_; }
    [[nodiscard]] bool loaded() const { return loaded_; }
    [[nodiscard]] QString notice() const { return notice_; }

    /// Makes a row the model to answer with, also after the next start.
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
    };
    static Result<Found> read(ModelCatalog& catalog);
    void show(Result<Found> found);
    void show_details(const ModelDetails& details);

    const Services& services_;
    std::vector<ModelSummary> rows_;
    std::string current_;
    QString notice_;
    QString licence_;
    QString source_;
    BlockList* card_; // a child; made anew for each model
    bool loaded_ = false;
};

} // namespace sotto::ui
