#pragma once

#include "ui/conversation/conversation_services.h"
#include "ui/models/current_model.h"
#include "ui/setup/model_page_view_model.h"
#include "ui/setup/published_model_list.h"

#include <QtQml/qqmlregistration.h>

#include <QObject>
#include <QStringList>
#include <QTimer>
#include <QUrl>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sotto::ui {

/// The first run: what this machine is, where a model comes from, and whether it works. Opens no
/// network connection. Runs on: the main thread.
class FirstRunViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(sotto::ui::ModelJobViewModel* job READ job CONSTANT)
    Q_PROPERTY(sotto::ui::PublishedModelList* published READ published CONSTANT)
    /// What the machine has, a sentence each.
    Q_PROPERTY(QStringList machine READ machine NOTIFY changed)
    /// Whether contexts fit its memory with the current model.
    Q_PROPERTY(QString memory READ memory NOTIFY changed)
    Q_PROPERTY(QString dataFolder READ dataFolder NOTIFY changed)
    /// What was found where the user pointed, in sentences; empty before.
    Q_PROPERTY(QString found READ found NOTIFY changed)
    Q_PROPERTY(bool canImport READ canImport NOTIFY changed)
    /// The model that lies on this device already, ready to import; empty if there is none.
    Q_PROPERTY(QString nearbyTitle READ nearbyTitle NOTIFY changed)
    /// The downloads folder is looked at every two seconds, as the user asked.
    Q_PROPERTY(bool watching READ watching WRITE setWatching NOTIFY changed)
    Q_PROPERTY(bool checking READ checking NOTIFY changed)
    /// How the check ended, in sentences; empty before.
    Q_PROPERTY(QString verdict READ verdict NOTIFY changed)

public:
    /// Owner: the caller keeps all of it until this is gone.
    FirstRunViewModel(const ConversationServices& services, ModelPageViewModel& page,
                      CurrentModel& current);

    /// Finds out whether this is a first run, and says so by wanted().
    void start();
    /// Reads what the steps show.
    Q_INVOKABLE void load();
    /// Looks at what the user pointed to.
    Q_INVOKABLE void look(const QUrl& path);
    Q_INVOKABLE void importFound();
    Q_INVOKABLE void importNearby();
    /// Compares hashes, loads the model and asks it something.
    Q_INVOKABLE void check();
    /// The first run never appears again.
    Q_INVOKABLE void finish();

    /// Where a browser saves files; the system's folder unless a test sets another.
    void set_downloads(const QString& folder) { downloads_ = folder; }

    [[nodiscard]] ModelJobViewModel* job() { return page_.job(); }
    [[nodiscard]] PublishedModelList* published() { return &published_; }
    [[nodiscard]] QStringList machine() const;
    [[nodiscard]] QString memory() const { return verdicts_text(verdicts_); }
    [[nodiscard]] QString dataFolder() const;
    [[nodiscard]] QString found() const;
    [[nodiscard]] bool canImport() const;
    [[nodiscard]] QString nearbyTitle() const;
    [[nodiscard]] bool watching() const { return watch_.isActive(); }
    void setWatching(bool on);
    [[nodiscard]] bool checking() const { return checking_; }
    [[nodiscard]] QString verdict() const { return verdict_; }

signals:
    void changed();
    /// No model but the starter is there, and the person has not skipped the first run.
    void wanted();
    /// A model was imported and answers from now on.
    void imported();

private:
    struct Seen {
        MachineFacts machine;
        std::vector<PublishedModel> published;
        std::vector<ContextVerdict> verdicts;
        std::string nearby_path;
        std::string nearby_title;
        SetupState state;
    };
    static Seen look_around(ModelSetup& setup, const std::optional<ModelSummary>& current);
    void import_path(const std::string& path);
    void look_for_download();
    void try_model();
    void end_check(const QString& verdict);
    void follow_job();
    void follow_model();
    void save();
    [[nodiscard]] QString proposal() const;

    Executor& main_;
    Bound<ModelCatalog>& catalog_;
    Bound<ModelSetup>& setup_;
    ModelTrial& trial_;
    ModelPageViewModel& page_;
    CurrentModel& current_;
    PublishedModelList published_;
    Seen seen_;
    std::vector<ContextVerdict> verdicts_;
    std::optional<ModelSource> source_;
    QTimer watch_;
    std::set<std::string> tried_; // downloads, by path
    QString downloads_;
    QString verdict_;
    bool checking_ = false;
    bool comparing_ = false;     ///< the first part of a check
    bool awaits_import_ = false; ///< the imported model is not the current one yet
};

} // namespace sotto::ui
