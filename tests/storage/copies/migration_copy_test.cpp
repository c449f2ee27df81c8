#include "storage/copies/migration_copy.h"
#include "storage/files/private_file.h"
#include "storage/library/library_database.h"
#include "storage/sqlite/migrations.h"
#include "tests/storage/support/child_process.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <iterator>
#include <string>
#include <string_view>

using namespace sotto;
using namespace sotto::storage;

namespace {

constexpr std::int64_t kOlder = 9;

// A library of an older version with one conversation.
void make_older(const std::filesystem::path& file, std::size_t title_bytes = 10) {
    must(create_private_file(file, "the library"));
    Connection connection = must(Connection::open(file));
    must(migrate(connection, library_migrations().first(static_cast<std::size_t>(kOlder))));
    must(
        connection.run("INSERT INTO conversation (title, created_at, updated_at) VALUES (?1, 1, 1)",
                       std::string_view(std::string(title_bytes, 't'))));
    must(connection.use_write_ahead_log());
}

std::int64_t version_of(const std::filesystem::path& file) {
    Connection connection = must(Connection::open(file));
    return must(connection.read_integer("PRAGMA user_version"));
}

} // namespace

TEST_CASE("a library is copied before it is migrated, until the next start") {
    const TempFolder folder;
    make_older(folder.library());
    const auto copy = migration_copy_file(folder.library(), kOlder);
    must(open_library(folder.library()));
    CHECK(version_of(folder.library()) == static_cast<std::int64_t>(library_migrations().size()));
    REQUIRE(std::filesystem::exists(copy));
    CHECK(version_of(copy) == kOlder);
    struct stat status = {};
    REQUIRE(::stat(copy.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600);
    CHECK(must(check_library(copy)).empty());

    const TempFolder elsewhere; // it is a library that can be restored
    std::filesystem::copy_file(copy, elsewhere.library());
    CHECK(must(must(open_library(elsewhere.library()))->conversations().list()).size() == 1);

    must(open_library(folder.library()));
    CHECK_FALSE(std::filesystem::exists(copy));
}

TEST_CASE("a new library, and one of the newest version, are not copied") {
    const TempFolder folder;
    must(open_library(folder.library()));
    must(open_library(folder.library()));
    for (std::int64_t version = 0; version <= std::ssize(library_migrations()); ++version) {
        CHECK_FALSE(std::filesystem::exists(migration_copy_file(folder.library(), version)));
    }
}

TEST_CASE("a library that is refused leaves no copy") {
    const TempFolder folder;
    make_older(folder.library());
    must(must(Connection::open(folder.library())).run("CREATE TABLE other (x)"));
    CHECK(open_library(folder.library()).error().code == ErrorCode::corrupt_data);
    CHECK_FALSE(std::filesystem::exists(migration_copy_file(folder.library(), kOlder)));
    CHECK(version_of(folder.library()) == kOlder);
}

TEST_CASE("a removal removes the copy, too") {
    const TempFolder folder;
    make_older(folder.library());
    const auto library = must(open_library(folder.library()));
    const auto conversation = must(library->conversations().list()).at(0).id;
    must(library->removals().remove(conversation));
    must(library->removals().finish(must(library->removals().pending())));
    CHECK_FALSE(std::filesystem::exists(migration_copy_file(folder.library(), kOlder)));
}

TEST_CASE("without room for the copy the library stays as it is") {
    const TempFolder folder;
    make_older(folder.library(), 2'000'000);
    ChildProcess child([&](ChildProcess::Ends) {
        std::signal(SIGXFSZ, SIG_IGN); // a limit on file sizes simulates a full disk
        constexpr rlim_t kLimit = 1'000'000;
        const struct rlimit limit = {.rlim_cur = kLimit, .rlim_max = kLimit};
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) {
            return 2;
        }
        const auto refused = open_library(folder.library());
        return !refused && refused.error().code == ErrorCode::out_of_space ? 0 : 3;
    });
    CHECK(child.wait() == 0);
    CHECK(version_of(folder.library()) == kOlder);
    CHECK_FALSE(std::filesystem::exists(migration_copy_file(folder.library(), kOlder)));
    must(open_library(folder.library()));
}
