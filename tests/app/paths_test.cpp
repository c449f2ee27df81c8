#include "app/platform/paths.h"
#include "tests/app/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <fstream>

namespace sotto::app {
namespace {

namespace fs = std::filesystem;

TEST_CASE("One folder holds everything, and only its owner has access") {
    const testing::TemporaryFolder folder;
    const fs::path data = folder.path() / "new" / "data";
    const auto paths = find_paths(data);
    REQUIRE(paths.has_value());
    CHECK(paths->library_file() == data / "library.db");
    for (const fs::path& made : {paths->data, paths->models, paths->cache}) {
        CHECK(fs::is_directory(made));
        CHECK(fs::status(made).permissions() == fs::perms::owner_all);
    }
}

TEST_CASE("A relative data folder is below the current one") {
    const testing::TemporaryFolder folder;
    const auto before = fs::current_path();
    fs::current_path(folder.path());
    const auto paths = find_paths("here");
    fs::current_path(before);
    REQUIRE(paths.has_value());
    CHECK(paths->data == fs::canonical(folder.path()) / "here");
}

TEST_CASE("Without a data folder the XDG folders are used") {
    const testing::TemporaryFolder folder;
    ::setenv("XDG_DATA_HOME", (folder.path() / "d").c_str(), 1);
    ::setenv("XDG_CACHE_HOME", (folder.path() / "c").c_str(), 1);
    const auto paths = find_paths(std::nullopt);
    ::setenv("XDG_DATA_HOME", "relative/is/ignored", 1);
    ::unsetenv("XDG_CACHE_HOME");
    ::setenv("HOME", folder.path().c_str(), 1);
    const auto below_home = find_paths(std::nullopt);
    ::unsetenv("XDG_DATA_HOME");
    REQUIRE(paths.has_value());
    CHECK(paths->data == folder.path() / "d" / "sotto");
    CHECK(paths->cache == folder.path() / "c" / "sotto");
    REQUIRE(below_home.has_value());
    CHECK(below_home->data == folder.path() / ".local/share/sotto");
}

TEST_CASE("Without a folder for its state the program remembers nothing of itself") {
    const testing::TemporaryFolder folder;
    std::ofstream(folder.path() / "file") << "x";
    ::setenv("XDG_DATA_HOME", (folder.path() / "d").c_str(), 1);
    ::setenv("XDG_CACHE_HOME", (folder.path() / "c").c_str(), 1);
    ::setenv("XDG_STATE_HOME", (folder.path() / "file").c_str(), 1);
    const auto paths = find_paths(std::nullopt);
    ::unsetenv("XDG_DATA_HOME");
    ::unsetenv("XDG_CACHE_HOME");
    ::unsetenv("XDG_STATE_HOME");
    REQUIRE(paths.has_value());
    CHECK(paths->state.empty());
    CHECK(paths->loads().empty());
}

TEST_CASE("A file in place of the folder is refused") {
    const testing::TemporaryFolder folder;
    std::ofstream(folder.path() / "file") << "x";
    const auto paths = find_paths(folder.path() / "file");
    REQUIRE_FALSE(paths.has_value());
    CHECK(paths.error().code == ErrorCode::io);
}

TEST_CASE("Resources can be in a folder that the environment names") {
    const testing::TemporaryFolder folder;
    fs::create_directories(folder.path() / "starter");
    std::ofstream(folder.path() / "starter" / "config.json") << "{}";
    ::setenv("SOTTO_RESOURCES", folder.path().c_str(), 1);
    const auto paths = find_paths(folder.path() / "data");
    ::unsetenv("SOTTO_RESOURCES");
    REQUIRE(paths.has_value());
    CHECK(paths->starter == folder.path() / "starter");
    CHECK(paths->samples.empty());
}

} // namespace
} // namespace sotto::app
