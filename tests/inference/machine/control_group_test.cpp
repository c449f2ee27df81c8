#include "inference/machine/control_group.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

using namespace sotto::inference;
using namespace sotto::test;

TEST_CASE("the control group of version 2 is found among those of version 1") {
    const TempFolder root;
    CHECK_FALSE(find_control_group(root.path()));
    root.write("proc/self/cgroup", "12:memory:/other\n1:name=systemd:/x\n");
    CHECK_FALSE(find_control_group(root.path()));
    root.write("proc/self/cgroup", "12:memory:/other\n0::/user.slice/sotto\n");
    CHECK(find_control_group(root.path()) == root.path() / "sys/fs/cgroup/user.slice/sotto");
}

TEST_CASE("memory limits of the group and of its ancestors are combined") {
    const TempFolder root;
    root.write("proc/self/cgroup", "0::/outer/inner\n");
    CHECK_FALSE(read_group_memory(root.path()));
    root.write("sys/fs/cgroup/outer/inner/memory.max", "max\n");
    root.write("sys/fs/cgroup/outer/inner/memory.high", "9000\n");
    CHECK_FALSE(read_group_memory(root.path())); // its use is not known
    root.write("sys/fs/cgroup/outer/inner/memory.current", "8500\n");
    root.write("sys/fs/cgroup/memory.max", "20000\n");
    root.write("sys/fs/cgroup/memory.current", "19900\n");
    root.write("sys/fs/cgroup/memory.stat", "anon 7\ninactive_file 200\nactive_file 30\n");
    const auto memory = read_group_memory(root.path());
    REQUIRE(memory);
    CHECK(memory->limit == 9000);    // of the inner group
    CHECK(memory->available == 330); // of the outermost
}

TEST_CASE("the lowest processor quota of the group and of its ancestors counts") {
    const TempFolder root;
    root.write("proc/self/cgroup", "0::/outer/inner\n");
    CHECK_FALSE(read_group_quota(root.path()));
    root.write("sys/fs/cgroup/outer/inner/cpu.max", "max 100000\n");
    CHECK_FALSE(read_group_quota(root.path()));
    root.write("sys/fs/cgroup/outer/cpu.max", "350000 100000\n");
    CHECK(read_group_quota(root.path()) == 3.5);
    root.write("sys/fs/cgroup/outer/inner/cpu.max", "50000 100000\n");
    CHECK(read_group_quota(root.path()) == 0.5);
    root.write("sys/fs/cgroup/outer/inner/cpu.max", "50000 0\n");
    CHECK(read_group_quota(root.path()) == 3.5);
}

TEST_CASE("a number is read after its key, and nothing else is taken for it") {
    const TempFolder root;
    root.write("events", "low 1\nhigh 22\nmax x\n");
    CHECK(read_keyed_number(root.path() / "events", "high") == 22);
    CHECK_FALSE(read_keyed_number(root.path() / "events", "max"));
    CHECK_FALSE(read_keyed_number(root.path() / "events", "oom"));
    CHECK_FALSE(read_keyed_number(root.path() / "missing", "high"));
}
