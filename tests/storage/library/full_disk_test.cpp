#include "storage/library/library_database.h"
#include "tests/storage/support/child_process.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <signal.h>
#include <sys/resource.h>

using namespace sotto;
using namespace sotto::storage;

TEST_CASE("when files cannot grow, saving fails and nothing saved is lost") {
    const TempFolder folder;
    ChildProcess child([&](ChildProcess::Ends ends) {
        const auto library = must(open_library(folder.library()));
        // A limit on file sizes simulates a full disk; its signal would end the process.
        ::signal(SIGXFSZ, SIG_IGN);
        constexpr rlim_t kLimit = 400'000;
        const struct rlimit limit = {.rlim_cur = kLimit, .rlim_max = kLimit};
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) {
            return 2;
        }
        int saved = 0;
        const std::string text(3000, 'x');
        while (saved < 1000 && library->conversations().begin_turn({}, "t", text, "m")) {
            ++saved;
        }
        const auto refused = library->conversations().begin_turn({}, "t", text, "m");
        const auto list = library->conversations().list();
        if (refused || refused.error().code != ErrorCode::out_of_space || !list ||
            std::cmp_not_equal(list->size(), saved)) {
            return 3;
        }
        return write_all(ends.out, &saved, sizeof saved) ? 0 : 4;
    });
    int saved = 0;
    CHECK(child.read(&saved, sizeof saved));
    CHECK(child.wait() == 0);
    CHECK(saved > 5);
    CHECK(must(check_library(folder.library())).empty());
    const auto library = must(open_library(folder.library()));
    CHECK(std::cmp_equal(must(library->conversations().list()).size(), saved));
    CHECK(library->conversations().begin_turn({}, "t", "there is room again", "m"));
}
