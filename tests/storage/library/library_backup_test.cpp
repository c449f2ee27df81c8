#include "storage/library/library_backup.h"
#include "storage/library/library_database.h"
#include "storage/library/writer_lock.h"
#include "storage/sqlite/migrations.h"
#include "tests/storage/support/child_process.h"
#include "tests/storage/support/faulty_vfs.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>

#include <format>
#include <random>

using namespace sotto;
using namespace sotto::storage;

namespace {

std::string text_of(std::string_view name, int number) {
    return std::format("{} {} ", name, number) + std::string(2000, 'x');
}

void fill(const std::filesystem::path& file, std::string_view name, int count) {
    const auto library = must(open_library(file));
    for (int i = 0; i < count; ++i) {
        must(library->conversations().begin_turn({}, name, text_of(name, i), "m"));
    }
}

// The common title of all conversations of a sound library, and their number.
struct Content {
    std::string title;
    std::size_t count = 0;
    friend bool operator==(const Content&, const Content&) = default;
};

Content content_of(const std::filesystem::path& file) {
    CHECK(must(check_library(file)).empty());
    const auto library = must(open_library(file));
    Content content;
    for (const auto& summary : must(library->conversations().list())) {
        CHECK((content.count == 0 || content.title == summary.title));
        content.title = summary.title;
        ++content.count;
    }
    CHECK(must(library->search().messages(content.title, {.limit = 1000})).size() == content.count);
    return content;
}

std::size_t files_in(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

struct Fixture {
    TempFolder folder;
    TempFolder outside;
    std::filesystem::path backup = outside.path() / "backup.db";
    std::filesystem::path library = folder.library();
};

} // namespace

TEST_CASE("restoring a backup keeps the current library") {
    Fixture fixture;
    fill(fixture.library, "old", 5);
    must(back_up_library(fixture.library, fixture.backup));
    struct stat status = {};
    REQUIRE(::stat(fixture.backup.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600);
    CHECK(files_in(fixture.outside.path()) == 1);
    std::filesystem::remove(fixture.library);
    fill(fixture.library, "new", 3);
    const std::string bytes = read_file(fixture.backup);

    const auto now = [] { return UnixMilliseconds{1'700'000'000'000}; };
    const auto kept = must(restore_library(fixture.backup, fixture.library, now));
    CHECK(kept == fixture.folder.path() / "library-2023-11-14-221320.db");
    CHECK(content_of(fixture.library) == Content{"old", 5});
    CHECK(content_of(*kept) == Content{"new", 3});
    CHECK(read_file(fixture.backup) == bytes);
    const auto again = must(restore_library(fixture.backup, fixture.library, now));
    CHECK(again == fixture.folder.path() / "library-2023-11-14-221320-2.db");
    must(back_up_library(fixture.library, fixture.backup)); // replaces the older one
    CHECK(content_of(fixture.backup) == Content{"old", 5});
}

TEST_CASE("a backup is restored where there is no library yet") {
    Fixture fixture;
    fill(fixture.library, "old", 2);
    must(back_up_library(fixture.library, fixture.backup));
    const TempFolder empty;
    CHECK(must(restore_library(fixture.backup, empty.library())) == std::nullopt);
    CHECK(content_of(empty.library()) == Content{"old", 2});
}

TEST_CASE("a library is backed up while another process writes it") {
    Fixture fixture;
    fill(fixture.library, "title", 20);
    ChildProcess writer([&](ChildProcess::Ends ends) {
        const auto library = must(open_library(fixture.library));
        for (int i = 0; i < 400; ++i) {
            must(library->conversations().begin_turn({}, "title", text_of("title", i), "m"));
            if (!write_all(ends.out, &i, sizeof i)) {
                return 1;
            }
        }
        char end = 0;
        static_cast<void>(read_all(ends.in, &end, 1)); // until it is killed
        return 1;
    });
    int written = 0;
    for (int round = 0; round < 5; ++round) {
        REQUIRE(writer.read(&written, sizeof written));
        must(back_up_library(fixture.library, fixture.backup));
        const TempFolder folder;
        must(restore_library(fixture.backup, folder.library()));
        const Content content = content_of(folder.library());
        CHECK(content.title == "title");
        CHECK(content.count > 20U + static_cast<std::size_t>(written));
        // A library in use is not replaced.
        CHECK(restore_library(fixture.backup, fixture.library).error().code == ErrorCode::busy);
    }
    writer.kill();
    writer.wait();
    CHECK(must(restore_library(fixture.backup, fixture.library)));
}

TEST_CASE("a library cannot be opened while it is being replaced") {
    Fixture fixture;
    fill(fixture.library, "title", 1);
    {
        const auto exclusive = must(WriterLock::open_exclusive(writer_lock_file(fixture.library)));
        CHECK(open_library(fixture.library).error().code == ErrorCode::busy);
        CHECK(back_up_library(fixture.library, fixture.backup).error().code == ErrorCode::busy);
    }
    CHECK(open_library(fixture.library));
}

TEST_CASE("a file that is no sound backup is refused, and nothing changes") {
    Fixture fixture;
    fill(fixture.library, "title", 3);
    must(back_up_library(fixture.library, fixture.backup));
    ErrorCode expected = ErrorCode::corrupt_data;
    SECTION("missing") {
        std::filesystem::remove(fixture.backup);
        expected = ErrorCode::not_found;
    }
    SECTION("empty") {
        write_file(fixture.backup, "");
    }
    SECTION("text") {
        write_file(fixture.backup, std::string(9000, 't'));
    }
    SECTION("cut short") {
        const std::string bytes = read_file(fixture.backup);
        write_file(fixture.backup, bytes.substr(0, bytes.size() / 2));
    }
    SECTION("a page overwritten") {
        std::string bytes = read_file(fixture.backup);
        std::fill_n(bytes.begin() + 8192, 4096, '\x5A');
        write_file(fixture.backup, bytes);
    }
    SECTION("newer") {
        must(must(Connection::open(fixture.backup)).run("PRAGMA user_version = 900"));
        expected = ErrorCode::unsupported;
    }
    SECTION("another program's") {
        must(must(Connection::open(fixture.backup)).run("PRAGMA application_id = 7"));
        expected = ErrorCode::unsupported;
    }
    SECTION("a folder") {
        std::filesystem::remove(fixture.backup);
        std::filesystem::create_directory(fixture.backup);
        expected = ErrorCode::invalid_input;
    }
    SECTION("with a log beside it") {
        write_file(fixture.outside.path() / "backup.db-wal", "log");
        expected = ErrorCode::invalid_input;
    }
    SECTION("the library itself") {
        fixture.backup = fixture.library;
        expected = ErrorCode::invalid_input;
    }
    const auto refused = restore_library(fixture.backup, fixture.library);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == expected);
    CHECK(content_of(fixture.library) == Content{"title", 3});
    CHECK(files_in(fixture.folder.path()) == 2); // and the lock file
}

TEST_CASE("a backup of an older version is migrated") {
    Fixture fixture;
    write_file(fixture.backup, "");
    {
        Connection connection = must(Connection::open(fixture.backup));
        must(migrate(connection, library_migrations().first(2)));
        must(connection.run("INSERT INTO conversation (title, created_at, updated_at) "
                            "VALUES ('older', 1, 2)"));
    }
    must(restore_library(fixture.backup, fixture.library));
    const auto library = must(open_library(fixture.library));
    CHECK(must(library->conversations().list()).at(0).title == "older");
}

TEST_CASE("a damaged library is kept with its log and replaced") {
    Fixture fixture;
    fill(fixture.library, "title", 3);
    must(back_up_library(fixture.library, fixture.backup));
    write_file(fixture.library, "damaged");
    write_file(fixture.folder.path() / "library.db-wal", "its log");
    const auto kept = must(restore_library(fixture.backup, fixture.library));
    REQUIRE(kept);
    CHECK(read_file(*kept) == "damaged");
    CHECK(read_file(kept->string() + "-wal") == "its log");
    CHECK(content_of(fixture.library) == Content{"title", 3});
}

TEST_CASE("a backup is not written over a library that has a log or is open") {
    Fixture fixture;
    fill(fixture.library, "new", 3);
    fill(fixture.backup, "old", 5);
    const auto refused = [&] {
        const Status status = back_up_library(fixture.library, fixture.backup);
        REQUIRE_FALSE(status);
        CHECK(status.error().code == ErrorCode::invalid_input);
    };
    SECTION("a program that was killed left its log") {
        ChildProcess child([&](ChildProcess::Ends ends) {
            const auto library = must(open_library(fixture.backup));
            must(library->conversations().begin_turn({}, "old", text_of("old", 9), "m"));
            char never = 0; // it waits until it is killed
            return write_all(ends.out, &never, 1) && read_all(ends.in, &never, 1) ? 0 : 1;
        });
        char said = 0;
        REQUIRE(child.read(&said, 1));
        refused(); // it is open
        child.kill();
        child.wait();
        refused(); // it has a log
        std::filesystem::remove(fixture.backup);
        refused(); // a log without its library
        std::filesystem::remove(fixture.backup.string() + "-wal");
        must(back_up_library(fixture.library, fixture.backup));
        CHECK(content_of(fixture.backup) == Content{"new", 3});
    }
    SECTION("a program has it open") {
        {
            const auto user = must(open_library(fixture.backup));
            refused();
        }
        must(back_up_library(fixture.library, fixture.backup));
        CHECK(content_of(fixture.backup) == Content{"new", 3});
    }
    SECTION("a journal lies beside it") {
        write_file(fixture.backup.string() + "-journal", std::string(600, 'j'));
        refused();
        std::filesystem::remove(fixture.backup.string() + "-journal");
        CHECK(content_of(fixture.backup) == Content{"old", 5});
    }
}

TEST_CASE("a backup of a damaged library is not called good") {
    Fixture fixture;
    fill(fixture.library, "old", 40);
    std::string bytes = read_file(fixture.library);
    for (std::size_t at = bytes.size() / 2; at < bytes.size() / 2 + 40'000; ++at) {
        bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
    }
    write_file(fixture.library, bytes);
    const auto checked = check_library(fixture.library);
    REQUIRE((!checked || !checked->empty()));
    CHECK(back_up_library(fixture.library, fixture.backup).error().code == ErrorCode::corrupt_data);
    CHECK_FALSE(std::filesystem::exists(fixture.backup));
}

TEST_CASE("a backup replaces nothing but a backup") {
    Fixture fixture;
    CHECK(back_up_library(fixture.library, fixture.backup).error().code == ErrorCode::not_found);
    fill(fixture.library, "title", 1);
    write_file(fixture.backup, "a letter");
    CHECK(back_up_library(fixture.library, fixture.backup).error().code ==
          ErrorCode::invalid_input);
    CHECK(read_file(fixture.backup) == "a letter");
    CHECK(back_up_library(fixture.library, fixture.library).error().code ==
          ErrorCode::invalid_input);
    CHECK_FALSE(back_up_library(fixture.library, fixture.outside.path()));
    CHECK_FALSE(back_up_library(fixture.library, fixture.outside.path() / "missing" / "b.db"));
    std::stop_source stopped;
    stopped.request_stop();
    std::filesystem::remove(fixture.backup);
    CHECK(back_up_library(fixture.library, fixture.backup, stopped.get_token()).error().code ==
          ErrorCode::cancelled);
    CHECK(files_in(fixture.outside.path()) == 0);
}

TEST_CASE(
    "a kill at any moment leaves a whole backup or none, and the old library or the new one") {
    Fixture fixture;
    fill(fixture.library, "old", 40);
    must(back_up_library(fixture.library, fixture.backup));
    std::filesystem::remove(fixture.library);
    fill(fixture.library, "new", 30);
    const auto copy = fixture.outside.path() / "copy.db";
    std::mt19937 random(3);
    for (int round = 0; round < 40; ++round) {
        CAPTURE(round);
        ChildProcess child([&](ChildProcess::Ends) {
            // The alarm ends the process like a kill.
            const suseconds_t moment = 1 + static_cast<suseconds_t>(random() % 60'000);
            const struct itimerval timer = {.it_interval = {},
                                            .it_value = {.tv_sec = 0, .tv_usec = moment}};
            ::setitimer(ITIMER_REAL, &timer, nullptr);
            for (;;) {
                must(back_up_library(fixture.library, copy));
                must(restore_library(fixture.backup, fixture.library));
                must(restore_library(copy, fixture.library));
            }
            return 1;
        });
        random.discard(1); // as the child did
        REQUIRE(child.wait() == -1);
        const Content content = content_of(fixture.library);
        CHECK((content == Content{"old", 40} || content == Content{"new", 30}));
        if (std::filesystem::exists(copy)) {
            CHECK(must(restore_library(copy, fixture.library)).has_value());
            CHECK(content_of(fixture.library).count >= 30);
        }
        for (const auto& entry : std::filesystem::directory_iterator(fixture.folder.path())) {
            if (entry.path().filename().string().starts_with("library-")) {
                std::filesystem::remove(entry.path());
            }
        }
    }
}

TEST_CASE("when the disk is full or broken, the library stays and no partial backup is left") {
    Fixture fixture;
    fill(fixture.library, "new", 4);
    must(back_up_library(fixture.library, fixture.backup));
    FaultyVfs vfs;
    const auto kind = GENERATE(FaultKind::full, FaultKind::broken);
    const auto copy = fixture.outside.path() / "copy.db";
    for (int number = 1; number < 2000; ++number) {
        CAPTURE(number);
        vfs.arm({.target = FaultTarget::changes,
                 .kind = kind,
                 .span = FaultSpan::from_then_on,
                 .number = number});
        const Status saved = back_up_library(fixture.library, copy);
        const auto restored = restore_library(fixture.backup, fixture.library);
        const bool has_failed = vfs.has_failed();
        vfs.disarm();
        CHECK(std::filesystem::exists(copy) == saved.has_value());
        CHECK((has_failed || (saved && restored))); // some faults are harmless
        for (const Error& error : {saved ? Error{ErrorCode::io, ""} : saved.error(),
                                   restored ? Error{ErrorCode::io, ""} : restored.error()}) {
            CAPTURE(error.detail);
            CHECK((error.code == ErrorCode::io || error.code == ErrorCode::out_of_space));
        }
        CHECK_FALSE(std::filesystem::exists(fixture.folder.path() / "library.db.part"));
        CHECK(content_of(fixture.library) == Content{"new", 4});
        std::filesystem::remove(copy);
        if (!has_failed) {
            CHECK(number > 5);
            return;
        }
    }
    FAIL("the work never ran without a fault");
}

TEST_CASE("when files cannot grow, a backup fails and leaves nothing") {
    Fixture fixture;
    fill(fixture.library, "title", 60);
    must(back_up_library(fixture.library, fixture.backup));
    const auto copy = fixture.outside.path() / "copy.db";
    ChildProcess child([&](ChildProcess::Ends) {
        ::signal(SIGXFSZ, SIG_IGN);
        constexpr rlim_t kLimit = 150'000;
        const struct rlimit limit = {.rlim_cur = kLimit, .rlim_max = kLimit};
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) {
            return 2;
        }
        const auto saved = back_up_library(fixture.library, copy);
        const auto restored = restore_library(fixture.backup, fixture.library);
        const bool is_refused = !saved && saved.error().code == ErrorCode::out_of_space &&
                                !restored && restored.error().code == ErrorCode::out_of_space;
        return is_refused ? 0 : 1;
    });
    CHECK(child.wait() == 0);
    CHECK(files_in(fixture.outside.path()) == 1);
    CHECK(content_of(fixture.library) == Content{"title", 60});
}
