#include "app/desktop/window_runtime.h"
#include "app/runtime/load_marker.h"
#include "app/setup/file_model_setup.h"
#include "inference/import/model_store.h"
#include "tests/support/temp_folder.h"
#include "ui/bridge/text.h"
#include "ui/setup/qr_code.h"
#include "ui/window/desktop_view_model.h"

#include <QtTest/QTest>
#include <catch2/catch_test_macros.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <QSignalSpy>
#include <filesystem>
#include <fstream>

using namespace sotto;
namespace fs = std::filesystem;

namespace {

/// An empty device.
struct Device {
    Device() {
        if (!fs::exists(SOTTO_STARTER_MODEL)) {
            SKIP("this checkout has no starter model");
        }
        for (const fs::path& one : {paths.data, paths.models, paths.cache, paths.state}) {
            fs::create_directories(one);
        }
    }
    void import_tiny() const {
        auto store = inference::ModelStore::open(paths.models, {});
        REQUIRE(store);
        REQUIRE((*store)->import({.path = SOTTO_STARTER_MODEL,
                                  .name = "tiny",
                                  .calibration = ImportRequest::Calibration::never},
                                 {}, {}));
    }

    test::TempFolder folder;
    app::Paths paths{.data = folder.path() / "data",
                     .models = folder.path() / "models",
                     .cache = folder.path() / "cache",
                     .starter = {},
                     .samples = {},
                     .state = folder.path() / "state"};
};

bool becomes(auto condition) {
    return QTest::qWaitFor(condition, 60'000);
}

/// A program that is killed while it loads the model in `model`.
void die_while_loading(const fs::path& loads, const fs::path& model) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        app::LoadMarker marker(loads);
        marker.on_load(model.string());
        ::_exit(9); // no destructor runs
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
}

} // namespace

TEST_CASE("what is remembered of the set-up outlives the program") {
    const Device device;
    const SetupState state{
        .is_done = true, .watches_downloads = true, .speeds = {{"tiny", {212.5, 40}}}};
    {
        app::FileModelSetup setup(device.paths, app::StoragePolicy::on_disk);
        CHECK_FALSE(setup.state().is_done);
        REQUIRE(setup.save(state));
    }
    app::FileModelSetup setup(device.paths, app::StoragePolicy::on_disk);
    CHECK(setup.state() == state);
    std::ofstream(device.paths.state / "setup.json") << "{broken";
    CHECK(setup.state() == SetupState());
}

TEST_CASE("only a load that ended its program is found") {
    const Device device;
    const fs::path loads = device.paths.loads();
    app::LoadMarker marker(loads);
    marker.on_load("/models/slow");
    CHECK(app::find_failed_load(loads).empty()); // still loading
    die_while_loading(loads, "/models/deadly");
    CHECK(app::find_failed_load(loads) == "/models/deadly");
    app::drop_failed_loads(loads);
    CHECK(app::find_failed_load(loads).empty());
    marker.on_loaded();
    CHECK(fs::is_empty(loads));

    // A load that succeeds after all is no reason to hold the model back.
    die_while_loading(loads, "/models/other");
    die_while_loading(loads, "/models/slow");
    marker.on_load("/models/slow");
    marker.on_loaded();
    CHECK(app::find_failed_load(loads) == "/models/other");
}

TEST_CASE("a model whose load ended the program waits for the user's word") {
    const Device device;
    device.import_tiny();
    die_while_loading(device.paths.loads(), device.paths.models / "tiny");
    {
        app::WindowRuntime runtime(device.paths, app::StoragePolicy::on_disk);
        ui::DesktopViewModel app(runtime.services());
        app.start();
        REQUIRE(becomes([&] { return app.models()->loaded(); }));
        CHECK(app.models()->heldTitle() == u"tiny");
        CHECK_FALSE(app.models()->current()->exists());
        CHECK_FALSE(app.conversation()->chat()->send("Hello"));
        app.models()->loadAgain();
        CHECK(app.models()->heldTitle().isEmpty());
        CHECK(app.models()->current()->exists());
    }
    app::WindowRuntime runtime(device.paths, app::StoragePolicy::on_disk);
    ui::DesktopViewModel app(runtime.services());
    app.start();
    REQUIRE(becomes([&] { return app.models()->loaded(); }));
    CHECK(app.models()->heldTitle().isEmpty());
}

