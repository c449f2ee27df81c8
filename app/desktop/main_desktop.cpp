// sotto-desktop: the window.

#include "app/desktop/desktop_notification.h"
#include "app/desktop/qt_executor.h"
#include "app/documents/file_extractor.h"
#include "app/platform/machine.h"
#include "app/platform/paths.h"
#include "app/runtime/model_choice.h"
#include "app/runtime/runtime.h"
#include "core/chat/context_service.h"
#include "core/citations/citation_finder.h"
#include "core/clock.h"
#include "core/documents/document_service.h"
#include "core/documents/prefill_service.h"
#include "core/executor/thread_executor.h"
#include "core/summaries/summary_queue.h"
#include "ui/bridge/text.h"
#include "ui/window/app_view_model.h"
#include "ui/window/desktop_window.h"
#include "ui/window/screenshot.h"

#include <sys/socket.h>
#include <unistd.h>

#include <QCommandLineParser>
#include <QFileInfo>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QIcon>
#include <QLocale>
#include <QSocketNotifier>
#include <QUrl>
#include <csignal>
#include <cstdio>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>

namespace {

constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;

/// What the command line asks for.
struct Options {
    std::optional<std::filesystem::path> data_dir;
    sotto::ui::WindowOptions window;
    QString picture; // empty = an ordinary window
    QList<QUrl> files;
};

int say(const QString& sentence, int status) {
    std::fprintf(stderr, "sotto-desktop: %s\n", qPrintable(sentence));
    return status;
}

std::optional<Qt::ColorScheme> theme_from(const QString& word) {
    if (word == u"light") {
        return Qt::ColorScheme::Light;
    }
    if (word == u"dark") {
        return Qt::ColorScheme::Dark;
    }
    return word == u"system" ? std::optional(Qt::ColorScheme::Unknown) : std::nullopt;
}

std::optional<QSize> size_from(const QString& words) {
    const QStringList sides = words.split(u'x');
    const QSize size(sides.value(0).toInt(), sides.value(1).toInt());
    const bool is_sane = sides.size() == 2 && size.width() >= 360 && size.height() >= 480 &&
                         size.width() <= 8192 && size.height() <= 8192;
    return is_sane ? std::optional(size) : std::nullopt;
}

/// The options, or the sentence that says what is wrong with them.
std::expected<Options, QString> read_options(const QCoreApplication& application) {
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate("Options", "Sotto's window."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption data("data-dir", "Keep everything in this folder.", "DIR");
    const QCommandLineOption theme("theme", "light, dark or system.", "THEME", "system");
    const QCommandLineOption contrast("high-contrast", "Black on white, white on black.");
    const QCommandLineOption size("size", "Of the window, e.g. 1080x760.", "SIZE", "1080x760");
    const QCommandLineOption picture("screenshot", "Save a picture of the window and end.", "FILE");
    parser.addOptions({data, theme, contrast, size, picture});
    parser.addPositionalArgument("files", "Documents to talk about.", "[FILE...]");
    parser.process(application);

    Options options;
    if (parser.isSet(data)) {
        options.data_dir = sotto::ui::to_utf8(parser.value(data));
    }
    const auto scheme = theme_from(parser.value(theme));
    if (!scheme) {
        return std::unexpected(QStringLiteral("--theme is light, dark or system"));
    }
    const auto sides = size_from(parser.value(size));
    if (!sides) {
        return std::unexpected(QStringLiteral("--size is WIDTHxHEIGHT, at least 360x480"));
    }
    options.window = {.size = *sides,
                      .theme = *scheme,
                      .contrast = parser.isSet(contrast)
                                      ? sotto::ui::WindowOptions::Contrast::high
                                      : sotto::ui::WindowOptions::Contrast::system};
    options.picture = parser.value(picture);
    for (const QString& file : parser.positionalArguments()) {
        options.files.append(QUrl::fromLocalFile(QFileInfo(file).absoluteFilePath()));
    }
    return options;
}

// Where no desktop says which font it uses, Qt falls back to a small size; there we choose what the
// interface was drawn with.
void choose_font() {
    QFont font = QGuiApplication::font();
    if (font.family() == u"Sans Serif" && font.pointSize() == 9) {
        if (QFontDatabase::hasFamily(QStringLiteral("Inter"))) {
            font.setFamily(QStringLiteral("Inter"));
        }
        font.setPointSizeF(11.25);
        QGuiApplication::setFont(font);
    }
}

int signal_socket = -1;

/// Ends the program as closing the window does when the system asks: SIGTERM, SIGINT, SIGHUP.
/// A handler may do next to nothing, so it writes a byte that Qt's loop reads.
class SignalDoor {
public:
    explicit SignalDoor(sotto::ui::AppViewModel& app) {
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets_) != 0) {
            return; // the program then ends at once, as without a handler; partial text is saved
        }
        signal_socket = sockets_[0];
        notifier_ = std::make_unique<QSocketNotifier>(sockets_[1], QSocketNotifier::Read);
        QObject::connect(notifier_.get(), &QSocketNotifier::activated, &app, [this, &app] {
            notifier_->setEnabled(false);
            app.close();
        });
        for (const int number : {SIGTERM, SIGINT, SIGHUP}) {
            std::signal(number, [](int) {
                const char byte = 1;
                [[maybe_unused]] const auto written = ::write(signal_socket, &byte, 1);
            });
        }
    }
    ~SignalDoor() {
        for (const int number : {SIGTERM, SIGINT, SIGHUP}) {
            std::signal(number, SIG_DFL);
        }
    }
    SignalDoor(const SignalDoor&) = delete;
    SignalDoor& operator=(const SignalDoor&) = delete;

private:
    int sockets_[2] = {-1, -1};
    std::unique_ptr<QSocketNotifier> notifier_;
};

