#include "ui/models/model_list_view_model.h"

#include "ui/bridge/text.h"

#include <QPointer>
#include <algorithm>
#include <utility>

namespace sotto::ui {

namespace {

QString form_text(WeightDtype form) {
    switch (form) {
    case WeightDtype::int4:
        return QStringLiteral("int4");
    case WeightDtype::int8:
        return QStringLiteral("int8");
    case WeightDtype::f32:
        break;
    }
    return QStringLiteral("f32");
}

QString title_of(const ModelSummary& model) {
    return model.is_built_in ? ModelListViewModel::tr("Starter") : to_qstring(model.name);
}

} // namespace

ModelListViewModel::ModelListViewModel(const Services& services)
    : services_(services), card_(new BlockList(this)) {}

Result<ModelListViewModel::Found> ModelListViewModel::read(ModelCatalog& catalog) {
    auto models = catalog.list();
    if (!models) {
        return std::unexpected(models.error());
    }
    Found found{.models = std::move(*models), .current = {}};
    if (auto chosen = catalog.find({})) { // an empty catalog has no default: that is no error here
        found.current = std::move(*chosen);
    }
    return found;
}

void ModelListViewModel::reload() {
    services_.catalog.call([](ModelCatalog& catalog) { return read(catalog); }, services_.main,
                           [self = QPointer(this)](Result<Found> found) {
                               if (self) {
                                   self->show(std::move(found));
                               }
                           });
}

void ModelListViewModel::use(int row) {
    if (row < 0 || row >= count()) {
        return;
    }
    services_.catalog.call(
        [name = rows_[static_cast<std::size_t>(row)].name](ModelCatalog& catalog) -> Result<Found> {
            if (auto chosen = catalog.use(name); !chosen) {
                return std::unexpected(chosen.error());
            }
            return read(catalog);
        },
        services_.main,
        [self = QPointer(this)](Result<Found> found) {
            if (self) {
                self->show(std::move(found));
            }
        });
}

void ModelListViewModel::show(Result<Found> found) {
    loaded_ = true;
    notice_ = found ? QString() : error_sentence(found.error());
    if (found) {
        beginResetModel();
        rows_ = std::move(found->models);
        current_ = found->current.summary.name;
        show_details(found->current);
        endResetModel();
    }
    emit changed();
}

void ModelListViewModel::show_details(const ModelDetails& details) {
    licence_ = details.licence == "unknown" ? QString() : to_qstring(details.licence);
    source_ = details.summary.is_built_in ? QString() : to_qstring(details.source);
    card_->deleteLater(); // a view may still look at it
    card_ = new BlockList(this);
    card_->append(details.card);
}

const ModelSummary* ModelListViewModel::current() const {
    const auto found = std::ranges::find(rows_, current_, &ModelSummary::name);
    return found == rows_.end() ? nullptr : &*found;
}

QString ModelListViewModel::currentTitle() const {
    const ModelSummary* model = current();
    return model == nullptr ? QString() : title_of(*model);
}

QString ModelListViewModel::currentFacts() const {
    const ModelSummary* model = current();
    return model == nullptr
               ? QString()
               : tr("%1 · %2 · %3")
                     .arg(title_of(*model), form_text(model->weights), size_text(model->bytes));
}

int ModelListViewModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant ModelListViewModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const ModelSummary& row = rows_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case TitleRole:
        return title_of(row);
    case FactsRole:
        return row.is_built_in
                   ? tr("A tiny model that comes with Sotto · %1").arg(size_text(row.bytes))
                   : tr("%1 · %2 · %3")
                         .arg(to_qstring(row.family), form_text(row.weights), size_text(row.bytes));
    case CurrentRole:
        return row.name == current_;
    default:
        return {};
    }
}

QHash<int, QByteArray> ModelListViewModel::roleNames() const {
    return {{TitleRole, "title"}, {FactsRole, "facts"}, {CurrentRole, "current"}};
}

} // namespace sotto::ui
