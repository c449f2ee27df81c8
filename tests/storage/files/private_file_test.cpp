#include "storage/files/private_file.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <fcntl.h>
#include <sys/stat.h>

using namespace sotto;
using namespace sotto::storage;

namespace {

unsigned mode_of(const std::filesystem::path& file) {
    struct stat status = {};
    REQUIRE(::stat(file.c_str(), &status) == 0);
    return status.st_mode & 0777U;
}

} // namespace

TEST_CASE("a private file belongs to its owner alone, whatever the umask") {
    const TempFolder folder;
    const mode_t before = ::umask(0);
    must(create_private_file(folder.path() / "created", "it cannot be created"));
    must(open_private_file(folder.path() / "opened", "it cannot be opened"));
    ::umask(before);
    CHECK(mode_of(folder.path() / "created") == 0600);
    CHECK(mode_of(folder.path() / "opened") == 0600);
}

TEST_CASE("a file that is there already keeps its content") {
    const TempFolder folder;
    write_file(folder.path() / "file", "content");
    must(create_private_file(folder.path() / "file", "it cannot be created"));
    const FileDescriptor opened = must(open_private_file(folder.path() / "file", "it cannot"));
    CHECK(opened.is_open());
    CHECK(::fcntl(opened.number(), F_GETFD) == FD_CLOEXEC);
    CHECK(read_file(folder.path() / "file") == "content");
}

TEST_CASE("a private file is not opened through a symbolic link") {
    const TempFolder folder;
    write_file(folder.path() / "target", "");
    std::filesystem::create_symlink(folder.path() / "target", folder.path() / "link");
    CHECK(open_private_file(folder.path() / "link", "it cannot be opened").error().code ==
          ErrorCode::io);
}

TEST_CASE("a private file in a missing folder is an error that says why") {
    const TempFolder folder;
    const auto file = folder.path() / "missing" / "file";
    const Status created = create_private_file(file, "it cannot be created");
    REQUIRE_FALSE(created);
    CHECK(created.error().code == ErrorCode::io);
    CHECK(created.error().detail == "it cannot be created (No such file or directory)");
    CHECK_FALSE(open_private_file(file, "it cannot be opened"));
}

TEST_CASE("a suffix is appended to the whole name") {
    CHECK(with_suffix("folder/library.db", "-wal") == "folder/library.db-wal");
}
