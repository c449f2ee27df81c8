#include "ui/setup/published_model_list.h"

#include "ui/bridge/text.h"

#include <QStringList>
#include <utility>

namespace sotto::ui {

void PublishedModelList::set(std::vector<PublishedModel> models) {
    beginResetModel();
    models_ = std::move(models);
    endResetModel();
}

int PublishedModelList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(models_.size());
}

QVariant PublishedModelList::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const PublishedModel& model = models_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case TitleRole:
        return to_qstring(model.title);
    case FactsRole:
        return tr("%1 · licence %2 · needs %3 of memory")
            .arg(to_qstring(model.publisher), to_qstring(model.licence),
                 size_text(model.memory_bytes));
    case PageRole:
        return to_qstring(model.page);
    case FilesRole: {
        if (model.file) {
            return tr("%1, %2").arg(to_qstring(model.file->name), size_text(model.file->bytes));
        }
        QStringList names;
        for (const std::string& name : model.download) {
            names.append(to_qstring(name));
        }
        return names.join(u", ");
    }
    case HashRole:
        return model.file ? to_qstring(model.file->sha256) : QString();
    default:
        return {};
    }
}

QHash<int, QByteArray> PublishedModelList::roleNames() const {
    return {{TitleRole, "title"},
            {FactsRole, "facts"},
            {PageRole, "page"},
            {FilesRole, "files"},
            {HashRole, "hash"}};
}

} // namespace sotto::ui
