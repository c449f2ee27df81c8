#include "ui/models/model_list_view_model.h"

#include "ui/bridge/text.h"

#include <QPointer>
#include <algorithm>
#include <optional>
#include <utility>

namespace sotto::ui {

ModelListViewModel::ModelListViewModel(Executor& main, Bound<ModelCatalog>& catalog,
                                       Bound<ModelSetup>& setup, CurrentModel& current)
    : main_(main), catalog_(catalog), setup_(setup), current_(current), card_(new BlockList(this)) {
}

Result<ModelListViewModel::Found> ModelListViewModel::read(ModelCatalog& catalog) {
    auto models = catalog.list();
    if (!models) {
        return std::unexpected(models.error());
    }
    Found found{.models = std::move(*models), .current = {}, .failed_folder = {}};
    if (auto chosen = catalog.find({})) { // an empty catalog has no default
        found.current = std::move(*chosen);
    }
    return found;
}

void ModelListViewModel::reload() {
    setup_.call([](ModelSetup& setup) -> Result<std::string> { return setup.failed_load(); }, main_,
                [self = QPointer(this)](const Result<std::string>& folder) {
                    if (self) {
                        self->read_catalog(folder.value_or(""));
                    }
                });
}

void ModelListViewModel::read_catalog(std::string failed_folder) {
    catalog_.call(
        [failed_folder = std::move(failed_folder)](ModelCatalog& catalog) {
            return read(catalog).transform([&](Found found) {
                found.failed_folder = failed_folder;
                return found;
            });
        },
        main_,
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
    // Whoever chooses a model wants it, also after a load that failed.
    static_cast<void>(setup_.post([](ModelSetup& setup) { setup.drop_failed_load(); }));
    catalog_.call(
        [name = rows_[static_cast<std::size_t>(row)].name](ModelCatalog& catalog) -> Result<Found> {
            if (auto chosen = catalog.use(name); !chosen) {
                return std::unexpected(chosen.error());
            }
            return read(catalog);
        },
        main_,
        [self = QPointer(this)](Result<Found> found) {
            if (self) {
                self->show(std::move(found));
            }
        });
}

void ModelListViewModel::show(Result<Found> found) {
    loaded_ = true;
    notice_ = found ? QString() : error_message(found.error());
    if (found) {
        beginResetModel();
        rows_ = std::move(found->models);
        current_name_ = found->current.summary.name;
        failed_folder_ = std::move(found->failed_folder);
        show_details(found->current);
        endResetModel();
    }
    set_current();
}

void ModelListViewModel::set_current() {
    const auto current = std::ranges::find(rows_, current_name_, &ModelSummary::name);
    const bool is_held =
        current != rows_.end() && !failed_folder_.empty() && current->folder == failed_folder_;
    current_.set(current == rows_.end() || is_held ? std::nullopt : std::optional(*current));
    emit changed();
}

QString ModelListViewModel::heldTitle() const {
    const auto current = std::ranges::find(rows_, current_name_, &ModelSummary::name);
    return current != rows_.end() && !failed_folder_.empty() && current->folder == failed_folder_
               ? model_title(*current)
               : QString();
}

void ModelListViewModel::loadAgain() {
    static_cast<void>(setup_.post([](ModelSetup& setup) { setup.drop_failed_load(); }));
    failed_folder_.clear();
    set_current();
}

void ModelListViewModel::show_details(const ModelDetails& details) {
    licence_ = details.licence == "unknown" ? QString() : to_qstring(details.licence);
    source_ = details.summary.is_built_in ? QString() : to_qstring(details.source);
    card_text_ = details.card;
    card_->deleteLater(); // a view may still be using it
    card_ = new BlockList(this);
}

void ModelListViewModel::loadCard() {
    if (card_->rowCount() == 0 && !card_text_.empty()) {
        card_->append(card_text_);
    }
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
        return model_title(row);
    case FactsRole:
        return row.is_built_in
                   ? tr("A tiny model that comes with Sotto · %1").arg(size_text(row.bytes))
                   : tr("%1 · %2 · %3")
                         .arg(to_qstring(row.family), weights_text(row), size_text(row.bytes));
    case CurrentRole:
        return row.name == current_name_;
    default:
        return {};
    }
}

QHash<int, QByteArray> ModelListViewModel::roleNames() const {
    return {{TitleRole, "title"}, {FactsRole, "facts"}, {CurrentRole, "current"}};
}

} // namespace sotto::ui