TEST_CASE("the first run imports files, checks the model and does not come back") {
    const Device device;
    const auto url = [](const fs::path& path) {
        return QUrl::fromLocalFile(QString::fromStdString(path.string()));
    };
    app::WindowRuntime runtime(device.paths, app::StoragePolicy::on_disk);
    ui::DesktopViewModel app(runtime.services());
    app.start();
    ui::FirstRunViewModel& setup = *app.firstRun();
    QSignalSpy wanted(&setup, &ui::FirstRunViewModel::wanted);
    setup.start();
    REQUIRE(becomes([&] { return wanted.count() == 1 && !setup.machine().isEmpty(); }));
    CHECK(setup.dataFolder() == QString::fromStdString(device.paths.data.string()));

    const fs::path half = device.folder.path() / "half";
    fs::create_directories(half);
    fs::copy(fs::path(SOTTO_STARTER_MODEL) / "config.json", half);
    setup.look(url(half));
    REQUIRE(becomes([&] { return !setup.found().isEmpty(); }));
    CHECK(setup.found().contains(u"config.json"));
    CHECK(setup.found().contains(u"lacks: model.safetensors, tokenizer.json"));
    CHECK_FALSE(setup.canImport());

    setup.look(url(SOTTO_STARTER_MODEL));
    REQUIRE(becomes([&] { return setup.canImport(); }));
    QSignalSpy imported(&setup, &ui::FirstRunViewModel::imported);
    setup.importFound();
    REQUIRE(becomes([&] { return imported.count() == 1; }));
    CHECK(app.models()->current()->title() == u"model");

    setup.check();
    REQUIRE(becomes([&] { return !setup.checking(); }));
    INFO(ui::to_utf8(setup.verdict() + setup.job()->outcome()));
    CHECK(setup.verdict().contains(u"right answer"));
    setup.finish();
    app::FileModelSetup state(device.paths, app::StoragePolicy::on_disk);
    REQUIRE(becomes([&] { return state.state().is_done; }));
    CHECK(state.state().speeds.at("model").decode > 0);
    setup.start();
    QTest::qWait(50);
    CHECK(wanted.count() == 1);
}

TEST_CASE("models are checked, exported, imported again and removed from their page") {
    const Device device;
    device.import_tiny();
    app::WindowRuntime runtime(device.paths, app::StoragePolicy::on_disk);
    ui::DesktopViewModel app(runtime.services());
    app.start();
    ui::ModelPageViewModel& page = *app.modelPage();
    page.reload();
    REQUIRE(becomes([&] {
        return page.count() == 1 &&
               !page.index(0).data(ui::ModelPageViewModel::MemoryRole).toString().isEmpty();
    }));
    page.verify(0);
    REQUIRE(becomes([&] { return !page.job()->running(); }));
    CHECK(page.job()->outcome().contains(u"is intact"));

    const fs::path bundle = device.folder.path() / "other.tar";
    page.exportTo(0, QUrl::fromLocalFile(QString::fromStdString(bundle.string())));
    REQUIRE(becomes([&] { return !page.job()->running(); }));
    INFO(ui::to_utf8(page.job()->outcome()));
    REQUIRE(fs::exists(bundle));
    page.importFrom(QUrl::fromLocalFile(QString::fromStdString(bundle.string())));
    REQUIRE(becomes([&] { return page.count() == 2; }));
    REQUIRE(becomes([&] { return app.models()->current()->title() == u"other"; }));

    page.remove(0);
    REQUIRE(
        becomes([&] { return page.count() == 1 && !fs::exists(device.paths.models / "other"); }));

    // A change of the files is found.
    std::ofstream(device.paths.models / "tiny" / "config.json", std::ios::app) << " ";
    page.verify(0);
    REQUIRE(becomes([&] { return !page.job()->running(); }));
    CHECK(page.job()->failed());
}

TEST_CASE("an import that is stopped leaves nothing") {
    const Device device;
    app::WindowRuntime runtime(device.paths, app::StoragePolicy::on_disk);
    ui::DesktopViewModel app(runtime.services());
    app.start();
    ui::ModelJobViewModel& job = *app.modelPage()->job();
    job.import({.path = SOTTO_STARTER_MODEL, .name = {}}, {});
    CHECK(job.running());
    job.stop();
    REQUIRE(becomes([&] { return !job.running(); }));
    CHECK_FALSE(job.failed());
    CHECK(job.outcome().contains(u"stopped"));
    CHECK(fs::is_empty(device.paths.models));
}

TEST_CASE("a QR code has the three finder patterns of its size") {
    ui::QrCode code;
    code.setText("https://example.org/models");
    const int edge = code.modules();
    REQUIRE(edge == 25); // version 2 holds 26 bytes with medium correction
    const auto finder = [&code](int left, int top) {
        for (int y = 0; y < 7; ++y) {
            for (int x = 0; x < 7; ++x) {
                const bool is_ring = x == 0 || x == 6 || y == 0 || y == 6;
                const bool is_core = x >= 2 && x <= 4 && y >= 2 && y <= 4;
                if (code.is_dark(left + x, top + y) != (is_ring || is_core)) {
                    return false;
                }
            }
        }
        return true;
    };
    CHECK((finder(0, 0) && finder(edge - 7, 0) && finder(0, edge - 7)));
    code.setText({});
    CHECK(code.modules() == 0);
}
