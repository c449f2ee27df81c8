#include "storage/library/library_database.h"
#include "storage/sqlite/migrations.h"
#include "tests/storage/support/child_process.h"
#include "tests/storage/support/faulty_vfs.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include <format>
#include <memory>
#include <vector>

using namespace sotto;
using namespace sotto::storage;

namespace {

unsigned mode_of(const std::filesystem::path& file) {
    struct stat status = {};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    return status.st_mode & 0777U;
}

ErrorCode error_of(const std::filesystem::path& file) {
    const auto library = open_library(file);
    REQUIRE_FALSE(library);
    CHECK_FALSE(library.error().detail.empty());
    return library.error().code;
}

// A sound library with one conversation, closed.
void make_library(const std::filesystem::path& file) {
    must(must(open_library(file))->conversations().begin_turn({}, "title", "question", "model"));
}

} // namespace

TEST_CASE("only the owner can read a library and the files beside it") {
    const TempFolder folder;
    const mode_t before = ::umask(0);
    const auto library = open_library(folder.library());
    ::umask(before);
    REQUIRE(library);
    must((*library)->conversations().begin_turn({}, "t", "q", "m"));
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        CAPTURE(entry.path().filename().string());
        CHECK((mode_of(entry.path()) & 077) == 0);
        ++files;
    }
    CHECK(files == 4); // the database, its log and shared memory, and the writer locks
    CHECK(mode_of(folder.library()) == 0600);
}

TEST_CASE("opening a library takes the rights of others away") {
    const TempFolder folder;
    make_library(folder.library());
    REQUIRE(::chmod(folder.library().c_str(), 0644) == 0);
    must(open_library(folder.library()));
    CHECK(mode_of(folder.library()) == 0600);
}

TEST_CASE("a closed library is a single file") {
    const TempFolder folder;
    make_library(folder.library());
    CHECK_FALSE(std::filesystem::exists(folder.path() / "library.db-wal"));
    const TempFolder other;
    std::filesystem::copy_file(folder.library(), other.library());
    CHECK(must(must(open_library(other.library()))->conversations().list()).size() == 1);
}

TEST_CASE("a library file of every older version is migrated when it is opened") {
    const auto all = library_migrations();
    for (std::size_t older = 1; older < all.size(); ++older) {
        CAPTURE(older);
        const TempFolder folder;
        write_file(folder.library(), "");
        {
            Connection connection = must(Connection::open(folder.library()));
            must(migrate(connection, all.first(older)));
            must(connection.run("INSERT INTO conversation (title, created_at, updated_at) "
                                "VALUES ('older', 1, 2)"));
        }
        const auto library = must(open_library(folder.library()));
        const auto list = must(library->conversations().list());
        REQUIRE(list.size() == 1);
        CHECK(list[0].title == "older");
        CHECK(must(library->conversations().settings(list[0].id)).overflow_policy ==
              OverflowPolicy::refuse);
        const auto turn = must(library->conversations().begin_turn(list[0].id, "", "q", "m"));
        CHECK(must(library->conversations().messages(turn.conversation)).size() == 2);
    }
}

TEST_CASE("an empty file becomes a library") {
    const TempFolder folder;
    write_file(folder.library(), "");
    make_library(folder.library());
    CHECK(must(must(open_library(folder.library()))->conversations().list()).size() == 1);
}

TEST_CASE("a missing folder is not created") {
    const TempFolder folder;
    CHECK(error_of(folder.path() / "missing" / "library.db") == ErrorCode::io);
    CHECK_FALSE(std::filesystem::exists(folder.path() / "missing"));
}

TEST_CASE("anything but a file is refused as a library") {
    const TempFolder folder;
    SECTION("a folder") {
        std::filesystem::create_directory(folder.library());
    }
    SECTION("a pipe") {
        REQUIRE(::mkfifo(folder.library().c_str(), 0600) == 0);
    }
    SECTION("a link to nothing") {
        std::filesystem::create_symlink(folder.path() / "nothing", folder.library());
    }
    SECTION("a link to itself") {
        std::filesystem::create_symlink(folder.library(), folder.library());
    }
    CHECK(error_of(folder.library()) == ErrorCode::io);
    CHECK(check_library(folder.library()).error().code != ErrorCode::internal);
}

TEST_CASE("a folder without write permission is an error") {
    const TempFolder folder;
    make_library(folder.library());
    std::filesystem::remove(folder.path() / "library.db-writers");
    REQUIRE(::chmod(folder.library().c_str(), 0444) == 0);
    REQUIRE(::chmod(folder.path().c_str(), 0555) == 0);
    const std::string before = read_file(folder.library());
    ChildProcess child([&](ChildProcess::Ends) {
        // Root may write everywhere, so the child becomes nobody.
        if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) {
            return 2;
        }
        const auto existing = open_library(folder.library());
        const auto missing = open_library(folder.path() / "other.db");
        const bool refused = !existing && existing.error().code == ErrorCode::io && !missing &&
                             missing.error().code == ErrorCode::io;
        return refused ? 0 : 1;
    });
    CHECK(child.wait() == 0);
    REQUIRE(::chmod(folder.path().c_str(), 0700) == 0);
    CHECK(read_file(folder.library()) == before);
}

