#pragma once

#include "core/ports/published_model.h"

#include <QtQml/qqmlregistration.h>

#include <QAbstractListModel>
#include <vector>

namespace sotto::ui {

/// The catalogue of published models, for a person who downloads one. Runs on: the main thread.
class PublishedModelList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

public:
    enum Role {
        TitleRole = Qt::UserRole + 1,
        FactsRole, ///< publisher, size, licence, memory
        PageRole,  ///< its address
        FilesRole, ///< what to download, in words
        HashRole,  ///< SHA-256; empty where the model is more than one file
    };

    using QAbstractListModel::QAbstractListModel;

    void set(std::vector<PublishedModel> models);
    [[nodiscard]] const std::vector<PublishedModel>& all() const { return models_; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    std::vector<PublishedModel> models_;
};

} // namespace sotto::ui
