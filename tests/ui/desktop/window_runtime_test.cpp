#include "app/desktop/window_runtime.h"
#include "inference/import/model_store.h"
#include "tests/support/temp_folder.h"
#include "ui/bridge/text.h"
#include "ui/window/desktop_view_model.h"

#include <QtTest/QTest>
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

using namespace sotto;
namespace fs = std::filesystem;

namespace {

/// All entries below a folder, with the times of their last change.
std::map<std::string, fs::file_time_type> contents(const fs::path& folder) {
    std::map<std::string, fs::file_time_type> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        found.emplace(entry.path().lexically_relative(folder).string(), entry.last_write_time());
    }
    return found;
}

/// A device with an imported model; all its folders are below one that the test compares.
struct Device {
    Device() {
        if (!fs::exists(SOTTO_STARTER_MODEL)) {
            SKIP("this checkout has no starter model");
        }
        auto store = inference::ModelStore::open(paths.models, {});
        REQUIRE(store);
        REQUIRE((*store)->import({.path = SOTTO_STARTER_MODEL,
                                  .name = "tiny",
                                  .weights = WeightDtype::f32,
                                  .calibration = ImportRequest::Calibration::never},
                                 {}, {}));
        fs::create_directories(folder.path() / "tmp");
        ::setenv("TMPDIR", (folder.path() / "tmp").c_str(), 1);
    }
    ~Device() { ::unsetenv("TMPDIR"); }
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;

    test::TempFolder folder;
    app::Paths paths{.data = folder.path() / "data",
                     .models = folder.path() / "models",
                     .cache = folder.path() / "cache",
                     .starter = {},
                     .samples = {}};
};

bool becomes(auto condition) {
    return QTest::qWaitFor(condition, 60'000);
}

// Starts a window's view-models, asks one question and ends the answer once there is some text.
void ask(ui::DesktopViewModel& app) {
    ui::ConversationViewModel& conversation = *app.conversation();
    app.start();
    REQUIRE(becomes([&] { return conversation.ready(); }));
    REQUIRE(conversation.model()->exists());
    REQUIRE(conversation.chat()->send("Hello"));
    const ui::MessageListViewModel& messages = *conversation.chat()->messages();
    REQUIRE(becomes([&] {
        return !conversation.chat()->running() ||
               (messages.count() == 2 && !messages.text(1).empty());
    }));
    conversation.chat()->stop();
    REQUIRE(becomes([&] { return !conversation.chat()->running(); }));
    INFO(ui::to_utf8(conversation.chat()->notice() + conversation.choices()->numbers()));
    REQUIRE(messages.count() == 2); // a question that does not fit would be rolled back
    CHECK_FALSE(messages.text(1).empty());
    CHECK(messages.message(1).state != MessageState::failed);
    REQUIRE(becomes([&] { return app.conversations()->count() == 1; }));
}

} // namespace

TEST_CASE("a runtime in memory answers and writes no file") {
    const Device device;
    const auto before = contents(device.folder.path());
    REQUIRE_FALSE(before.empty());
    {
        app::WindowRuntime runtime(device.paths, app::StoragePolicy::in_memory);
        ui::DesktopViewModel app(runtime.services());
        ask(app);
        app.models()->use(0); // the choice is not saved either
        REQUIRE(app.models()->current()->exists());
        CHECK(contents(device.folder.path()) == before);
    }
    CHECK(contents(device.folder.path()) == before);

    app::WindowRuntime runtime(device.paths, app::StoragePolicy::in_memory);
    ui::DesktopViewModel app(runtime.services());
    app.start();
    REQUIRE(becomes([&] { return app.conversation()->ready(); }));
    CHECK(app.conversations()->count() == 0); // nothing is left of the first session
}

TEST_CASE("a runtime in memory starts without any folder") {
    const test::TempFolder folder;
    const fs::path missing = folder.path() / "missing";
    {
        app::WindowRuntime runtime({.data = missing / "data",
                                    .models = missing / "models",
                                    .cache = missing / "cache",
                                    .starter = {},
                                    .samples = {}},
                                   app::StoragePolicy::in_memory);
        ui::DesktopViewModel app(runtime.services());
        app.start();
        REQUIRE(becomes([&] { return app.conversation()->ready(); }));
        CHECK_FALSE(app.conversation()->model()->exists());
        CHECK_FALSE(app.conversation()->chat()->send("Hello"));
        CHECK(app.conversations()->notice().isEmpty());
    }
    CHECK(contents(folder.path()).empty());
}

TEST_CASE("a runtime on disk keeps the conversation for the next start") {
    const Device device;
    fs::create_directories(device.paths.data);
    fs::create_directories(device.paths.cache);
    {
        app::WindowRuntime runtime(device.paths, app::StoragePolicy::on_disk);
        ui::DesktopViewModel app(runtime.services());
        ask(app);
    }
    CHECK(fs::exists(device.paths.library_file()));
    app::WindowRuntime runtime(device.paths, app::StoragePolicy::on_disk);
    ui::DesktopViewModel app(runtime.services());
    app.start();
    REQUIRE(becomes([&] { return app.conversation()->ready(); }));
    CHECK(app.conversation()->chat()->messages()->count() == 2);
}
