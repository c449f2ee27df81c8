// sotto-desktop: the window.

#include "app/desktop/bus/desktop_session.h"
#include "app/desktop/bus/single_instance.h"
#include "app/desktop/default_font.h"
#include "app/desktop/desktop_options.h"
#include "app/desktop/termination_signals.h"
#include "app/desktop/window_runtime.h"
#include "app/platform/machine.h"
#include "app/platform/paths.h"
#include "ui/bridge/text.h"
#include "ui/window/desktop_view_model.h"
#include "ui/window/desktop_window.h"
#include "ui/window/language.h"
#include "ui/window/window_screenshot.h"

#include <QGuiApplication>
#include <QIcon>
#include <cstdio>
#include <utility>

namespace {

using sotto::app::DesktopOptions;

constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;

int fail_with(const QString& sentence, int status) {
    std::fprintf(stderr, "sotto-desktop: %s\n", qPrintable(sentence));
    return status;
}

int fail_with(const sotto::Error& error) {
    return fail_with(sotto::ui::to_qstring(error.detail), kFailed);
}

int take_screenshot(sotto::ui::DesktopViewModel& app, sotto::ui::DesktopWindow& window,
                    const QString& file) {
    sotto::Status saved;
    sotto::ui::WindowScreenshot screenshot(
        *app.conversation(), window, [&saved](sotto::Status status) {
            saved = std::move(status);
            QCoreApplication::exit(); // quit() would first close the window, which waits for us
        });
    screenshot.save(file);
    QCoreApplication::exec();
    return saved ? 0 : fail_with(saved.error());
}

int run(const DesktopOptions& options, const sotto::app::SingleInstance& instance) {
    auto paths = sotto::app::find_paths(options.data_dir);
    if (!paths) {
        return fail_with(paths.error());
    }
    // Destroyed from the bottom up: the window, the view-models, the runtime.
    sotto::app::WindowRuntime runtime(*std::move(paths), sotto::app::StoragePolicy::on_disk);
    sotto::ui::DesktopViewModel app(runtime.services());
    sotto::ui::ConversationViewModel& conversation = *app.conversation();
    const sotto::app::TerminationSignals handler([&conversation] { conversation.close(); });
    using Begin = sotto::ui::DesktopViewModel::Begin;
    const sotto::app::StartRequest& request = options.request;
    app.start(request.files.isEmpty() && request.action.isEmpty() ? Begin::last_used
                                                                  : Begin::empty);
    conversation.documents()->open(request.files); // imported while the window is being made
    auto window = sotto::ui::DesktopWindow::open(app, options.window);
    if (!window) {
        return fail_with(window.error());
    }
    const sotto::app::DesktopSession session(QDBusConnection::sessionBus(), instance, app,
                                             (*window)->window());
    if (!options.screenshot.isEmpty()) {
        return take_screenshot(app, **window, options.screenshot);
    }
    app.firstRun()->start();
    return QGuiApplication::exec();
}

} // namespace

int main(int argc, char** argv) {
    sotto::app::disable_core_dumps();
    sotto::app::give_large_memory_back();
    QGuiApplication application(argc, argv);
    QGuiApplication::setApplicationName(QStringLiteral("sotto"));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Sotto"));
    QGuiApplication::setApplicationVersion(QStringLiteral(SOTTO_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral(SOTTO_DESKTOP_ID));
    QGuiApplication::setWindowIcon(QIcon(QStringLiteral(":/qt/qml/Sotto/icons/sotto.svg")));
    const auto options = sotto::app::parse_options(application);
    if (!options) {
        return fail_with(options.error(), kWrongUsage);
    }
    if (!sotto::ui::use_language(application, options->language.value_or(QLocale())) &&
        options->language) {
        return fail_with(QStringLiteral("--language is en, %1")
                             .arg(sotto::ui::translated_languages().join(QStringLiteral(", "))),
                         kWrongUsage);
    }
    sotto::app::SingleInstance instance(QDBusConnection::sessionBus(),
                                        QStringLiteral(SOTTO_DESKTOP_ID));
    if (!options->is_alone() && !instance.claim() && instance.hand_over(options->request)) {
        return 0;
    }
    sotto::app::use_readable_default_font();
    return run(*options, instance);
}
