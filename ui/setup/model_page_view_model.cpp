#include "ui/setup/model_page_view_model.h"

#include "core/models/licence_notice.h"
#include "ui/bridge/text.h"
#include "ui/models/current_model.h"

#include <QPointer>
#include <QStringList>
#include <utility>

namespace sotto::ui {

namespace {

QString verdict_text(const ContextVerdict& verdict) {
    const QString context = ModelPageViewModel::tr("%1K").arg(verdict.context_tokens / 1024);
    switch (verdict.fit) {
    case ContextVerdict::Fit::comfortable:
        return ModelPageViewModel::tr("%1 comfortable").arg(context);
    case ContextVerdict::Fit::tight:
        return ModelPageViewModel::tr("%1 tight").arg(context);
    case ContextVerdict::Fit::too_large:
        return ModelPageViewModel::tr("%1 needs %2 more")
            .arg(context, size_text(verdict.missing_bytes));
    case ContextVerdict::Fit::beyond_model:
        break;
    }
    return {};
}

QString origin_of(const ModelDetails& details) {
    if (!details.origin.title.empty()) {
        return ModelPageViewModel::tr("%1 by %2, %3")
            .arg(to_qstring(details.origin.title), to_qstring(details.origin.publisher),
                 to_qstring(details.origin.page));
    }
    return details.summary.is_built_in ? ModelPageViewModel::tr("It comes with Sotto.")
                                       : to_qstring(details.source);
}

QString licence_of(const ModelDetails& details) {
    if (details.licence.empty() || details.licence == "unknown") {
        return ModelPageViewModel::tr("not stated");
    }
    const std::string_view notice = licence_notice(details.licence);
    return notice.empty() ? to_qstring(details.licence)
                          : ModelPageViewModel::tr("%1. %2").arg(to_qstring(details.licence),
                                                                 to_qstring(notice));
}

} // namespace

QString verdicts_text(const std::vector<ContextVerdict>& verdicts) {
    QStringList all;
    for (const ContextVerdict& verdict : verdicts) {
        if (const QString one = verdict_text(verdict); !one.isEmpty()) {
            all.append(one);
        }
    }
    return all.join(u" · ");
}

ModelPageViewModel::ModelPageViewModel(const ConversationServices& services)
    : main_(services.main), catalog_(services.catalog), setup_(services.models.setup),
      job_(services.models.jobs) {}

Result<std::vector<ModelPageViewModel::Row>> ModelPageViewModel::read(ModelCatalog& catalog) {
    const auto models = catalog.list();
    if (!models) {
        return std::unexpected(models.error());
    }
    std::vector<Row> rows;
    const auto current = catalog.find({});
    for (const ModelSummary& model : *models) {
        auto details = catalog.find(model.name);
        if (!details) { // another program may be removing it
            continue;
        }
        details->summary.is_default = current && current->summary.name == model.name;
        rows.push_back({.details = *std::move(details), .verdicts = {}, .speed = {}});
    }
    return rows;
}

void ModelPageViewModel::reload() {
    const auto show_rows = [self = QPointer(this)](Result<std::vector<Row>> rows) {
        if (self) {
            self->show(std::move(rows));
        }
    };
    catalog_.call(read, main_, [self = QPointer(this), show_rows](Result<std::vector<Row>> rows) {
        if (!self) {
            return;
        }
        show_rows(rows); // the memory is known a little later
        self->setup_.call(
            [rows = std::move(rows)](ModelSetup& setup) mutable -> Result<std::vector<Row>> {
                if (!rows) {
                    return std::move(rows);
                }
                const SetupState state = setup.state();
                for (Row& row : *rows) {
                    row.verdicts =
                        setup.verdicts(row.details.summary).value_or(std::vector<ContextVerdict>());
                    const auto speed = state.speeds.find(row.details.summary.name);
                    row.speed = speed == state.speeds.end() ? ModelSpeed() : speed->second;
                }
                return std::move(rows);
            },
            self->main_, show_rows);
    });
}

void ModelPageViewModel::show(Result<std::vector<Row>> rows) {
    if (!rows) {
        notice_ = error_message(rows.error());
        emit changed();
        return;
    }
    notice_.clear();
    const bool is_same_size = rows->size() == rows_.size();
    if (is_same_size) { // the keyboard stays where it is
        rows_ = std::move(*rows);
        if (!rows_.empty()) {
            emit dataChanged(index(0), index(count() - 1));
        }
    } else {
        beginResetModel();
        rows_ = std::move(*rows);
        endResetModel();
    }
    emit changed();
}

void ModelPageViewModel::after_change(const Status& status) {
    reload();
    emit catalogChanged();
    if (!status) {
        notice_ = error_message(status.error());
        emit changed();
    }
}

void ModelPageViewModel::use_model(const std::string& name) {
    catalog_.call([name](ModelCatalog& catalog) { return catalog.use(name); }, main_,
                  [self = QPointer(this)](const Status& status) {
                      if (self) {
                          self->after_change(status);
                      }
                  });
}

void ModelPageViewModel::use(int row) {
    if (has(row)) {
        use_model(summary(row).name);
    }
}

void ModelPageViewModel::verify(int row) {
    if (has(row)) {
        job_.verify(summary(row).name, model_title(summary(row)), {});
    }
}

void ModelPageViewModel::remove(int row) {
    if (!has(row)) {
        return;
    }
    catalog_.call(
        [name = summary(row).name](ModelCatalog& catalog) { return catalog.remove(name); }, main_,
        [self = QPointer(this)](const Status& status) {
            if (self) {
                self->after_change(status);
            }
        });
}

void ModelPageViewModel::exportTo(int row, const QUrl& file) {
    if (!has(row) || !file.isLocalFile()) {
        return;
    }
    QString path = file.toLocalFile();
    if (!path.endsWith(u".tar")) {
        path += u".tar";
    }
    job_.write_bundle(summary(row).name, model_title(summary(row)), to_utf8(path));
}

void ModelPageViewModel::importFrom(const QUrl& path) {
    if (!path.isLocalFile()) {
        return;
    }
    setup_.call([text = to_utf8(path.toLocalFile())](
                    ModelSetup& setup) -> Result<ModelSource> { return setup.look_at(text); },
                main_,
                [self = QPointer(this)](const Result<ModelSource>& source) {
                    if (self && source) {
                        self->job_.import({.path = source->path, .name = {}},
                                          [self](const std::string& model) {
                                              if (self) {
                                                  self->use_model(model);
                                              }
                                          });
                    }
                });
}

QString ModelPageViewModel::sizeOf(int row) const {
    return has(row) ? size_text(summary(row).bytes) : QString();
}

int ModelPageViewModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant ModelPageViewModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    const ModelSummary& model = row.details.summary;
    switch (role) {
    case TitleRole:
        return model_title(model);
    case FactsRole:
        return tr("%1 · %2 · %3 · context of %4 tokens")
            .arg(to_qstring(model.family), weights_text(model), size_text(model.bytes),
                 number_text(model.context_tokens));
    case LicenceRole:
        return licence_of(row.details);
    case OriginRole:
        return origin_of(row.details);
    case HashRole:
        return to_qstring(row.details.origin.sha256);
    case MemoryRole:
        return verdicts_text(row.verdicts);
    case SpeedRole:
        return row.speed.decode > 0 ? tr("reads %1 and writes %2 tokens a second")
                                          .arg(short_number_text(row.speed.prefill),
                                               short_number_text(row.speed.decode))
                                    : QString();
    case CurrentRole:
        return model.is_default;
    case BuiltInRole:
        return model.is_built_in;
    default:
        return {};
    }
}

QHash<int, QByteArray> ModelPageViewModel::roleNames() const {
    return {{TitleRole, "title"},   {FactsRole, "facts"},     {LicenceRole, "licence"},
            {OriginRole, "origin"}, {HashRole, "hash"},       {MemoryRole, "memory"},
            {SpeedRole, "speed"},   {CurrentRole, "current"}, {BuiltInRole, "builtIn"}};
}

} // namespace sotto::ui