int run(const QGuiApplication& application, const Options& options) {
    auto paths = sotto::app::find_paths(options.data_dir);
    if (!paths) {
        return say(sotto::ui::to_qstring(paths.error().detail), kFailed);
    }
    // Destroyed from the bottom up: window, view-models, services and threads, then the executor.
    sotto::app::QtExecutor executor;
    sotto::app::Runtime runtime(std::move(*paths), executor);
    const sotto::SteadyClock clock;
    sotto::ThreadExecutor extract_thread("extract");
    sotto::Bound<sotto::TextExtractor> extractor(
        extract_thread, []() -> sotto::Result<std::unique_ptr<sotto::TextExtractor>> {
            return std::make_unique<sotto::app::FileExtractor>(
                sotto::app::ExtractorClient(sotto::app::find_extract_program()));
        });
    sotto::DocumentService documents(executor, runtime.library(), extractor);
    sotto::ThreadExecutor citation_thread("citations");
    sotto::Bound<sotto::CitationFinder> citations(
        citation_thread, []() -> sotto::Result<std::unique_ptr<sotto::CitationFinder>> {
            return std::make_unique<sotto::CitationFinder>();
        });
    sotto::PrefillService reading(executor, runtime.library(), runtime.model(), clock);
    sotto::ContextService context(executor, runtime.library(), runtime.model(), &reading);
    sotto::SummaryQueue summaries(executor, runtime.library(), runtime.summaries());
    sotto::ui::AppViewModel app({.main = executor,
                                 .library = runtime.library(),
                                 .catalog = runtime.catalog(),
                                 .model = runtime.model(),
                                 .chat = runtime.chat(),
                                 .documents = documents,
                                 .reading = reading,
                                 .citations = citations,
                                 .context = context,
                                 .summaries = summaries,
                                 .clock = clock,
                                 .fingerprint = &sotto::app::model_fingerprint});
    const SignalDoor door(app);
    using Begin = sotto::ui::AppViewModel::Begin;
    app.start(options.files.isEmpty() ? Begin::last_used : Begin::empty);
    app.documents()->open(options.files); // reading begins while the window is being made
    auto window = sotto::ui::DesktopWindow::open(app, options.window);
    if (!window) {
        return say(sotto::ui::to_qstring(window.error().detail), kFailed);
    }
    QObject::connect(app.documents(), &sotto::ui::DocumentListViewModel::finishedReading,
                     &application, [&window](const QString& title) {
                         if (!(*window)->window().isActive()) {
                             sotto::app::notify_desktop(
                                 title, QCoreApplication::translate(
                                            "Notification", "Read in full. You can ask about it."));
                         }
                     });
    if (options.picture.isEmpty()) {
        return application.exec();
    }
    sotto::Status saved;
    sotto::ui::PictureTaker taker(app, **window, [&](sotto::Status status) {
        saved = std::move(status);
        QCoreApplication::exit(); // quit() would first ask the window, which asks us
    });
    taker.take(options.picture);
    application.exec();
    return saved ? 0 : say(sotto::ui::to_qstring(saved.error().detail), kFailed);
}

} // namespace

int main(int argc, char** argv) {
    sotto::app::give_large_memory_back();
    QGuiApplication application(argc, argv);
    QGuiApplication::setApplicationName(QStringLiteral("sotto"));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Sotto"));
    QGuiApplication::setApplicationVersion(QStringLiteral(SOTTO_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral(SOTTO_DESKTOP_ID));
    QGuiApplication::setWindowIcon(QIcon(QStringLiteral(":/qt/qml/Sotto/icons/sotto.svg")));
    const auto options = read_options(application);
    if (!options) {
        return say(options.error(), kWrongUsage);
    }
    choose_font();
    return run(application, *options);
}