TEST_CASE("a library of a newer version is refused, with the reason, and does not change") {
    const TempFolder folder;
    make_library(folder.library());
    {
        Connection connection = must(Connection::open(folder.library()));
        must(connection.run("PRAGMA user_version = 900"));
    }
    const std::string before = read_file(folder.library());
    const auto library = open_library(folder.library());
    REQUIRE_FALSE(library);
    CHECK(library.error().code == ErrorCode::unsupported);
    CHECK(library.error().detail.contains("newer"));
    CHECK(read_file(folder.library()) == before);
}

TEST_CASE("another program's database is refused and does not change") {
    const TempFolder folder;
    write_file(folder.library(), "");
    {
        Connection connection = must(Connection::open(folder.library()));
        must(connection.run_script("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1);"));
    }
    const std::string before = read_file(folder.library());
    CHECK(error_of(folder.library()) == ErrorCode::unsupported);
    CHECK(check_library(folder.library()).error().code == ErrorCode::unsupported);
    CHECK(read_file(folder.library()) == before);
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("two libraries of one process share a file without interrupting each other's answers") {
    const TempFolder folder;
    auto first = must(open_library(folder.library()));
    const auto turn = must(first->conversations().begin_turn({}, "t", "question", "model"));
    const auto second = must(open_library(folder.library()));
    const auto state = [&] {
        return must(second->conversations().messages(turn.conversation)).at(1).state;
    };
    CHECK(state() == MessageState::writing);
    CHECK(must(second->conversations().recover_interrupted()) == 0);
    first.reset();
    CHECK(must(second->conversations().recover_interrupted()) == 1);
    CHECK(state() == MessageState::interrupted);
}

TEST_CASE("an answer of another process becomes interrupted only when that process has ended") {
    const TempFolder folder;
    ChildProcess child([&](ChildProcess::Ends ends) {
        const auto library = must(open_library(folder.library()));
        const auto turn = must(library->conversations().begin_turn({}, "t", "question", "model"));
        char end = 0;
        if (write_all(ends.out, &turn, sizeof turn)) {
            static_cast<void>(read_all(ends.in, &end, 1)); // until it is killed
        }
        return 1;
    });
    TurnStart turn;
    REQUIRE(child.read(&turn, sizeof turn));
    const auto library = must(open_library(folder.library()));
    const auto state = [&] {
        return must(library->conversations().messages(turn.conversation)).at(1).state;
    };
    CHECK(state() == MessageState::writing);
    CHECK(must(library->conversations().recover_interrupted()) == 0);
    CHECK(state() == MessageState::writing);
    child.kill();
    child.wait();
    CHECK(must(library->conversations().recover_interrupted()) == 1);
    CHECK(state() == MessageState::interrupted);
}

TEST_CASE("several processes may create and use the same library at once") {
    constexpr int kProcesses = 4;
    constexpr int kTurns = 10;
    const FaultyVfs without_waiting_for_the_disk;
    for (int round = 0; round < 5; ++round) {
        const TempFolder folder;
        std::vector<std::unique_ptr<ChildProcess>> children;
        for (int i = 0; i < kProcesses; ++i) {
            children.push_back(std::make_unique<ChildProcess>([&](ChildProcess::Ends ends) {
                char start = 0;
                static_cast<void>(read_all(ends.in, &start, 1)); // all begin together
                const auto library = must(open_library(folder.library()));
                for (int turn = 0; turn < kTurns; ++turn) {
                    must(library->conversations().begin_turn({}, "t", "question", "model"));
                }
                return 0;
            }));
        }
        for (const auto& child : children) {
            child->close_input();
        }
        for (const auto& child : children) {
            CHECK(child->wait() == 0);
        }
        CHECK(must(check_library(folder.library())).empty());
        CHECK(must(must(open_library(folder.library()))->conversations().list()).size() ==
              std::size_t{kProcesses * kTurns});
    }
}

TEST_CASE("a check distinguishes a sound, a missing and a damaged library") {
    const TempFolder folder;
    CHECK(check_library(folder.library()).error().code == ErrorCode::not_found);
    {
        auto library = must(open_library(folder.library()));
        for (int i = 0; i < 20; ++i) {
            must(library->documents().add({.title = "t", .text = std::format("text {}", i)}));
        }
        CHECK(must(check_library(folder.library())).empty()); // while it is open
    }
    CHECK(must(check_library(folder.library())).empty());
    std::string content = read_file(folder.library());
    const std::size_t text = content.find("text 7");
    REQUIRE(text != std::string::npos);
    content.replace(content.find("text 7") / 4096 * 4096 + 8, 40, 40, '\xFF');
    write_file(folder.library(), content);
    const auto findings = check_library(folder.library());
    CHECK((!findings ? findings.error().code == ErrorCode::corrupt_data : !findings->empty()));
}

TEST_CASE("a library in memory works as one on disk, and each is its own") {
    const auto library = must(open_library_in_memory());
    const auto turn = must(library->conversations().begin_turn({}, "title", "question", "model"));
    CHECK(must(library->conversations().list()).size() == 1);
    CHECK(must(library->conversations().messages(turn.conversation)).size() == 2);
    const auto document = must(library->documents().add({"A note", "The rent is due in May.", {}}));
    CHECK(must(library->documents().text(document)).title == "A note");
    CHECK(must(library->search().documents("rent", {})).size() == 1);
    CHECK(must(library->conversations().recover_interrupted()) == 0); // its own answer goes on
    CHECK(must(must(open_library_in_memory())->conversations().list()).empty());
}
