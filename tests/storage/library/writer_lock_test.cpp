#include "storage/library/writer_lock.h"
#include "tests/storage/support/child_process.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <limits>
#include <optional>

using namespace sotto;
using namespace sotto::storage;

TEST_CASE("a writer is alive as long as its lock is open") {
    const TempFolder folder;
    const auto file = folder.path() / "writers";
    const WriterLock own = must(WriterLock::open(file));
    std::optional<WriterLock> other = must(WriterLock::open(file));
    const std::int64_t id = other->id();
    CHECK(own.id() > 0);
    CHECK(id != own.id());
    CHECK(must(own.is_alive(own.id())));
    CHECK(must(own.is_alive(id)));
    CHECK(must(other->is_alive(own.id())));
    other.reset();
    CHECK_FALSE(must(own.is_alive(id)));
    CHECK(must(own.is_alive(own.id())));
}

TEST_CASE("an id that no writer has is not alive") {
    const TempFolder folder;
    const WriterLock lock = must(WriterLock::open(folder.path() / "writers"));
    for (const std::int64_t id :
         {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1},
          std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max() - 1,
          std::numeric_limits<std::int64_t>::max()}) {
        CAPTURE(id);
        CHECK_FALSE(must(lock.is_alive(id)));
    }
}

TEST_CASE("a writer is not alive once its process was killed") {
    const TempFolder folder;
    const auto file = folder.path() / "writers";
    ChildProcess child([&](ChildProcess::Ends ends) {
        const WriterLock lock = must(WriterLock::open(file));
        const std::int64_t id = lock.id();
        char end = 0;
        if (write_all(ends.out, &id, sizeof id)) {
            static_cast<void>(read_all(ends.in, &end, 1));
        }
        return 0;
    });
    std::int64_t id = 0;
    REQUIRE(child.read(&id, sizeof id));
    const WriterLock lock = must(WriterLock::open(file));
    CHECK(must(lock.is_alive(id)));
    child.kill();
    child.wait();
    CHECK_FALSE(must(lock.is_alive(id)));
}

TEST_CASE("a lock file that cannot be created is an error") {
    const TempFolder folder;
    const auto lock = WriterLock::open(folder.path() / "missing" / "writers");
    REQUIRE_FALSE(lock);
    CHECK(lock.error().code == ErrorCode::io);
}
